using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Networks;

namespace LearnedOpt.Tasks.Images;

/// <summary>Problems on images, by name.</summary>
internal static class ImageTasks
{
    public static IEnumerable<KeyValuePair<string, TaskFactory>> All { get; } = new Dictionary<string, TaskFactory>
    {
        // The paper's MLP: one hidden layer of 32 on 8 x 8 images; and the same on other data.
        ["mlp/mnist-8"] = request => Mlp(request, "mnist", 8, [32]),
        ["mlp/fashion-8"] = request => Mlp(request, "fashion-mnist", 8, [32]),
        ["mlp/cifar-8"] = request => Mlp(request, "cifar-10", 8, [32], grey: true),

        // Wider, deeper, other activations.
        ["mlp/mnist-28-wide"] = request => Mlp(request, "mnist", 28, [128, 128]),
        ["mlp/fashion-8-deep"] = request => Mlp(request, "fashion-mnist", 8, [32, 32, 32, 32]),
        ["mlp/cifar-16-tanh"] = request => Mlp(request, "cifar-10", 16, [64, 64], Activation.Tanh, grey: true),
        ["mlp/mnist-8-gelu"] = request => Mlp(request, "mnist", 8, [64, 64], Activation.Gelu),
        ["mlp/fashion-8-layernorm"] = request => Mlp(request, "fashion-mnist", 8, [64, 64, 64], normalize: true),

        // The paper's CNN: 16 and 32 channels on 16 x 16 colour images.
        ["cnn/cifar-16"] = request =>
        {
            var channels = request.Counts("channels", 16, 32);
            return Classify(request, "cifar-10", 16, isSequential: true, images => new ConvNetwork(images.Channels, channels, images.Classes));
        },
        ["cnn/cifar-16-batchnorm"] = request =>
        {
            var channels = request.Counts("channels", 16, 16, 32);
            return Classify(request, "cifar-10", 16, isSequential: true, images => new ConvNetwork(images.Channels, channels, images.Classes, normalize: true));
        },
        ["resnet/cifar-16"] = request =>
        {
            var channels = request.Counts("channels", 16, 32);
            return Classify(request, "cifar-10", 16, isSequential: true, images => new ResidualNetwork(images.Channels, channels, images.Classes));
        },
        ["vit/cifar-16"] = request =>
        {
            var (width, blocks, heads) = (request.Count("width", 32), request.Count("blocks", 2), request.Count("heads", 4));
            return Classify(request, "cifar-10", 16, isSequential: false,
                images => new VisionTransformer(images.Channels, images.Height, images.Classes, patch: 4, width, blocks, heads), batch: 64);
        },
        ["autoencoder/mnist-8"] = request =>
        {
            var (hidden, activation) = (request.Counts("hidden", 32, 8, 32), request.Choice("activation", Activation.Relu));
            return Reconstruct(request, "mnist", 8, isFlat: true, images => new MlpNetwork(images.PixelsPerImage, hidden, images.PixelsPerImage, activation));
        },
        ["autoencoder/cifar-16-conv"] = request =>
        {
            var channels = request.Counts("channels", 16, 8);
            return Reconstruct(request, "cifar-10", 16, isFlat: false, images => new ConvAutoencoder(images.Channels, channels));
        },
    };

    private static NetworkTask Mlp(TaskRequest request, string data, int size, int[] hidden, Activation activation = Activation.Relu, bool normalize = false, bool grey = false)
    {
        var widths = request.Counts("hidden", hidden);
        activation = request.Choice("activation", activation);
        normalize = request.Choice("norm", normalize ? HiddenNorm.Layer : HiddenNorm.None) == HiddenNorm.Layer;
        return Classify(request, data, size, isSequential: false, images => new MlpNetwork(images.PixelsPerImage, widths, images.Classes, activation, normalize), grey: grey);
    }

    private static NetworkTask Classify(TaskRequest request, string data, int size, bool isSequential, Func<ImageData, INetwork> network, int batch = 128, bool grey = false)
    {
        var images = Load(request, data, size, grey);
        return new NetworkTask(request.Text, new ImageBatches(images, request.Count("batch", batch)), network(images.Train), new CrossEntropy(images.Train.Classes), ChunkSize(isSequential));
    }

    private static NetworkTask Reconstruct(TaskRequest request, string data, int size, bool isFlat, Func<ImageData, INetwork> network)
    {
        var images = Load(request, data, size, grey: false);
        var batches = new ReconstructionBatches(new ImageBatches(images, request.Count("batch", 128)), isFlat);
        return new NetworkTask(request.Text, batches, network(images.Train), new SquaredError(), ChunkSize(!isFlat));
    }

    private static ImageSplits Load(TaskRequest request, string data, int size, bool grey) =>
        DataCache.Shared.Images(request.Folder, new ImageRequest(request.Word("data", data), request.Count("size", size), grey));

    private static int ChunkSize(bool isSequential) => isSequential ? 1 : 8;

    private enum HiddenNorm { None, Layer }
}
