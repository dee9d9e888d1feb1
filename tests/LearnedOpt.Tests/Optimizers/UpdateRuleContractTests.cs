using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.Optimizers;

/// <summary>What every registered rule must do, on every sample space.</summary>
public sealed unsafe class UpdateRuleContractTests
{
    private static readonly CounterRandom Random = new(40);

    public static TheoryData<string, string> RulesAndSpaces()
    {
        var data = new TheoryData<string, string>();
        foreach (string rule in UpdateRules.Names)
        {
            foreach ((string space, _) in SampleSpaces.All)
                data.Add(rule, space);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(RulesAndSpaces))]
    public void PermutingTheUnitsPermutesTheSteps(string name, string spaceName)
    {
        WeightSpace space = SampleSpaces.Named(spaceName);
        IUpdateRule rule = UpdateRules.Create(name, null, space);
        float[] theta = BusyTheta.For(rule);
        GroupElement element = GroupElement.Random(space, Random.At("element"));
        var plain = Particle.Random(space, Random);
        Particle permuted = plain.Permuted(element);
        using IStepper first = Stepper(rule, space, theta), second = Stepper(rule, space, theta);
        for (int step = 0; step < 5; step++)
        {
            plain.DrawGradients(Random, step);
            Particle before = plain.Copy();
            for (int t = 0; t < plain.Gradients.Length; t++)
                element.Apply<float>(t, plain.Gradients[t], permuted.Gradients[t]);
            first.Step(plain.Slices, step, 1f);
            second.Step(permuted.Slices, step, 1f);
            float[][] expected = plain.Permuted(element).Weights;
            for (int t = 0; t < expected.Length; t++)
            {
                float largest = before.Weights[t].Zip(plain.Weights[t], (a, b) => MathF.Abs(a - b)).DefaultIfEmpty(0f).Max();
                for (int i = 0; i < expected[t].Length; i++)
                    Assert.Equal(expected[t][i], permuted.Weights[t][i], (2e-5f * largest) + (2e-7f * MathF.Abs(expected[t][i])));
            }
        }
    }

    [Theory]
    [MemberData(nameof(RulesAndSpaces))]
    public void SavedStateContinuesBitForBit(string name, string spaceName)
    {
        WeightSpace space = SampleSpaces.Named(spaceName);
        IUpdateRule rule = UpdateRules.Create(name, null, space);
        float[] theta = BusyTheta.For(rule);
        using IStepper straight = Stepper(rule, space, theta), resumed = Stepper(rule, space, theta);
        var particle = Particle.Random(space, Random);
        Run(straight, particle, 0, 3);
        float[] saved = straight.State.ToArray();
        Particle copy = particle.Copy();
        Run(straight, particle, 3, 6);

        Run(resumed, Particle.Random(space, Random.At("other")), 0, 2);
        saved.CopyTo(resumed.State);
        Run(resumed, copy, 3, 6);
        Assert.Equal(particle.Weights, copy.Weights);
        Assert.Equal(straight.State.ToArray(), resumed.State.ToArray());

        straight.Reset();
        Assert.All(straight.State.ToArray(), value => Assert.Equal(0f, value));
    }

    [Theory]
    [MemberData(nameof(RulesAndSpaces))]
    public void NonFiniteGradientsCountAsZero(string name, string spaceName)
    {
        WeightSpace space = SampleSpaces.Named(spaceName);
        IUpdateRule rule = UpdateRules.Create(name, null, space);
        float[] theta = BusyTheta.For(rule);
        using IStepper dirty = Stepper(rule, space, theta), clean = Stepper(rule, space, theta);
        var first = Particle.Random(space, Random);
        Particle second = first.Copy();
        for (int step = 0; step < 4; step++)
        {
            first.DrawGradients(Random, step);
            for (int t = 0; t < first.Gradients.Length; t++)
            {
                for (int i = step; i < first.Gradients[t].Length; i += 7)
                    first.Gradients[t][i] = (i % 3) switch { 0 => float.NaN, 1 => float.PositiveInfinity, _ => float.NegativeInfinity };
                for (int i = 0; i < first.Gradients[t].Length; i++)
                    second.Gradients[t][i] = float.IsFinite(first.Gradients[t][i]) ? first.Gradients[t][i] : 0f;
            }

            dirty.Step(first.Slices, step, 1f);
            clean.Step(second.Slices, step, 1f);
        }

        Assert.All(first.Weights, weights => Assert.All(weights, weight => Assert.True(float.IsFinite(weight))));
        Assert.Equal(second.Weights, first.Weights);
    }

