using LearnedOpt.Kernels;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tests.Kernels;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.Optimizers;

public sealed class AdamFunctionalRuleTests
{
    private static readonly CounterRandom Random = new(20);

    [Theory]
    [ClassData(typeof(Paths))]
    public void MatchesTheDescriptionInDoublePrecision(SimdPath path)
    {
        foreach ((string name, WeightSpace space) in SampleSpaces.All)
        {
            foreach (var options in new AdamFunctionalOptions[]
                { new(), new() { Pooled = false }, new() { Pooled = false, Levels = true }, new() { Levels = false }, new() { WidthPower = 1 }, new() { Channels = 7, HiddenLayers = 1 }, new() { Channels = 33, HiddenLayers = 3, TimeLimit = 2 } })
            {
                if (name is not ("odd" or "shared" or "kernels") && options != new AdamFunctionalOptions())
                    continue;       // the description takes its time; small spaces hold every kind of axis
                var rule = new AdamFunctionalRule(options);
                float[] theta = BusyTheta(rule);
                var particle = Particle.Random(space, Random.At("weights"));
                var reference = new AdamFunctionalReference(rule, space, theta);
                using IStepper stepper = rule.CreateStepper(space, path);
                stepper.Bind(theta);
                for (int step = 0; step < 4; step++)
                {
                    particle.DrawGradients(Random, step);
                    Particle before = particle.Copy();
                    double[][] expected = reference.Step(particle, step, 0.5);
                    stepper.Step(particle.Slices, step, 0.5f);
                    Steps.AssertEqual(before.Weights, expected, particle.Weights, 1e-5, $"{path}, {name}, {rule.Name} {options.Channels}");
                }
            }
        }
    }

    [Fact]
    public void BeginsAsAdamAtAFixedRate()
    {
        var rule = new AdamFunctionalRule();
        WeightSpace space = PaperSpaces.Mlp();
        var theta = new float[rule.Theta.Count];
        rule.Initialize(theta, Random);
        rule.Theta.MutableSlice(theta, "output.weight").Clear();
        var particle = Particle.Random(space, Random);
        using IStepper stepper = rule.CreateStepper(space);
        stepper.Bind(theta);
        var (m, v) = (new double[2048], new double[2048]);
        for (int step = 0; step < 50; step++)
        {
            particle.DrawGradients(Random, step);
            float[] before = [.. particle.Weights[0]];
            stepper.Step(particle.Slices, step, 1f);
            for (int i = 0; i < m.Length; i++)
            {
                double g = particle.Gradients[0][i];
                m[i] = (0.9 * m[i]) + (0.1 * g);
                v[i] = (0.999 * v[i]) + (0.001 * g * g);
                double adam = m[i] / (1 - Math.Pow(0.9, step + 1)) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, step + 1))) + 1e-8);
                Assert.Equal(before[i] - (0.003 * adam), particle.Weights[0][i], 1e-6);
            }
        }
    }

    [Theory]
    [InlineData("unf-adam")]
    [InlineData("pointwise-adam")]
    public void NoStepIsLargerThanTheLimitsAllowWhateverThetaIs(string name)
    {
        var rule = (AdamFunctionalRule)UpdateRules.Create(name);
        var theta = new float[rule.Theta.Count];
        Random.Fill(theta);
        foreach (ref float value in theta.AsSpan())
            value *= 1e6f;
        var particle = Particle.Random(PaperSpaces.Mlp(), Random);
        using IStepper stepper = rule.CreateStepper(PaperSpaces.Mlp());
        stepper.Bind(theta);
        double bound = rule.Options.StepScale * Math.Exp(rule.Options.MagnitudeHigh) * (rule.Options.DirectionLimit + 10);
        for (int step = 0; step < 20; step++)
        {
            particle.DrawGradients(Random, step);
            Particle before = particle.Copy();
            stepper.Step(particle.Slices, step, 1f);
            for (int t = 0; t < particle.Weights.Length; t++)
                Assert.All(particle.Weights[t].Zip(before.Weights[t]), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= bound));
        }
    }

    [Fact]
    public void BadOptionsAreAllNamedAtOnce()
    {
        var fault = Assert.Throws<ArgumentException>(() => new AdamFunctionalRule(new() { Channels = 65, TimeLimit = 0 }));
        Assert.Equal("Channels must be 1 to 64; received 65; TimeLimit must be at least 1; received 0.", fault.Message);
    }

    /// <summary>An initial theta whose outputs matter.</summary>
    private static float[] BusyTheta(AdamFunctionalRule rule)
    {
        var theta = new float[rule.Theta.Count];
        rule.Initialize(theta, Random.At("theta"));
        Random.At("output").Fill(rule.Theta.MutableSlice(theta, "output.weight"));
        foreach (ThetaArray array in rule.Theta.Arrays.Where(array => array.Name.EndsWith("bias", StringComparison.Ordinal)))
            Random.At(array.Name).Fill(rule.Theta.MutableSlice(theta, array.Name));
        return theta;
    }
}
