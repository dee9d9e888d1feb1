using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Compat.Tests.UserCode;

/// <summary>A user's program: a convolutional classifier with batch norm, dropout, Adam and a step schedule.</summary>
[Collection(Seeded.Name)]
public sealed class ImageClassifierTests
{
    private sealed class Net : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> features, classifier;

        public Net(string name, int classes) : base(name)
        {
            features = Sequential(
                ("conv1", Conv2d(1, 8, 3, padding: 1)),
                ("bn1", BatchNorm2d(8)),
                ("relu1", ReLU()),
                ("pool1", MaxPool2d(2)),
                ("conv2", Conv2d(8, 16, 3, stride: 1, padding: 1, bias: false)),
                ("bn2", BatchNorm2d(16)),
                ("relu2", ReLU()),
                ("pool2", AdaptiveAvgPool2d(new long[] { 2, 2 })));
            classifier = Sequential(Flatten(), Linear(16 * 2 * 2, 32), ReLU(), Dropout(0.2), Linear(32, classes));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => classifier.call(features.call(input)); // [batch, classes]
    }

    /// <summary>Bars: class 0 horizontal, 1 vertical, 2 diagonal, 3 none; with noise. [n, 1, 8, 8] and [n].</summary>
    private static (Tensor images, Tensor labels) Bars(int count)
    {
        var labels = arange(count).remainder(4); // [n]
        var images = randn(count, 1, 8, 8) * 0.3;
        for (var i = 0; i < count; i++)
        {
            var at = i / 4 % 8;
            switch (i % 4)
            {
                case 0: images[i, 0, at] += 1; break;
                case 1: images[i, 0, TensorIndex.Colon, at] += 1; break;
                case 2: images[i, 0] += eye(8).roll(at, 1); break;
            }
        }
        return (images, labels);
    }

    private static (double loss, double accuracy) Test(Module<Tensor, Tensor> model, Tensor images, Tensor labels)
    {
        model.eval();
        using var off = no_grad();
        using var scope = NewDisposeScope();
        var prediction = model.call(images);
        var loss = functional.cross_entropy(prediction, labels).ToSingle();
        var right = prediction.argmax(1).eq(labels).sum().ToInt64();
        return (loss, right / (double)labels.shape[0]);
    }

    [Fact]
    public void LearnsBars()
    {
        random.manual_seed(1);
        set_num_threads(1);
        using var model = new Net("bars", 4);
        Assert.Equal(8 * 9 + 8 + 16 + 16 * 8 * 9 + 32 + 32 * 64 + 32 + 4 * 32 + 4, model.parameters().Sum(p => p.numel()));
        Assert.Contains("features.bn1.running_mean", model.state_dict().Keys);

        var (images, labels) = Bars(128);
        var (testImages, testLabels) = Bars(64);
        var before = Test(model, testImages, testLabels);

        using var loss = CrossEntropyLoss();
        using var optimizer = optim.Adam(model.parameters(), lr: 0.01, weight_decay: 1e-4);
        var scheduler = optim.lr_scheduler.StepLR(optimizer, step_size: 5, gamma: 0.5);
        var losses = new List<double>();
        for (var epoch = 0; epoch < 12; epoch++)
        {
            model.train();
            using var order = randperm(128);
            for (var start = 0; start < 128; start += 32)
            {
                using var scope = NewDisposeScope();
                var batch = order[start..(start + 32)];
                optimizer.zero_grad();
                var output = loss.call(model.call(images[batch]), labels[batch]);
                output.backward();
                optimizer.step();
                losses.Add(output.item<float>());
                scope.DisposeEverything();
            }
            scheduler.step();
        }

        Assert.Equal(0.01 * 0.25, optimizer.ParamGroups.First().LearningRate, 12);
        Assert.True(losses.TakeLast(4).Average() < losses.Take(4).Average() / 2, $"{losses.Take(4).Average()} -> {losses.TakeLast(4).Average()}");
        var after = Test(model, testImages, testLabels);
        Assert.True(after.loss < before.loss && after.accuracy > 0.8, $"{after}");
    }

    [Fact]
    public void SavesLoadsAndEvaluatesAlike()
    {
        using var model = new Net("one", 4);
        using var other = new Net("two", 4);
        var (images, labels) = Bars(16);
        model.train();
        using (model.call(images)) { }
        var path = Path.GetTempFileName();
        try
        {
            model.save(path);
            other.load(path);
        }
        finally
        {
            File.Delete(path);
        }
        Assert.Equal(Test(model, images, labels), Test(other, images, labels));
        Assert.Equal(1, other.state_dict()["features.bn2.num_batches_tracked"].ToInt64());
        Assert.False(other.training);
        using var a = other.call(images);
        other.train();
        using var b = other.call(images);
        Assert.False(a.allclose(b));
    }

    /// <summary>Fine-tuning: everything but the classifier is frozen and stays as it was.</summary>
    [Fact]
    public void FrozenLayersStay()
    {
        random.manual_seed(2);
        using var model = new Net("frozen", 4);
        var (images, labels) = Bars(32);
        foreach (var (name, parameter) in model.named_parameters())
            parameter.requires_grad = name.StartsWith("classifier");
        var kept = model.state_dict().ToDictionary(e => e.Key, e => e.Value.clone());
        using var optimizer = optim.SGD(model.parameters().Where(p => p.requires_grad), 0.1, momentum: 0.9);
        for (var step = 0; step < 3; step++)
        {
            optimizer.zero_grad();
            using var loss = functional.cross_entropy(model.call(images), labels);
            loss.backward();
            optimizer.step();
        }
        foreach (var (name, parameter) in model.named_parameters())
            Assert.Equal(name.StartsWith("features"), parameter.equal(kept[name]).all().ToBoolean());
        Assert.Null(model.get_parameter("features.conv1.weight").grad);
    }
}
