using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Networks;

namespace LearnedOpt.Tasks.Images;

/// <summary>Problems on images, by name.</summary>
internal static class ImageTasks
{
    public static IEnumerable<KeyValuePair<string, TaskFactory>> All { get; } = new Dictionary<string, TaskFactory>
    {
        // The paper's: one hidden layer of 32 on 8 x 8 images.
        ["mlp/mnist-8"] = request => Mlp(request, "mnist", 8, [32]),
        ["mlp/fashion-8"] = request => Mlp(request, "fashion-mnist", 8, [32]),

        // The paper's: 16 and 32 channels on 16 x 16 colour images.
        ["cnn/cifar-16"] = request => Classify(request, "cifar-10", 16, flat: false, sequential: true,
            images => new ConvNetwork((int)images.Shape[0], [16, 32], images.Classes)),
    };

    private static NetworkTask Mlp(TaskRequest request, string data, int size, int[] hidden) =>
        Classify(request, data, size, flat: true, sequential: false, images => new MlpNetwork(images.Features, hidden, images.Classes));

    private static NetworkTask Classify(TaskRequest request, string data, int size, bool flat, bool sequential, Func<ImageTensors, INetwork> network)
    {
        var batch = request.Count("batch", 128);
        var images = ImageTensors.Load(request.Folder, new ImageRequest(request.Word("data", data), size), flat);
        return new NetworkTask(request.Text, new ImageBatches(images, batch), network(images), new CrossEntropy(images.Classes), sequential ? 2 : 8);
    }
}
