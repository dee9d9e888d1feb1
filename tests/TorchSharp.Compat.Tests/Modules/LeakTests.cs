using TorchSharp;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Modules;

[Collection(GlobalGenerator.Name)]
public sealed class LeakTests
{
    public static IEnumerable<object[]> Layers => RecordedTests.Layers;

    // Their calls make tensors of their own (masks, offsets, packed sequences).
    private static readonly string[] s_busy = ["packed", "masks", "boolean", "gelu", "offsets"];

    [Theory, MemberData(nameof(Layers))]
    public void ACallLeavesItsResultsAndNothingElse(string name)
    {
        using var outer = NewDisposeScope();
        var layer = RecordedLayers.All[name]();
        using var module = layer.Module.to(ScalarType.Float64);
        var inputs = RecordedCase.All[name].Inputs();
        var live = Tensor.TotalCount;
        using (var scope = NewDisposeScope())
        {
            var outputs = layer.Call(inputs).Where(o => o is not null).ToArray();
            if (!s_busy.Any(name.EndsWith)) Assert.Equal(outputs.Length, scope.DisposablesCount);
            outputs.Where(o => o!.requires_grad).Select(o => o!.sum()).Aggregate(zeros([], ScalarType.Float64).requires_grad_(), (a, b) => a + b).backward();
            module.zero_grad();
        }
        // Finalizers of other tests may lower the count, nothing may raise it.
        Assert.InRange(Tensor.TotalCount, 0, live);
    }
}
