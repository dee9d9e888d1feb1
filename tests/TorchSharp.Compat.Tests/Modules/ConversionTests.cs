using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Modules;

public sealed class ConversionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    public void Dispose() => _scope.Dispose();

    private sealed class Net : nn.Module<Tensor, Tensor>
    {
        public Parameter gain = new(ones(2).mul_(0.5));
        public Tensor table = arange(3);
        public readonly BatchNorm1d norm = nn.BatchNorm1d(2);
        public readonly ParameterList list = nn.ParameterList(new Parameter(ones(2)), new Parameter(ones(1)));

        public Net() : base("net") => RegisterComponents();

        public override Tensor forward(Tensor input) => norm.call(input * gain) * list[0];
    }

    [Fact]
    public void ConversionMakesNewParametersThatFieldsAndListsHold()
    {
        var net = new Net();
        var before = net.parameters().ToList();
        var same = net.to(ScalarType.Float64);
        Assert.Same(net, same);
        Assert.All(before, p => Assert.True(p.IsInvalid));
        Assert.All(net.parameters(), p => Assert.Equal(ScalarType.Float64, p.dtype));
        Assert.Same(net.gain, net.get_parameter("gain"));
        Assert.Same(net.norm.weight, net.get_parameter("norm.weight"));
        Assert.Same(net.list[0], net.get_parameter("list.0"));
        Assert.Equal(ScalarType.Float64, net.norm.running_mean.dtype);
        Assert.Equal(ScalarType.Int64, net.norm.num_batches_tracked.dtype);
        Assert.Equal(ScalarType.Int64, net.table.dtype);
        Assert.All(net.parameters(), p => Assert.True(p.requires_grad && p.is_leaf));
        Assert.Equal(ScalarType.Float64, net.call(rand(4, 2, ScalarType.Float64)).dtype);
        Assert.Equal(0.5, net.gain[0].ToDouble());
    }

    [Fact]
    public void NothingHappensWhereTheTypeFits()
    {
        var net = new Net();
        var before = net.parameters().ToList();
        net.to(ScalarType.Float32).cpu().to("cpu").@float();
        Assert.Equal(before, net.parameters());
        Assert.All(before, p => Assert.False(p.IsInvalid));
    }

    [Fact]
    public void GradientsAndFrozenParametersKeepTheirState()
    {
        var layer = nn.Linear(2, 1);
        layer.bias.requires_grad = false;
        layer.call(ones(1, 2)).sum().backward();
        layer.@double();
        Assert.False(layer.bias.requires_grad);
        Assert.Equal(ScalarType.Float64, layer.weight.grad!.dtype);
        Assert.Equal(2, layer.weight.grad!.sum().ToDouble());
    }

    [Fact]
    public void ModulesThatShareAParameterShareTheNewOne()
    {
        var (a, b) = (nn.Linear(2, 2, hasBias: false), nn.Linear(2, 2, hasBias: false));
        b.weight = a.weight;
        nn.Sequential(("a", a), ("b", b)).to(ScalarType.Float64);
        Assert.Same(a.weight, b.weight);
        Assert.False(a.weight.IsInvalid);
    }

    [Fact]
    public void AModuleIsNotMadeOfIntegers()
    {
        Assert.Contains("Int64", Assert.Throws<ArgumentException>(() => nn.Linear(2, 2).to(ScalarType.Int64)).Message);
    }

    [Fact]
    public void EveryKindOfLayerConvertsWithItsWeights()
    {
        foreach (var (name, make) in RecordedLayers.All)
        {
            using var scope = NewDisposeScope();
            using var module = make().Module;
            var before = module.state_dict().ToDictionary(e => e.Key, e => e.Value.to(ScalarType.Float64));
            module.to(ScalarType.Float64);
            foreach (var (key, value) in module.state_dict())
                Assert.True(value.to(ScalarType.Float64).allclose(before[key]), $"{name}: {key}");
            make().Call(RecordedCase.All[name].Inputs().Select(x => x.is_floating_point() ? x.to(ScalarType.Float32) : x).ToArray());
        }
    }

    [Fact]
    public void BuiltInModulesOutliveTheScopeTheyAreMadeInAndParametersOfOnesOwnDoNot()
    {
        var kept = new List<nn.Module>();
        Parameter own, detached;
        using (NewDisposeScope())
        {
            foreach (var make in RecordedLayers.All.Values) kept.Add(make().Module);
            own = new Parameter(ones(2));
            detached = (Parameter)new Parameter(ones(2)).DetachFromDisposeScope();
        }
        Assert.All(kept.SelectMany(m => m.state_dict().Values), t => Assert.False(t.IsInvalid));
        Assert.True(own.IsInvalid);
        Assert.False(detached.IsInvalid);
        foreach (var module in kept) module.Dispose();
        detached.Dispose();
    }

    [Fact]
    public void AParameterTakesOverItsDataAndItsPlaceInAScope()
    {
        var data = rand(3);
        var parameter = nn.Parameter(data, requires_grad: false);
        Assert.True(data.IsInvalid);
        Assert.False(parameter.requires_grad);
        Assert.True(CurrentDisposeScope.Contains(parameter));
        Assert.False(CurrentDisposeScope.Contains(data));
        Assert.Throws<ArgumentNullException>(() => new Parameter(null));
    }
}
