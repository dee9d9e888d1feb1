using LearnedOpt.Numerics;
using LearnedOpt.Tasks.Populations;
using LearnedOpt.WeightSpaces;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Images;

/// <summary>
/// A perceptron with ReLU hidden layers that classifies flattened images: softmax cross-entropy, mini-batches from
/// shuffled epochs. With one hidden layer of 32 on 8 x 8 images it is the MLP problem of the UNF paper.
/// </summary>
public sealed class ImageMlpTask : ITask
{
    private readonly ImageTensors _images;
    private readonly int _batch, _layers;

    /// <param name="name">Registry name.</param>
    /// <param name="images">Standardised images; disposed with the task.</param>
    /// <param name="hidden">Widths of the hidden layers.</param>
    /// <param name="batch">Examples a step.</param>
    public ImageMlpTask(string name, ImageTensors images, IReadOnlyList<int> hidden, int batch)
    {
        (Name, _images, _batch, _layers) = (name, images, batch, hidden.Count + 1);
        int[] widths = [images.Features, .. hidden, images.Classes];
        Symmetry[] units = [.. widths.Select((width, layer) => new Symmetry(
            layer == 0 ? "pixels" : layer == _layers ? "classes" : $"hidden{layer}", width,
            layer == 0 || layer == _layers ? SymmetryKind.Boundary : SymmetryKind.Hidden))];
        Parameters = [.. Enumerable.Range(0, _layers).SelectMany(layer => new[]
        {
            new TaskParameter($"layer{layer}.weight", widths[layer + 1], widths[layer]),
            new TaskParameter($"layer{layer}.bias", widths[layer + 1]),
        })];
        Space = new WeightSpace(Enumerable.Range(0, _layers).SelectMany(layer => new[]
        {
            new WeightTensor($"layer{layer}.weight", units[layer + 1], units[layer]),
            new WeightTensor($"layer{layer}.bias", units[layer + 1]),
        }));
    }

    public string Name { get; }
    public string DataSource => _images.Source;
    public IReadOnlyList<TaskParameter> Parameters { get; }
    public WeightSpace Space { get; }
    public double UninformedLoss => Math.Log(_images.Classes);
    public int ChunkSize => 8;

    public void Initialize(CounterRandom random, int parameter, Span<float> values) =>
        DenseLayers.FanInUniform(random.At((ulong)parameter), Parameters[parameter - parameter % 2].Shape[1], values);

    public TaskBatch Sample(DataSplit split, ReadOnlySpan<CounterRandom> streams, ReadOnlySpan<long> steps) =>
        _images.Sample(split, streams, steps, _batch);

    public Tensor Loss(IReadOnlyList<Tensor> parameters, TaskBatch batch)
    {
        var x = batch.Inputs; // [particles, batch, features]
        for (var layer = 0; layer < _layers; layer++)
        {
            x = DenseLayers.Linear(x, parameters[2 * layer], parameters[2 * layer + 1]);
            if (layer < _layers - 1) x = x.relu();
        }

        return DenseLayers.CrossEntropy(x, batch.Targets);
    }

    public void Dispose() => _images.Dispose();
}
