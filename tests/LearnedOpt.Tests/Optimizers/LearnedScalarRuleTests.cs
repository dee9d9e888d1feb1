using LearnedOpt.Kernels;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tests.Kernels;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.Optimizers;

public sealed class LearnedScalarRuleTests
{
    private static readonly CounterRandom Random = new(60);

    [Theory]
    [ClassData(typeof(Paths))]
    public void AdamIsAdam(SimdPath path) => Check(
        new AdamRule().CreateStepper(SampleSpaces.Named("odd"), path), [0f, 0f, 0f], 0.01f, state => (g, step) =>
        {
            state[0] = (0.9f * state[0]) + ((1 - (double)0.9f) * g);
            state[1] = (0.999f * state[1]) + ((1 - (double)0.999f) * g * g);
            return 0.01 * state[0] / (1 - Math.Pow(0.9f, step + 1)) / (Math.Sqrt(state[1] / (1 - Math.Pow(0.999f, step + 1))) + 1e-8);
        });

    [Theory]
    [ClassData(typeof(Paths))]
    public void SgdmIsGradientDescentWithMomentum(SimdPath path) => Check(
        new SgdmRule().CreateStepper(SampleSpaces.Named("odd"), path), [0f, 0f], 0.1f, state => (g, _) => 0.1 * (state[0] = (0.9f * state[0]) + g));

    [Fact]
    public void ThetaScalesTheRateAndMovesTheDecays() => Check(
        new SgdmRule(new SgdmOptions { Rate = 0.5f, Form = MomentumForm.Average }).CreateStepper(SampleSpaces.Named("odd")), [0.02f, -0.05f], 1f,
        state => (g, _) =>
        {
            double odds = 9 * Math.Exp(-0.5);
            double decay = odds / (1 + odds);
            return 0.5 * Math.Exp(0.2) * (state[0] = (decay * state[0]) + ((1 - decay) * g));
        });

    [Fact]
    public void OptionsOutOfRangeAreRefused()
    {
        Assert.Contains("Decay between 0 and 1", Assert.Throws<ArgumentException>(() => new SgdmRule(new() { Decay = 1f })).Message);
        Assert.Contains("positive Rate", Assert.Throws<ArgumentException>(() => new AdamRule(new() { Rate = float.NaN })).Message);
    }

    private static void Check(IStepper stepper, float[] theta, float rate, Func<double[], Func<double, int, double>> elementRule)
    {
        WeightSpace space = SampleSpaces.Named("odd");
        using (stepper)
        {
            stepper.Bind(theta);
            var particle = Particle.Random(space, Random);
            var rules = space.Tensors.Select(tensor => Enumerable.Range(0, (int)tensor.Count).Select(_ => elementRule(new double[2])).ToArray()).ToArray();
            for (int step = 0; step < 20; step++)
            {
                particle.DrawGradients(Random, step);
                Particle before = particle.Copy();
                stepper.Step(particle.Slices, step, rate);
                for (int t = 0; t < rules.Length; t++)
                {
                    for (int i = 0; i < rules[t].Length; i++)
                    {
                        double delta = rules[t][i](particle.Gradients[t][i], step);
                        Assert.Equal(before.Weights[t][i] - delta, particle.Weights[t][i], (1e-5 * Math.Abs(delta)) + (1.2e-7 * Math.Abs(before.Weights[t][i])));
                    }
                }
            }
        }
    }
}
