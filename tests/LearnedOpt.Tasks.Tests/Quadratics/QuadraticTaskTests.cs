using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks.Populations;
using LearnedOpt.Tasks.Quadratics;
using TorchSharp;

namespace LearnedOpt.Tasks.Tests.Quadratics;

public sealed class QuadraticTaskTests
{
    /// <summary>Without momentum w - c shrinks by 1 - rate h a step, so every loss has a closed form.</summary>
    [Fact]
    public void GradientDescentFollowsTheClosedForm()
    {
        using var task = new QuadraticTask("quadratic", size: 5, condition: 10);
        var rule = UpdateRules.Create("sgdm");
        var theta = new float[rule.Theta.Count];
        rule.Initialize(theta, new CounterRandom(0));
        using var chunk = new ParticleChunk(task, rule);
        chunk.Bind(0, theta);
        chunk.Reset(0, new CounterRandom(1), new CounterRandom(2));
        double[] distance = [.. chunk.Values(0, 0).ToArray().Zip(task.Optimum.ToArray(), (w, c) => (double)w - c)];
        var momentum = new double[5];
        const double rate = 0.5, decay = 0.9;
        var loss = new float[1];
        for (var step = 0; step < 20; step++)
        {
            chunk.Step([(float)rate], loss);
            Assert.Equal(0.5 * distance.Select((d, i) => task.Curvatures[i] * d * d).Sum(), loss[0], 4);
            for (var i = 0; i < 5; i++)
            {
                momentum[i] = Momentum(momentum[i], task.Curvatures[i] * distance[i]);
                distance[i] -= rate * momentum[i];
            }
        }

        double Momentum(double before, double gradient) => decay * before + gradient;
    }

    [Fact]
    public void TheMinimumIsZeroAtTheOptimum()
    {
        using var scope = torch.NewDisposeScope();
        using var task = new QuadraticTask("quadratic", size: 7, condition: 1000);
        var batch = task.Sample(DataSplit.Train, [default]);
        Assert.Equal(0, task.Loss([torch.tensor(task.Optimum.ToArray()).unsqueeze(0)], batch).item<float>());
        Assert.Equal(1, task.Curvatures[0]);
        Assert.Equal(1e-3, task.Curvatures[6], 6);
    }

    [Fact]
    public void BeginsAtTheUninformedLoss()
    {
        using var task = new QuadraticTask("quadratic", size: 12);
        using var chunk = TaskFixtures.Chunk(task, 0, 3);
        var losses = new float[3];
        chunk.Evaluate(DataSplit.Train, losses);
        Assert.All(losses, loss => Assert.Equal(task.UninformedLoss, loss, 4));
    }

    [Fact]
    public void NoiseFallsWithTheRootOfTheBatch()
    {
        Assert.Equal(0.4, Deviation(batch: 1), 1);
        Assert.Equal(0.1, Deviation(batch: 16), 2);

        static double Deviation(int batch)
        {
            using var scope = torch.NewDisposeScope();
            using var task = new QuadraticTask("quadratic", size: 400, noise: 0.4, batch: batch);
            return task.Sample(DataSplit.Train, [new ParticleState(new CounterRandom(1), new CounterRandom(2), 3)]).Inputs.std().item<float>();
        }
    }
}
