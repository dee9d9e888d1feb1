using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Modules;

public sealed class ModuleTests
{
    private sealed class Net : nn.Module<Tensor, Tensor>
    {
        public readonly Linear fc1 = nn.Linear(3, 4), fc2 = nn.Linear(4, 2);
        public Parameter scale = new(ones(4));
        public Tensor shift = zeros(2);
        [ComponentName(Name = "renamed")] private readonly nn.Module<Tensor, Tensor> _act = nn.ReLU();
        private readonly Linear? _absent = null;

        public Net() : base("net") => RegisterComponents();

        public override Tensor forward(Tensor input) => fc2.call(_act.call(fc1.call(input)) * scale) + shift;
        public bool HasAbsent => _absent is not null;
    }

    private sealed class Nested : nn.Module<Tensor, Tensor>
    {
        public readonly Net first = new(), second = new();
        public readonly Sequential head = nn.Sequential(nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 1));

        public Nested() : base("nested") => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(first.call(input) + second.call(input));
    }

    private static string[] Names(nn.Module module) => module.named_parameters().Select(p => p.name).ToArray();

    [Fact]
    public void OwnParametersComeFirstAndBuffersLast()
    {
        using var net = new Net();
        Assert.Equal(["scale", "fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"], Names(net));
        Assert.Equal(["scale", "fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias", "shift"], net.state_dict().Keys);
        Assert.Equal(["shift"], net.named_buffers().Select(b => b.name));
        Assert.Equal(["fc1", "fc2", "renamed"], net.named_children().Select(m => m.name));
        Assert.Equal(["scale"], net.named_parameters(recurse: false).Select(p => p.name));
        Assert.False(net.HasAbsent);
    }

    [Fact]
    public void ModulesAreListedChildrenFirstWithoutTheRoot()
    {
        using var nested = new Nested();
        Assert.Equal(
            ["first", "second", "head", "first.fc1", "first.fc2", "first.renamed", "second.fc1", "second.fc2", "second.renamed", "head.0", "head.1", "head.2"],
            nested.named_modules().Select(m => m.name));
        Assert.Equal(3, nested.children().Count());
        Assert.Equal(12, nested.modules().Count());
        var order = new List<nn.Module>();
        nested.apply(order.Add);
        Assert.Same(nested, order[^1]);
        Assert.Equal(13, order.Count);
    }

    [Fact]
    public void PartsAreFoundByPath()
    {
        using var nested = new Nested();
        Assert.Same(nested.first.fc1.weight, nested.get_parameter("first.fc1.weight"));
        Assert.Same(nested.second.shift, nested.get_buffer("second.shift"));
        Assert.True(nested.has_parameter("head.2.bias"));
        Assert.False(nested.has_parameter("head.1.bias"));
        Assert.True(nested.has_buffer("first.shift"));
        Assert.Null(nested.get_parameter("nowhere"));
        using var attention = nn.ModuleDict(("a", (nn.Module)nn.MultiheadAttention(4, 2)));
        Assert.NotNull(attention.get_parameter("a.out_proj.weight"));
    }

    [Fact]
    public void ASharedParameterCountsOnceAndKeepsBothNamesInTheState()
    {
        using var a = nn.Linear(2, 2, hasBias: false);
        using var b = nn.Linear(2, 2, hasBias: false);
        b.weight = a.weight;
        using var both = nn.Sequential(("a", a), ("b", b));
        Assert.Equal(["a.weight"], Names(both));
        Assert.Equal(["a.weight", "b.weight"], both.state_dict().Keys);
    }

    [Fact]
    public void RegistrationRefusesNullsDoublesAndBadNames()
    {
        using var net = new Net();
        Assert.Throws<InvalidOperationException>(() => net.register_module("fc1", nn.Identity()));
        Assert.Throws<InvalidOperationException>(() => net.register_parameter("scale", new Parameter(ones(1))));
        Assert.Throws<InvalidOperationException>(() => net.register_buffer("shift", ones(1)));
        Assert.Throws<ArgumentNullException>(() => net.register_buffer("none", null));
        Assert.Throws<ArgumentNullException>(() => net.register_parameter("none", null));
        Assert.Throws<ArgumentException>(() => net.register_module("a.b", nn.Identity()));
        Assert.Throws<ArgumentException>(() => net.register_module("", nn.Identity()));
        net.register_module("fc1", null);
        Assert.Equal(["scale", "fc2.weight", "fc2.bias"], Names(net));
        Assert.Throws<InvalidOperationException>(() => nn.ReLU().register_module("x", nn.ReLU()));
        Assert.Throws<InvalidOperationException>(() => nn.ReLU().register_buffer("x", ones(1)));
        Assert.Throws<InvalidOperationException>(() => nn.ReLU().register_parameter("x", new Parameter(ones(1))));
    }

    [Fact]
    public void BuffersThatAreNotPersistentStayOutOfTheState()
    {
        using var net = new Net();
        net.register_buffer("cache", ones(3), persistent: false);
        Assert.DoesNotContain("cache", net.state_dict().Keys);
        Assert.Equal(["shift"], net.named_buffers(include_nonpersistent: true).Select(b => b.name));
    }

    [Fact]
    public void TrainAndEvalReachTheWholeTree()
    {
        using var nested = new Nested();
        Assert.True(nested.training);
        nested.eval();
        Assert.All(nested.modules().Append(nested), m => Assert.False(m.training));
        nested.train();
        Assert.All(nested.modules().Append(nested), m => Assert.True(m.training));
    }

    [Fact]
    public void GradientsBecomeNullOrZeros()
    {
        using var net = new Net();
        net.call(rand(5, 3)).sum().backward();
        Assert.All(net.parameters(), p => Assert.NotNull(p.grad));
        net.zero_grad(set_to_none: false);
        Assert.All(net.parameters(), p => Assert.Equal(0, p.grad!.abs().sum().ToSingle()));
        net.zero_grad();
        Assert.All(net.parameters(), p => Assert.Null(p.grad));
    }

    [Fact]
    public void StateIsCopiedIntoTheSameTensors()
    {
        using var source = new Net();
        using var target = new Net();
        var before = target.fc1.weight;
        using var x = rand(5, 3);
        Assert.Empty(target.load_state_dict(source.state_dict()).missing_keys);
        Assert.Same(before, target.fc1.weight);
        Assert.True(source.call(x).allclose(target.call(x)));
        Assert.True(target.fc1.weight.requires_grad);
    }

    [Fact]
    public void AStateOfOtherNamesIsRefusedOrReported()
    {
        using var net = new Net();
        using var other = nn.Linear(3, 4);
        var state = net.state_dict();
        state.Remove("scale");
        state["extra"] = ones(1);
        var fault = Assert.Throws<InvalidOperationException>(() => net.load_state_dict(state));
        Assert.Contains("missing [scale], unexpected [extra]", fault.Message);
        var (missing, unexpected) = net.load_state_dict(state, strict: false);
        Assert.Equal(["scale"], missing);
        Assert.Equal(["extra"], unexpected);
        (missing, unexpected) = net.load_state_dict(state, skip: ["scale", "extra"]);
        Assert.Empty(missing.Concat(unexpected));
    }

    [Fact]
    public void DisposingEndsParametersBuffersAndSubmodules()
    {
        var nested = new Nested();
        var all = nested.state_dict().Values.ToList();
        nested.Dispose();
        nested.Dispose();
        Assert.All(all, t => Assert.True(t.IsInvalid));
    }
}
