using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Modules;

public sealed class HookTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    public void Dispose() => _scope.Dispose();

    private sealed class Sum : nn.Module<Tensor, Tensor, Tensor>
    {
        public Sum() : base("sum") { }
        public override Tensor forward(Tensor a, Tensor b) => a + b;
    }

    private sealed class Six : nn.Module<int, int, int, int, int, int, int>
    {
        public Six() : base("six") { }
        public override int forward(int a, int b, int c, int d, int e, int f) => a + 10 * b + 100 * c + 1000 * d + 10000 * e + 100000 * f;
    }

    [Fact]
    public void HooksSeeAndReplaceInputsAndResults()
    {
        var layer = nn.Identity();
        var x = ones(2);
        var seen = new List<double>();
        var before = layer.register_forward_pre_hook((module, input) => { Assert.Same(layer, module); return input * 3; });
        var after = layer.register_forward_hook((module, input, result) => { seen.Add(input.sum().ToDouble()); return result + 1; });
        Assert.Equal(8, layer.call(x).sum().ToDouble());
        Assert.Equal([6.0], seen);
        Assert.Equal(2, layer.forward(x).sum().ToDouble());
        before.remove();
        Assert.Equal(4, layer.call(x).sum().ToDouble());
        after.remove();
        after.remove();
        Assert.Equal(2, layer.call(x).sum().ToDouble());
    }

    [Fact]
    public void HooksRunInTheOrderOfRegistrationAndNullKeepsTheValue()
    {
        var layer = nn.Identity();
        var order = new List<string>();
        layer.register_forward_hook((_, _, _) => { order.Add("first"); return null!; });
        layer.register_forward_hook((_, _, result) => { order.Add("second"); return result * 2; });
        layer.register_forward_pre_hook((_, _) => { order.Add("before"); return null!; });
        Assert.Equal(4, layer.call(ones(2)).sum().ToDouble());
        Assert.Equal(["before", "first", "second"], order);
    }

    [Fact]
    public void HooksOnTheModuleAloneRunToo()
    {
        var layer = nn.Linear(2, 2);
        var order = new List<string>();
        var before = layer.register_forward_pre_hook(module => order.Add("before " + module.GetName()));
        layer.register_forward_hook(module => order.Add("after " + module.GetName()));
        layer.call(ones(1, 2));
        Assert.Equal(["before Linear", "after Linear"], order);
        before.remove();
        layer.call(ones(1, 2));
        Assert.Equal(3, order.Count);
    }

    [Fact]
    public void SeveralInputsAreReplacedTogether()
    {
        var sum = new Sum();
        sum.register_forward_pre_hook((_, a, b) => (a * 2, b * 3));
        sum.register_forward_hook((_, a, b, result) => result - a);
        Assert.Equal(3, sum.call(ones(1), ones(1)).ToDouble());
        var six = new Six();
        Assert.Equal(654321, six.call(1, 2, 3, 4, 5, 6));
        six.register_forward_pre_hook((_, a, b, c, d, e, f) => (f, e, d, c, b, a));
        Assert.Equal(123456, six.call(1, 2, 3, 4, 5, 6));
        nn.IModule<int, int, int, int, int, int, int> face = six;
        Assert.Equal(123456, face.call(1, 2, 3, 4, 5, 6));
    }

    [Fact]
    public void LayersInsideASequentialRunTheirHooks()
    {
        var model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2));
        var shapes = new List<long[]>();
        foreach (var child in model.children())
            ((nn.Module<Tensor, Tensor>)child).register_forward_hook((_, _, result) => { shapes.Add(result.shape); return result; });
        model.call(rand(5, 3));
        Assert.Equal([[5L, 4], [5, 4], [5, 2]], shapes);
    }

    [Fact]
    public void RecurrentLayersRunHooksThroughTheirOwnCall()
    {
        var layer = nn.LSTM(3, 2);
        var runs = 0;
        layer.register_forward_hook((_, _, _, result) => { runs++; return result; });
        layer.call(rand(4, 1, 3));
        layer.call(rand(4, 1, 3), (zeros(1, 1, 2), zeros(1, 1, 2)));
        Assert.Equal(2, runs);
    }
}