    [Theory]
    [MemberData(nameof(RulesAndSpaces))]
    public void HugeAndTinyGradientsLeaveWeightsFinite(string name, string spaceName)
    {
        WeightSpace space = SampleSpaces.Named(spaceName);
        IUpdateRule rule = UpdateRules.Create(name, null, space);
        foreach (float size in new[] { 0f, 1e-38f, 1e-20f, 1e20f, float.MaxValue })
        {
            using IStepper stepper = Stepper(rule, space, BusyTheta.For(rule));
            var particle = Particle.Random(space, Random);
            for (int step = 0; step < 3; step++)
            {
                foreach (float[] gradient in particle.Gradients)
                {
                    for (int i = 0; i < gradient.Length; i++)
                        gradient[i] = i % 2 == 0 ? size : -size;
                }

                stepper.Step(particle.Slices, step, 1e-3f);
            }

            Assert.All(particle.Weights, weights => Assert.All(weights, weight => Assert.True(float.IsFinite(weight))));
        }
    }

    [Theory]
    [MemberData(nameof(RulesAndSpaces))]
    public void AStepAllocatesNothing(string name, string spaceName)
    {
        WeightSpace space = SampleSpaces.Named(spaceName);
        IUpdateRule rule = UpdateRules.Create(name, null, space);
        float[] theta = BusyTheta.For(rule);
        using IStepper stepper = Stepper(rule, space, theta);
        var particle = Particle.Random(space, Random);
        particle.DrawGradients(Random, 0);
        long least = long.MaxValue;             // compiling a method to its next tier may allocate once, a step never does
        for (int step = 0; step < 40 && least > 0; step++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            stepper.Step(particle.Slices, step, 1f);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Theory]
    [MemberData(nameof(RulesAndSpaces))]
    public void TensorsWithoutGradientStay(string name, string spaceName)
    {
        WeightSpace space = SampleSpaces.Named(spaceName);
        IUpdateRule rule = UpdateRules.Create(name, null, space);
        using IStepper stepper = Stepper(rule, space, BusyTheta.For(rule));
        var particle = Particle.Random(space, Random);
        particle.DrawGradients(Random, 0);
        Particle before = particle.Copy();
        ParameterSlice[] slices = particle.Slices.ToArray();
        for (int t = 0; t < slices.Length; t += 2)
            slices[t] = new ParameterSlice(slices[t].Weight, null, slices[t].Count);
        stepper.Step(slices, 0, 1f);
        for (int t = 0; t < slices.Length; t++)
        {
            if (t % 2 == 0)
                Assert.Equal(before.Weights[t], particle.Weights[t]);
            else if (slices[t].Count > 0)
                Assert.NotEqual(before.Weights[t], particle.Weights[t]);
        }
    }

    [Theory]
    [MemberData(nameof(RulesAndSpaces))]
    public void BadInputIsNamed(string name, string spaceName)
    {
        WeightSpace space = SampleSpaces.Named(spaceName);
        IUpdateRule rule = UpdateRules.Create(name, null, space);
        using IStepper stepper = rule.CreateStepper(space);
        Assert.Contains("theta must have", Assert.Throws<ArgumentException>(() => stepper.Bind(new float[rule.Theta.Count + 1])).Message);
        Assert.Contains("theta must have", Assert.Throws<ArgumentException>(() => rule.Initialize(new float[rule.Theta.Count + 1], Random)).Message);
        var particle = new Particle(space);
        Assert.Contains("one slice for each", Assert.Throws<ArgumentException>(() => stepper.Step(particle.Slices[1..], 0, 1f)).Message);
        ParameterSlice[] slices = particle.Slices.ToArray();
        slices[1] = new ParameterSlice(slices[1].Weight, slices[1].Gradient, slices[1].Count + 1);
        Assert.Contains($"'{space.Tensors[1].Name}'", Assert.Throws<ArgumentException>(() => stepper.Step(slices, 0, 1f)).Message);
    }

    [Fact]
    public void AnUnknownRuleIsAnsweredWithTheNames()
    {
        string message = Assert.Throws<ArgumentException>(() => UpdateRules.Create("unf-adm")).Message;
        Assert.Contains("no update rule is called 'unf-adm'; choose one of unf-adam, pointwise-adam", message);
    }

    private static IStepper Stepper(IUpdateRule rule, WeightSpace space, float[] theta)
    {
        IStepper stepper = rule.CreateStepper(space);
        stepper.Bind(theta);
        return stepper;
    }

    private static void Run(IStepper stepper, Particle particle, int from, int to)
    {
        for (int step = from; step < to; step++)
        {
            particle.DrawGradients(Random, step);
            stepper.Step(particle.Slices, step, 1f);
        }
    }
}
