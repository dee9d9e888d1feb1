using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.WeightSpaces;
using TorchSharp;

namespace LearnedOpt.Tests.Optimizers;

/// <summary>The rules against TorchSharp's own optimizers, on gradients that do not depend on the weights.</summary>
public sealed unsafe class HandDesignedRuleTests
{
    [Theory]
    [InlineData("adam", 0.01)]
    [InlineData("adamw", 0.03)]
    [InlineData("nadam", 0.01)]
    [InlineData("rmsprop", 0.01)]
    [InlineData("sgdm", 0.01)]
    public void TakesTheStepsOfTorchSharp(string name, double learningRate)
    {
        const int Count = 37, Steps = 50;
        var random = new CounterRandom(11);
        var start = new float[Count];
        random.At("weights").Fill(start);

        using var parameter = new TorchSharp.Modules.Parameter(torch.tensor(start));
        using torch.optim.Optimizer reference = name switch
        {
            "adam" => torch.optim.Adam([parameter], learningRate),
            "adamw" => torch.optim.AdamW([parameter], learningRate, weight_decay: 0.01),
            "nadam" => torch.optim.NAdam([parameter], learningRate),
            "rmsprop" => torch.optim.RMSProp([parameter], learningRate),
            _ => torch.optim.SGD([parameter], learningRate, momentum: 0.9),
        };

        var weights = (float[])start.Clone();
        var gradient = new float[Count];
        using var stepper = Stepper(name, Count);
        for (var step = 0; step < Steps; step++)
        {
            random.At((ulong)step).Fill(gradient);
            parameter.grad = torch.tensor(gradient);
            reference.step();
            Step(stepper, weights, gradient, step, (float)learningRate);
        }

        var expected = parameter.detach().data<float>().ToArray();
        for (var i = 0; i < Count; i++) Assert.Equal(expected[i], weights[i], 1e-5f);
    }

    [Fact]
    public void NesterovsScheduleIsTheSameAfterAResume()
    {
        var straight = new NesterovSchedule(0.9, 0.004);
        for (var step = 0; step < 20_000; step++) straight.At(step);
        foreach (var step in new[] { 20_000L, 20_001, 7, 8, 0 })
            Assert.Equal(new NesterovSchedule(0.9, 0.004).At(step), straight.At(step));
    }

    [Theory]
    [InlineData("adam")]
    [InlineData("nadam")]
    [InlineData("rmsprop")]
    [InlineData("sgdm")]
    public void GradientsThatAreNotFiniteCountAsZero(string name)
    {
        float[] weights = [1, 2, 3], gradient = [float.NaN, float.PositiveInfinity, 0];
        using var stepper = Stepper(name, 3);
        Step(stepper, weights, gradient, 0, 0.1f);
        Assert.Equal([1, 2, 3], weights);
    }

    private static IStepper Stepper(string name, int count)
    {
        var rule = UpdateRules.Create(name);
        var theta = new float[rule.Theta.Count];
        rule.Initialize(theta, new CounterRandom(0));
        var stepper = rule.CreateStepper(new WeightSpace([new WeightTensor("w", new Symmetry("n", count))]));
        stepper.Bind(theta);
        return stepper;
    }

    private static void Step(IStepper stepper, float[] weights, float[] gradient, int step, float rate)
    {
        fixed (float* w = weights, g = gradient) stepper.Step([new ParameterSlice(w, g, weights.Length)], step, rate);
    }
}
