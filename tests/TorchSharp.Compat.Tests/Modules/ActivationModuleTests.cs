using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Compat.Tests.Modules;

/// <summary>Modules without parameters are their functions; losses too.</summary>
public sealed class ActivationModuleTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    public void Dispose() => _scope.Dispose();

    private static readonly Dictionary<string, (Func<Module<Tensor, Tensor>> make, Func<Tensor, Tensor> function)> s_all = new()
    {
        ["ReLU"] = (() => ReLU(), x => functional.relu(x)),
        ["ReLU6"] = (() => ReLU6(), x => functional.relu6(x)),
        ["LeakyReLU"] = (() => LeakyReLU(), x => functional.leaky_relu(x, 0.01)),
        ["ELU"] = (() => ELU(), x => functional.elu(x, 1)),
        ["CELU"] = (() => CELU(0.5), x => functional.celu(x, 0.5)),
        ["SELU"] = (() => SELU(), x => functional.selu(x)),
        ["GELU"] = (() => GELU(), x => functional.gelu(x)),
        ["GLU"] = (() => GLU(), x => functional.glu(x)),
        ["SiLU"] = (() => SiLU(), x => x * x.sigmoid()),
        ["Mish"] = (() => Mish(), x => x * functional.softplus(x).tanh()),
        ["Softplus"] = (() => Softplus(), x => (x.exp() + 1).log()),
        ["Sigmoid"] = (() => Sigmoid(), x => x.sigmoid()),
        ["LogSigmoid"] = (() => LogSigmoid(), x => x.sigmoid().log()),
        ["Tanh"] = (() => Tanh(), x => x.tanh()),
        ["Hardtanh"] = (() => Hardtanh(), x => x.clamp(-1, 1)),
        ["Hardsigmoid"] = (() => Hardsigmoid(), x => (x / 6 + 0.5).clamp(0, 1)),
        ["Hardswish"] = (() => Hardswish(), x => x * (x / 6 + 0.5).clamp(0, 1)),
        ["Hardshrink"] = (() => Hardshrink(), x => x * (x.abs() > 0.5).to(x.dtype)),
        ["Softshrink"] = (() => Softshrink(), x => x.sign() * (x.abs() - 0.5).clamp_min(0)),
        ["Threshold"] = (() => Threshold(0.1, 7), x => functional.threshold(x, 0.1, 7)),
        ["Softsign"] = (() => Softsign(), x => x / (x.abs() + 1)),
        ["Tanhshrink"] = (() => Tanhshrink(), x => x - x.tanh()),
        ["Softmax"] = (() => Softmax(1), x => x.exp() / x.exp().sum(1, keepdim: true)),
        ["LogSoftmax"] = (() => LogSoftmax(1), x => x - x.exp().sum(1, keepdim: true).log()),
        ["Softmin"] = (() => Softmin(1), x => functional.softmax(-x, 1)),
    };

    public static IEnumerable<object[]> Names => s_all.Keys.Select(k => new object[] { k });

    [Theory, MemberData(nameof(Names))]
    public void AModuleIsItsFunction(string name)
    {
        var x = randn([3, 4], ScalarType.Float64) * 3;
        var module = s_all[name].make();
        Assert.Equal(name, module.GetName());
        Assert.Empty(module.state_dict());
        Assert.True(module.call(x).allclose(s_all[name].function(x), 1e-10, 1e-12));
        Assert.Same(module, module.to(ScalarType.Float32));
    }

    [Theory, MemberData(nameof(Names))]
    public void InPlaceModulesChangeTheirInput(string name)
    {
        var make = typeof(nn).GetMethods().FirstOrDefault(m => m.Name == name && m.GetParameters().LastOrDefault()?.Name == "inplace");
        if (make is null) return;
        var arguments = make.GetParameters().Select(p => p.Name switch { "inplace" => true, "threshold" => 0.1, "value" => 7.0, "alpha" => name == "CELU" ? 0.5 : 1.0, _ => p.DefaultValue }).ToArray();
        var module = (Module<Tensor, Tensor>)make.Invoke(null, arguments)!;
        Assert.True((bool)module.GetType().GetProperty("inplace")!.GetValue(module)!);
        var x = randn([3, 4], ScalarType.Float64) * 3;
        var expected = s_all[name].function(x.clone());
        using (var y = module.call(x)) Assert.True(y.allclose(expected, 1e-10, 1e-12));
        Assert.True(x.allclose(expected, 1e-10, 1e-12));
    }

    [Fact]
    public void LossesPassTheirSettingsOn()
    {
        var (x, y) = (rand(3, 4), rand(3, 4));
        var (logits, classes) = (randn(5, 4), tensor(new long[] { 0, 3, 1, 2, 3 }));
        var weight = tensor(new[] { 1f, 2, 3, 4 });
        void Same(Tensor a, Tensor b) => Assert.True(a.allclose(b), $"{a.ToString(true)} and {b.ToString(true)}");
        Same(MSELoss(Reduction.Sum).call(x, y), ((x - y) * (x - y)).sum());
        Same(L1Loss().call(x, y), (x - y).abs().mean());
        Same(SmoothL1Loss(beta: 0.2).call(x, y), functional.smooth_l1_loss(x, y, beta: 0.2));
        Same(HuberLoss(0.3).call(x, y), functional.huber_loss(x, y, 0.3));
        Same(CrossEntropyLoss(weight, 1, Reduction.Sum).call(logits, classes), functional.cross_entropy(logits, classes, weight, 1, Reduction.Sum));
        Same(new TorchSharp.Modules.CrossEntropyLoss(label_smoothing: 0.1).call(logits, classes), functional.cross_entropy(logits, classes, label_smoothing: 0.1));
        Same(NLLLoss().call(logits.log_softmax(1), classes), CrossEntropyLoss().call(logits, classes));
        Same(BCELoss().call(x, y), -(y * x.log() + (1 - y) * (1 - x).log()).mean());
        Same(BCEWithLogitsLoss(pos_weights: weight).call(x, y), functional.binary_cross_entropy_with_logits(x, y, pos_weights: weight));
        Same(KLDivLoss(log_target: false).call(x.log(), y), (y * (y.log() - x.log())).mean());
        Same(KLDivLoss(reduction: Reduction.Sum).call(x.log(), y.log()), (y * (y.log() - x.log())).sum());
        Same(GaussianNLLLoss().call(x, y, ones(3, 4)), ((x - y) * (x - y) / 2).mean());
        Same(CosineEmbeddingLoss().call(x, y, ones(3)), (1 - functional.cosine_similarity(x, y)).mean());
        Same(TripletMarginLoss().call(x, y, x), (functional.pairwise_distance(x, y) - functional.pairwise_distance(x, x) + 1).mean());
        Same(HingeEmbeddingLoss().call(x, -ones(3, 4)), (1 - x).clamp_min(0).mean());
        Same(MarginRankingLoss(0.1).call(x, y, ones(3, 4)), (y - x + 0.1).clamp_min(0).mean());
    }

    [Fact]
    public void PoolingAndReshapingModulesAreTheirFunctions()
    {
        var x = randn(2, 4, 6, 6);
        void Same(Module<Tensor, Tensor> module, Tensor expected) => Assert.True(module.call(x).allclose(expected), module.GetName());
        Same(MaxPool2d(2), functional.max_pool2d(x, 2));
        Same(MaxPool2d((3, 2), (1, 2), (1, 0)), functional.max_pool2d(x, (3, 2), (1, 2), (1, 0)));
        Same(AvgPool2d(3, stride: 1, padding: 1), functional.avg_pool2d(x, 3, 1, 1));
        Same(AdaptiveAvgPool2d(1), x.mean([2, 3], keepdim: true));
        Same(AdaptiveAvgPool2d((2, 3)), functional.adaptive_avg_pool2d(x, (2, 3)));
        Same(AdaptiveMaxPool2d([1, 1]), x.amax([2, 3], keepdim: true));
        Same(Flatten(), x.reshape(2, -1));
        Same(Unflatten(1, [2, 2]), x.reshape(2, 2, 2, 6, 6));
        Same(PixelShuffle(2), functional.pixel_shuffle(x, 2));
        Same(PixelUnshuffle(2), functional.pixel_unshuffle(x, 2));
        Same(ChannelShuffle(2), x.reshape(2, 2, 2, 6, 6).transpose(1, 2).reshape(2, 4, 6, 6));
        Same(Unfold(2), functional.unfold(x, 2));
        Same(Upsample(scale_factor: [2, 2]), x.repeat_interleave(2, 2).repeat_interleave(2, 3));
        Same(ZeroPad2d(1), functional.pad(x, (1, 1, 1, 1)));
        Same(ConstantPad2d((1, 0, 0, 2), 3), functional.pad(x, (1, 0, 0, 2), value: 3));
        Same(ReflectionPad2d(2), functional.pad(x, (2, 2, 2, 2), PaddingModes.Reflect));
        Same(ReplicationPad2d(2), functional.pad(x, (2, 2, 2, 2), PaddingModes.Replicate));
        Same(Softmax2d(), x.softmax(1));
        Same(Identity(), x);
        var (values, indices) = MaxPool2d(2).forward_with_indices(x);
        Assert.True(x.flatten(2).gather(2, indices.flatten(2)).allclose(values.flatten(2)));
    }
}
