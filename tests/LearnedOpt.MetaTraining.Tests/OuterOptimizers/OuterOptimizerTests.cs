using LearnedOpt.MetaTraining.OuterOptimizers;

namespace LearnedOpt.MetaTraining.Tests.OuterOptimizers;

public sealed class OuterOptimizerTests
{
    [Theory]
    [InlineData("adam", -0.1, -0.1)]        // first step: the sign of the gradient
    [InlineData("adamw", -0.1, -0.11)]      // and decay of theta
    [InlineData("sgd", -0.2, -0.2)]
    public void FirstStepIsAsThePaperSays(string name, double atZero, double atOne)
    {
        var optimizer = ThetaOptimizers.Create(name, 2, new OuterOptimizerOptions { WeightDecay = 0.1 });
        float[] theta = [0, 1];
        optimizer.Update(theta, [4, 4], gradientScale: 0.5, learningRate: 0.1);
        Assert.Equal(atZero, theta[0], 6);
        Assert.Equal(1 + atOne, theta[1], 6);
    }

    [Fact]
    public void MomentumAddsUp()
    {
        var optimizer = ThetaOptimizers.Create("sgd", 1, new OuterOptimizerOptions { Momentum = 0.5 });
        float[] theta = [0];
        for (var step = 0; step < 3; step++) optimizer.Update(theta, [1], 1, 1);
        Assert.Equal(-(1 + 1.5 + 1.75), theta[0], 6);
    }

    [Theory]
    [InlineData("adam")]
    [InlineData("adamw")]
    [InlineData("sgd")]
    public void MinimisesAQuadraticAndResumes(string name)
    {
        var options = new OuterOptimizerOptions { Momentum = 0.5, WeightDecay = 0 };
        var optimizer = ThetaOptimizers.Create(name, 2, options);
        float[] theta = [1, -2];
        for (var step = 0; step < 400; step++) optimizer.Update(theta, [theta[0], 3 * theta[1]], 1, 0.02);
        Assert.All(theta, value => Assert.InRange(value, -0.05, 0.05));

        var saved = new MemoryStream();
        optimizer.Save(new BinaryWriter(saved));
        var other = ThetaOptimizers.Create(name, 2, options);
        other.Load(new BinaryReader(new MemoryStream(saved.ToArray())));
        float[] same = [.. theta];
        optimizer.Update(theta, [1, 2], 1, 0.1);
        other.Update(same, [1, 2], 1, 0.1);
        Assert.Equal(theta, same);
    }

    [Fact]
    public void RateWarmsUpAndFalls()
    {
        var schedule = new WarmupCosine(Peak: 2, WarmupSteps: 4, FinalShare: 0.25);
        Assert.Equal([0.5, 1, 1.5, 2, 2], Enumerable.Range(0, 5).Select(step => schedule.At(step, 0)));
        Assert.Equal(1.25, schedule.At(100, 0.5), 12);
        Assert.Equal(0.5, schedule.At(100, 1), 12);
    }

    [Fact]
    public void FaultsAreReportedTogether()
    {
        var fault = Assert.Throws<ArgumentException>(() => ThetaOptimizers.Create("adam", 1, new OuterOptimizerOptions { Beta1 = 1, Epsilon = 0 }));
        Assert.Contains("Beta1 must be 0 to below 1; received 1; Epsilon must be positive; received 0.", fault.Message);
        Assert.Contains("choose one of adam, adamw, sgd", Assert.Throws<ArgumentException>(() => ThetaOptimizers.Create("lamb", 1, new())).Message);
    }
}
