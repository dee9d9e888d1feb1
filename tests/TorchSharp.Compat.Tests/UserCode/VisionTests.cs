using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Compat.Tests.UserCode;

/// <summary>Users' programs on images: a residual network, adversarial examples by the sign of the input's gradient.</summary>
[Collection(Seeded.Name)]
public sealed class VisionTests
{
    private sealed class BasicBlock : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> layers, shortcut;

        public BasicBlock(int from, int to, int stride) : base(nameof(BasicBlock))
        {
            layers = Sequential(
                Conv2d(from, to, kernel_size: 3, stride: stride, padding: 1, bias: false), BatchNorm2d(to), ReLU(inplace: true),
                Conv2d(to, to, kernel_size: 3, stride: 1, padding: 1, bias: false), BatchNorm2d(to));
            shortcut = stride == 1 && from == to ? Identity() : Sequential(Conv2d(from, to, kernel_size: 1, stride: stride, bias: false), BatchNorm2d(to));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => layers.call(x).add_(shortcut.call(x)).relu_();
    }

    private static Sequential ResNet() => Sequential(
        ("stem", Conv2d(3, 8, 3, padding: 1)), ("block1", new BasicBlock(8, 8, 1)), ("block2", new BasicBlock(8, 16, 2)),
        ("pool", AdaptiveAvgPool2d(new long[] { 1, 1 })), ("flat", Flatten()), ("head", Linear(16, 3)));

    /// <summary>Each class has one strong colour channel. [n, 3, 8, 8] and [n].</summary>
    private static (Tensor images, Tensor labels) Colours(int count)
    {
        var labels = arange(count).remainder(3);
        return (randn(count, 3, 8, 8) * 0.5 + functional.one_hot(labels, 3).view(count, 3, 1, 1), labels);
    }

    private static void Train(Module<Tensor, Tensor> model, Tensor images, Tensor labels, int steps)
    {
        using var optimizer = optim.SGD(model.parameters(), 0.1, momentum: 0.9, nesterov: true, weight_decay: 5e-4);
        var scheduler = optim.lr_scheduler.OneCycleLR(optimizer, 0.2, total_steps: steps);
        model.train();
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            functional.cross_entropy(model.call(images), labels, label_smoothing: 0.05).backward();
            optimizer.step();
            if (step < steps - 1) scheduler.step();
        }
        model.eval();
    }

    private static double Accuracy(Module<Tensor, Tensor> model, Tensor images, Tensor labels)
    {
        using var off = inference_mode();
        using var scope = NewDisposeScope();
        var (_, predicted) = model.call(images).max(1);
        return predicted.eq(labels).to(float32).mean().ToSingle();
    }

    [Fact]
    public void ResidualNetworkLearnsAndIsFooledByItsGradient()
    {
        random.manual_seed(11);
        set_num_threads(1);
        using var model = ResNet();
        var (images, labels) = Colours(48);
        Train(model, images, labels, 15);
        var plain = Accuracy(model, images, labels);
        Assert.True(plain > 0.9, $"{plain}");

        using var attacked = images.clone().requires_grad_(true);
        functional.cross_entropy(model.call(attacked), labels).backward();
        using var adversarial = (attacked.detach() + 1.5 * attacked.grad!.sign()).clamp(-3, 3);
        Assert.True(Accuracy(model, adversarial, labels) < plain - 0.3);
        Assert.Contains("block2.shortcut.1.running_var", model.state_dict().Keys);
    }

    /// <summary>Half the batch twice gives the gradient of the whole, since the losses are sums.</summary>
    [Fact]
    public void GradientsAddUpOverHalves()
    {
        using var model = Sequential(Conv2d(3, 4, 3), Tanh(), Flatten(), Linear(4 * 36, 3));
        var (images, labels) = Colours(12);
        void Backward(Tensor x, Tensor y)
        {
            using var loss = functional.cross_entropy(model.call(x), y, reduction: Reduction.Sum);
            loss.backward();
        }

        Backward(images, labels);
        var whole = model.parameters().Select(p => p.grad!.clone()).ToList();
        model.zero_grad();
        Assert.All(model.parameters(), p => Assert.Null(p.grad));
        Backward(images[..6], labels[..6]);
        Backward(images[6..], labels[6..]);
        Assert.All(model.parameters().Zip(whole), pair => Assert.True(pair.First.grad!.allclose(pair.Second, 1e-4, 1e-5)));
    }

    [Fact]
    public void DoublePrecisionModelsHoldAndConvert()
    {
        using var model = ResNet().to(float64);
        Assert.All(model.parameters(), p => Assert.Equal(ScalarType.Float64, p.dtype));
        var (images, _) = Colours(3);
        model.eval();
        using var wide = model.call(images.to(float64));
        model.to(float32);
        using var narrow = model.call(images);
        Assert.True(wide.to(float32).allclose(narrow, 1e-4, 1e-5));
    }
}
