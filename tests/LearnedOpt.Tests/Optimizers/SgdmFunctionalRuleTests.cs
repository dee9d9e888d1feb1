using LearnedOpt.Functionals;
using LearnedOpt.Kernels;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tests.Kernels;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.Optimizers;

public sealed class SgdmFunctionalRuleTests
{
    private static readonly CounterRandom Random = new(80);

    [Theory]
    [InlineData("mlp", 3783)]
    [InlineData("cnn", 5513)]
    [InlineData("rnn", 8043)]
    [InlineData("transformer", 64168)]
    public void HasThePapersNumberOfMetaParameters(string name, int count)
    {
        WeightSpace space = name switch
        {
            "mlp" => PaperSpaces.Mlp(), "cnn" => PaperSpaces.Cnn(), "rnn" => PaperSpaces.Rnn(), _ => PaperSpaces.Transformer(),
        };
        Assert.Equal(count, UpdateRules.Create("unf", null, space).Theta.Count);
        Assert.Equal(2788, UpdateRules.Create("deepset").Theta.Count);
    }

    [Theory]
    [ClassData(typeof(Paths))]
    public void MatchesTheEquationInDoublePrecision(SimdPath path)
    {
        foreach ((string name, WeightSpace space) in SampleSpaces.All)
        {
            foreach (LayerKind kind in Enum.GetValues<LayerKind>())
                Check(path, name, space, new() { Kind = kind });
        }

        Check(path, "mlp", PaperSpaces.Mlp(), new() { Kind = LayerKind.Tied, Form = MomentumForm.Sum, Channels = 9, HiddenLayers = 1, TimeLimit = 2 });
    }

    [Fact]
    public void FullCoefficientsFitOneWeightSpace()
    {
        IUpdateRule rule = UpdateRules.Create("unf", null, SampleSpaces.Shared());
        using (UpdateRules.Create("unf", rule.Settings).CreateStepper(SampleSpaces.Shared()))
            Assert.Equal(rule.Theta.Count, UpdateRules.Create("unf", rule.Settings, PaperSpaces.Mlp()).Theta.Count);
        string message = Assert.Throws<ArgumentException>(() => UpdateRules.Create("unf").CreateStepper(PaperSpaces.Mlp(64, 16, 10))).Message;
        Assert.Contains("tensor 0, 'layer1.weight', is [16#0, 64#1], not [32#0, 64#1]", message);
    }

    private static void Check(SimdPath path, string name, WeightSpace space, SgdmFunctionalOptions options)
    {
        var rule = new SgdmFunctionalRule(options with { NetworkWeight = 0.5f, Space = SpaceDescription.Of(space) });
        float[] theta = BusyTheta.For(rule, 0.05f);
        var particle = Particle.Random(space, Random.At("weights"));
        var reference = new SgdmFunctionalReference(rule, space, theta);
        using IStepper stepper = rule.CreateStepper(space, path);
        stepper.Bind(theta);
        for (int step = 0; step < 4; step++)
        {
            particle.DrawGradients(Random, step);
            Particle before = particle.Copy();
            double[][] expected = reference.Step(particle, step, 0.5);
            stepper.Step(particle.Slices, step, 0.5f);
            Steps.AssertEqual(before.Weights, expected, particle.Weights, 1e-5, $"{path}, {name}, {rule.Name}");
        }
    }
}
