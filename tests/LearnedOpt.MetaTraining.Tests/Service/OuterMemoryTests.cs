using LearnedOpt.MetaTraining.Service;
using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Populations;
using static TorchSharp.torch;

namespace LearnedOpt.MetaTraining.Tests.Service;

/// <summary>What a run of hours must not do: grow. Alone, since tensors are counted for the whole process.</summary>
[CollectionDefinition(nameof(OuterMemoryTests), DisableParallelization = true)]
[Collection(nameof(OuterMemoryTests))]
public sealed class OuterMemoryTests
{
    [Theory]
    [InlineData("nres", "unf-adam")]
    [InlineData("truncated-es", "unf-adam")]
    [InlineData("truncated-backprop", "adam")]
    [InlineData("truncated-backprop", "unf-adam")]
    [InlineData("full-backprop", "unf-tied")]
    public void TensorsAndManagedMemoryStayFlat(string estimator, string rule)
    {
        var configuration = RunConfiguration.Read("test.json", ConfigurationText.Parse("test.json", """
            {"tasks": "mlp/mnist-8?hidden=8&batch=8", "estimator": {"pairs": 2, "window": 2}, "horizon": {"shortest": 2, "longest": 6}, "limit": {"steps": 1000}}
            """, [$"estimator.name={estimator}", $"rule.name={rule}"]));
        using var tasks = new TaskSet(configuration, DataFolder.Embedded);
        using var pool = new WorkerPool(1);
        using var session = new MetaTrainerSession(configuration, tasks, pool);
        for (var step = 0; step < 30; step++) session.Step(0);
        var (tensors, memory) = (Tensor.TotalCount, GC.GetTotalMemory(forceFullCollection: true));
        for (var step = 0; step < 200; step++) session.Step(0);
        // Tensors that wait for a finalizer count as well.
        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memory, long.MinValue, 300_000);
    }
}
