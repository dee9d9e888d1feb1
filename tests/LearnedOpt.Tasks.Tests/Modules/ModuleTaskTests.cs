using LearnedOpt.Numerics;
using LearnedOpt.Tasks.Modules;
using LearnedOpt.Tasks.Populations;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Tests.Modules;

public sealed class ModuleTaskTests
{
    /// <summary>The same perceptron as a module of the user's and as a population program: equal losses and gradients.</summary>
    [Fact]
    public void EqualsThePopulationProgram()
    {
        using var scope = torch.NewDisposeScope();
        using var task = Perceptron();
        var x = torch.randn(2, 16, 6);
        var labels = torch.randint(0, 3, [2, 16], dtype: ScalarType.Int64);
        var network = new LearnedOpt.Tasks.Images.MlpNetwork(6, [5], 3);
        Tensor[] parameters = [.. task.Parameters.Select(parameter => torch.randn([2, .. parameter.Shape]).requires_grad_())];
        var expected = new LearnedOpt.Tasks.Networks.CrossEntropy(3).Loss(network.Forward(parameters, x), labels);
        var measured = task.Loss(parameters, new TaskBatch(x, labels));
        Assert.True(expected.allclose(measured));
        var weights = torch.tensor(new[] { 1f, -3f });
        var (gradients, own) = (torch.autograd.grad([(expected * weights).sum()], parameters), torch.autograd.grad([(measured * weights).sum()], parameters));
        for (var p = 0; p < parameters.Length; p++) Assert.True(gradients[p].allclose(own[p], 1e-4, 1e-6));
    }

    [Fact]
    public void DerivesTheSymmetries()
    {
        using var task = Perceptron();
        Assert.Contains(task.Space.Symmetries, symmetry => symmetry is { Kind: SymmetryKind.Hidden, Size: 5 });
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], task.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void LearnsAndLeavesNoTensorBehind()
    {
        using var task = Perceptron();
        using var chunk = TaskFixtures.Chunk(task, 0, 2);
        var (losses, curve) = (new float[2], new List<float>());
        var live = 0L;
        for (var step = 0; step < 60; step++)
        {
            chunk.Step([0.01f, 0.01f], losses);
            curve.Add(losses.Average());
            if (step == 10) live = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        }

        Assert.Equal(live, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        Assert.True(curve[^1] < 0.7 * curve[0], $"{curve[0]} to {curve[^1]}");
    }

    [Fact]
    public void DoesNotDependOnThreads()
    {
        Assert.Equal(Losses(1), Losses(3));

        static float[][] Losses(int threads)
        {
            using var task = Perceptron();
            using var pool = new WorkerPool(threads);
            var losses = new float[6][];
            pool.Run(6, item =>
            {
                using var chunk = TaskFixtures.Chunk(task, item, 1);
                losses[item] = [.. Enumerable.Range(0, 5).Select(_ =>
                {
                    var loss = new float[1];
                    chunk.Step([0.01f], loss);
                    return loss[0];
                })];
            });
            return losses;
        }
    }

    [Fact]
    public void EvaluatesWithoutGradients()
    {
        using var task = Perceptron();
        using var chunk = TaskFixtures.Chunk(task, 0, 2);
        var losses = new float[2];
        chunk.Evaluate(DataSplit.Test, losses);
        Assert.All(losses, loss => Assert.InRange(loss, 0.5, 2));
    }

    [Fact]
    public void FaultsSayWhatToDo()
    {
        Assert.Contains("Does its constructor call RegisterComponents()?", Assert.Throws<ArgumentException>(() =>
            new ModuleTask("empty", () => nn.Sequential(nn.ReLU()), Data(), (output, _) => output.mean(), 1)).Message);
        Assert.Contains("must be float32 on the CPU; received Float64", Assert.Throws<ArgumentException>(() =>
            new ModuleTask("double", () => nn.Sequential(nn.Linear(6, 3, dtype: ScalarType.Float64)), Data(), (output, _) => output.mean(), 1)).Message);
        using var scope = torch.NewDisposeScope();
        using var task = new ModuleTask("vector", () => nn.Sequential(nn.Linear(6, 3)), Data(), (output, _) => output, 1);
        using var chunk = TaskFixtures.Chunk(task, 0, 1);
        Assert.Contains("Take its mean", Assert.ThrowsAny<Exception>(() => chunk.Step([1], new float[1])).ToString());
        Assert.Contains("received [3, 2] and [2]", Assert.Throws<ArgumentException>(() => new TensorBatches("mine", 1, (torch.ones(3, 2), torch.ones(2)))).Message);
    }

    private static ModuleTask Perceptron() => new("mine", () => nn.Sequential(nn.Linear(6, 5), nn.ReLU(), nn.Linear(5, 3)), Data(),
        (output, labels) => nn.functional.cross_entropy(output, labels), Math.Log(3));

    /// <summary>Three classes by which of the first three inputs is largest.</summary>
    private static TensorBatches Data()
    {
        using var scope = torch.NewDisposeScope();
        var values = new float[600];
        new CounterRandom(17).Fill(values);
        var x = torch.tensor(values, [100, 6]);
        return new TensorBatches("drawn", 16, (x.MoveToOuterDisposeScope(), x.narrow(1, 0, 3).argmax(1).MoveToOuterDisposeScope()));
    }
}
