using LearnedOpt.Functionals;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Benchmarks.Kernels;

/// <summary>
/// A functional as its definition reads, y = sum over terms of matrix^T E(x), with torch operators: every term is reduced,
/// broadcast to the output's shape, multiplied by its matrix there, and added. What the others are measured against.
/// </summary>
internal sealed class TermByTermTorch : IDisposable
{
    private readonly FunctionalModel model;
    private readonly Tensor[][] matrices;
    private readonly Tensor[][] biases;

    public TermByTermTorch(FunctionalModel model, float[] theta)
    {
        this.model = model;
        using var weights = tensor(theta);
        matrices = [.. model.Layers.Select(layer => Enumerable.Range(0, layer.Plan.Coefficients.MatrixCount).Select(matrix =>
        {
            Coefficients c = layer.Plan.Coefficients;
            using var flat = weights.narrow(0, layer.ThetaOffset + c.MatrixOffset(matrix), c.InputChannels * c.OutputChannels);
            using var square = flat.reshape(c.InputChannels, c.OutputChannels);
            using var transposed = square.t();
            return transposed.contiguous();                                         // [out, in]
        }).ToArray())];
        biases = [.. model.Layers.Select(layer => model.Space.Tensors.Select((_, t) =>
        {
            using var flat = weights.narrow(0, layer.ThetaOffset + layer.Plan.Coefficients.BiasOffset(t), layer.Plan.Coefficients.OutputChannels);
            return flat.clone();
        }).ToArray())];
    }

    /// <param name="features">For each tensor [channels, shape].</param>
    /// <returns>For each tensor [channels, shape], in the caller's dispose scope.</returns>
    public Tensor[] Evaluate(Tensor[] features)
    {
        for (int i = 0; i < model.Layers.Count; i++)
            features = Layer(i, features);
        return features;
    }

    public void Dispose()
    {
        foreach (Tensor tensor in matrices.Concat(biases).SelectMany(list => list))
            tensor.Dispose();
    }

    private Tensor[] Layer(int index, Tensor[] x)
    {
        Coefficients layer = model.Layers[index].Plan.Coefficients;
        Tensor[] y = [.. model.Space.Tensors.Select((tensor, t) => biases[index][t]
            .reshape([layer.OutputChannels, .. tensor.Shape.Select(_ => 1L)])
            .expand([layer.OutputChannels, .. tensor.Shape]).clone())];
        foreach (TermUse use in layer.Terms)
            Add(use.Term, x[use.Term.Input], matrices[index][use.Matrix], y[use.Term.Output]);
        return model.Layers[index].Rectify ? [.. y.Select(tensor => tensor.relu())] : y;
    }

    private static void Add(BasisTerm term, Tensor x, Tensor matrix, Tensor y)
    {
        var (source, labels) = Diagonals(x, term.InputBlocks);
        long[] free = [.. labels.Select((label, axis) => (label, axis)).Where(at => !term.OutputBlocks.Contains(at.label)).Select(at => at.axis + 1L)];
        Tensor reduced = free.Length == 0 ? source : source.mean(free);
        int[] kept = [.. labels.Where(label => term.OutputBlocks.Contains(label))];
        var (target, places) = Diagonals(y, term.OutputBlocks);
        long[] order = [.. places.Where(kept.Contains).Select(label => Array.IndexOf(kept, label) + 1L)];
        long channels = reduced.shape[0];
        Tensor moved = reduced.permute([0, .. order])
            .reshape([channels, .. places.Select((label, axis) => kept.Contains(label) ? target.shape[axis + 1] : 1L)])
            .expand([channels, .. target.shape.Skip(1)]).reshape(channels, -1);
        target.add_(matrix.matmul(moved).reshape(target.shape));
    }

    /// <summary>A view with one axis for each block: diagonals where axes share one.</summary>
    private static (Tensor View, List<int> Labels) Diagonals(Tensor x, IReadOnlyList<int> blocks)
    {
        var labels = blocks.ToList();
        for (int first = 0; first < labels.Count; first++)
        {
            int second = labels.IndexOf(labels[first], first + 1);
            if (second < 0)
                continue;
            x = x.diagonal(0, first + 1, second + 1);
            int label = labels[first];
            labels.RemoveAt(second);
            labels.RemoveAt(first);
            labels.Add(label);
            first = -1;
        }

        return (x, labels);
    }
}
