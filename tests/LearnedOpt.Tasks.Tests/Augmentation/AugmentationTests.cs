using LearnedOpt.Numerics;
using LearnedOpt.Tasks.Augmentation;
using LearnedOpt.Tasks.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Tests.Augmentation;

public sealed class AugmentationTests
{
    private static readonly ParticleState[] Particles = [new(new CounterRandom(1), new CounterRandom(2), 5), new(new CounterRandom(3), new CounterRandom(4), 0)];

    [Theory]
    [InlineData(RescaleLevel.Model)]
    [InlineData(RescaleLevel.Parameter)]
    public void RescalingKeepsTheFunctionAndScalesTheGradient(RescaleLevel level)
    {
        using var scope = torch.NewDisposeScope();
        var inner = TaskFixtures.Get("mlp/mnist-8");
        var outer = new RescaledTask(inner, 1000, level);
        var (plain, rescaled) = (Fresh(inner), Fresh(outer));
        var (loss, gradients) = Gradients(inner, plain);
        var (sameLoss, scaledGradients) = Gradients(outer, rescaled);
        for (var particle = 0; particle < 2; particle++)
        {
            Assert.Equal(loss[particle].item<float>(), sameLoss[particle].item<float>(), 4);
            for (var p = 0; p < gradients.Length; p++)
            {
                var scale = outer.ScaleOf(Particles[particle].Initialization, p);
                var error = (scaledGradients[p][particle] - scale * gradients[p][particle]).abs().max().item<float>();
                Assert.True(error <= 1e-4 * scale * gradients[p][particle].abs().max().item<float>());
            }
        }
    }

    [Fact]
    public void ScalesAreLogUniform()
    {
        var task = new RescaledTask(TaskFixtures.Get("mlp/mnist-8"), 1000);
        double[] logs = [.. Enumerable.Range(0, 2000).Select(i => Math.Log10(task.ScaleOf(new CounterRandom(9, (ulong)i), 0)))];
        Assert.InRange(logs.Min(), -3, -2.9);
        Assert.InRange(logs.Max(), 2.9, 3);
        Assert.InRange(logs.Average(), -0.15, 0.15); // standard error 6 / sqrt(12 * 2000) = 0.04
        Assert.Equal(task.ScaleOf(new CounterRandom(9), 0), task.ScaleOf(new CounterRandom(9), 3));
    }

    [Fact]
    public void NoiseHasTheSizeOfTheGradientAndLeavesTheLossAlone()
    {
        using var scope = torch.NewDisposeScope();
        var inner = TaskFixtures.Get("mlp/mnist-8");
        var outer = new GradientNoiseTask(inner, 0.5);
        var parameters = Fresh(inner);
        var (loss, gradients) = Gradients(inner, parameters);
        var (sameLoss, noisy) = Gradients(outer, parameters);
        Assert.Equal(loss.data<float>().ToArray(), sameLoss.data<float>().ToArray());
        for (var particle = 0; particle < 2; particle++)
        {
            var (gradient, noise) = (gradients[0][particle], noisy[0][particle] - gradients[0][particle]);
            var ratio = (noise.square().mean() / gradient.square().mean()).sqrt().item<float>();
            Assert.InRange(ratio, 0.46, 0.54); // 2048 elements
        }

        Assert.False(noisy[0][0].allclose(Gradients(outer, parameters, step: 6).Gradients[0][0]));
        Assert.Equal(0, outer.Sample(DataSplit.Validation, Particles).Extras[0].shape[1]);
    }

    [Fact]
    public void SmallerBatchesAreTheFirstExamples()
    {
        using var scope = torch.NewDisposeScope();
        var inner = TaskFixtures.Get("mlp/mnist-8");
        var outer = new SmallerBatchTask(inner, 16);
        var (whole, part) = (inner.Sample(DataSplit.Train, Particles), outer.Sample(DataSplit.Train, Particles));
        Assert.Equal(16, part.Inputs.shape[1]);
        Assert.True(part.Targets.allclose(whole.Targets.narrow(1, 0, 16)));
        Assert.Equal(128, outer.Sample(DataSplit.Test, Particles).Inputs.shape[1]);
    }

    [Fact]
    public void InitialScaleActsOnMatricesOnly()
    {
        using var task = TaskRegistry.Create("mlp/mnist-8?initScale=3", DataFolder.Embedded);
        var inner = TaskFixtures.Get("mlp/mnist-8");
        for (var p = 0; p < 2; p++)
        {
            float[] scaled = new float[inner.Parameters[p].Count], plain = new float[scaled.Length];
            task.Initialize(new CounterRandom(1), p, scaled);
            inner.Initialize(new CounterRandom(1), p, plain);
            Assert.Equal(plain.Select(value => p == 0 ? 3 * value : value), scaled);
        }
    }

    [Fact]
    public void AugmentedTasksTrain()
    {
        using var task = TaskRegistry.Create("mlp/mnist-8?rescale=2&rescaleEach=2&gradientNoise=0.5&initScale=1.5", DataFolder.Embedded);
        Assert.Equal("mlp/mnist-8?rescale=2&rescaleEach=2&gradientNoise=0.5&initScale=1.5", task.Name);
        using var chunk = TaskFixtures.Chunk(task, 0, 2);
        var (losses, curve) = (new float[2], new List<float>());
        var live = 0L;
        for (var step = 0; step < 100; step++)
        {
            chunk.Step([0.003f, 0.003f], losses);
            curve.Add(losses.Average());
            if (step == 10) live = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        }

        Assert.Equal(live, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        Assert.True(curve.TakeLast(10).Average() < 0.8 * curve[0], $"{curve[0]} to {curve[^1]}");
    }

    private static Tensor[] Fresh(ITask task) => [.. task.Parameters.Select((parameter, index) =>
    {
        var values = new float[2 * parameter.Count];
        for (var particle = 0; particle < 2; particle++)
            task.Initialize(Particles[particle].Initialization, index, values.AsSpan(particle * parameter.Count, parameter.Count));
        return torch.tensor(values, [2, .. parameter.Shape], requires_grad: true);
    })];

    private static (Tensor Loss, Tensor[] Gradients) Gradients(ITask task, Tensor[] parameters, long step = 0)
    {
        var loss = task.Loss(parameters, task.Sample(DataSplit.Train, [.. Particles.Select(particle => particle with { Step = step })]));
        return (loss.detach(), [.. torch.autograd.grad([loss.sum()], parameters)]);
    }
}
