using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Functionals;

/// <summary>Executes one layer's plan with torch operators. Packed features: [particles, channels, elements of all tensors].</summary>
internal sealed class TorchLayer : IDisposable
{
    private readonly LayerPlan _plan;
    private readonly long[] _offsets;
    private readonly int? _shared;
    private readonly IReadOnlyList<TorchMix> _mixes;
    private readonly Dictionary<(string Matrices, DeviceType Device, int Index), Tensor> _indices = [];

    internal TorchLayer(LayerPlan plan)
    {
        _plan = plan;
        _offsets = FeaturePacking.Offsets(plan.Coefficients.Space);
        _shared = SharedIdentity(plan);
        _mixes = _shared is not null && plan.IsPointwise ? [] : TorchMix.Build(plan);
    }

    internal LayerPlan Plan => _plan;

    /// <summary>theta [1 or particles, theta of the layer], features [particles, c_in, elements] to [particles, c_out, elements].</summary>
    internal Tensor Run(Tensor theta, Tensor features)
    {
        var layer = _plan.Coefficients;
        var (cIn, cOut, sets) = (layer.InputChannels, layer.OutputChannels, theta.shape[0]);
        var matrices = theta.narrow(1, 0, layer.MatrixOffset(layer.MatrixCount)).reshape(sets, layer.MatrixCount, cIn, cOut);
        var biases = theta.narrow(1, layer.MatrixOffset(layer.MatrixCount), layer.BiasCount * cOut).reshape(sets, layer.BiasCount, cOut, 1);
        var shared = _shared is { } matrix ? matmul(matrices.select(1, matrix).transpose(1, 2), features) : null;     // [P, c_out, elements]
        if (shared is not null && layer.BiasCount == 1 && _plan.IsPointwise)
            return shared + biases.select(1, 0);

        var tensors = layer.Space.Tensors;
        var inputs = tensors.Select((tensor, index) => View(features, index)).ToArray();                             // [P, c_in, shape]
        var reduced = new Tensor[_plan.Reductions.Count];
        foreach (var reduction in _plan.Reductions)
            reduced[reduction.Index] = Reduce(reduction, reduced, inputs);
        var (stacks, parts) = (new Dictionary<string, Tensor>(), new Dictionary<(int Tensor, int Pattern), Tensor>());
        foreach (var mix in _mixes)
            mix.Run(matrices, reduced, parts);
        var results = new Tensor[tensors.Count];
        foreach (var output in _plan.Outputs)
        {
            var shape = tensors[output.Tensor].Shape;
            var sum = biases.select(1, layer.Bias(output.Tensor)).reshape([sets, cOut, .. Ones(shape.Count)]);
            for (var index = 0; index < output.Patterns.Count; index++)
            {
                var (pattern, contributions) = output.Patterns[index];
                if (parts.TryGetValue((output.Tensor, index), out var part))
                {
                    part = Spread(part, pattern, shape);
                }
                else if (shared is not null && pattern.IsIdentity)
                {
                    part = View(shared, output.Tensor);
                }
                else
                {
                    var sources = contributions.Select(contribution => Average(contribution, reduced)).ToArray();     // [P, c_in, pattern elements] each
                    var stacked = sources.Length == 1 ? sources[0] : cat(sources, 1);                                 // [P, K c_in, pattern elements]
                    part = Spread(matmul(Stack(matrices, contributions, stacks), stacked), pattern, shape);
                }

                sum = sum + part;
            }

            results[output.Tensor] = sum.expand([features.shape[0], cOut, .. shape]).reshape(features.shape[0], cOut, tensors[output.Tensor].Count);
        }

        return cat(results, 2);
    }

    public void Dispose()
    {
        foreach (var index in _indices.Values)
            index.Dispose();
        _indices.Clear();
        foreach (var mix in _mixes)
            mix.Dispose();
    }

    // The one matrix that every tensor's identity has, if so: then one product serves all tensors.
    private static int? SharedIdentity(LayerPlan plan)
    {
        var identities = plan.Outputs.Select(output => output.Patterns.Count > 0 && output.Patterns[^1].Pattern.IsIdentity ? output.Patterns[^1].Contributions : []).ToList();
        var first = identities.FirstOrDefault(list => list.Count == 1)?[0].Matrix;
        var tensor = 0;
        foreach (var contributions in identities)
        {
            if (contributions is not [{ Sources: [{ Scale: 1 } source] } only] || only.Matrix != first || !source.IsAligned
                || !plan.Reductions[source.Reduction].IsIdentity || plan.Reductions[source.Reduction].Pattern.Tensor != tensor++)
                return null;
        }

        return first;
    }

    private Tensor View(Tensor packed, int tensor)
    {
        var description = _plan.Coefficients.Space.Tensors[tensor];
        return packed.narrow(2, _offsets[tensor], description.Count).reshape([packed.shape[0], packed.shape[1], .. description.Shape]);
    }

    private Tensor Reduce(Reduction reduction, Tensor[] reduced, Tensor[] inputs)
    {
        var pattern = reduction.Pattern;
        var source = reduction.Parent < 0 ? inputs[pattern.Tensor] : reduced[reduction.Parent];
        if (reduction.IsIdentity)
            return source;
        if (_plan.Coefficients.Space.Tensors[pattern.Tensor].Count == 0)
            return zeros([source.shape[0], source.shape[1], .. pattern.Shape], dtype: source.dtype, device: source.device);
        if (reduction.Parent >= 0)
        {
            var rank = _plan.Reductions[reduction.Parent].Pattern.Kept;
            return source.mean([.. Enumerable.Range(0, rank).Where(axis => !reduction.ParentAxes.Contains(axis)).Select(axis => (long)axis + 2)]);
        }

        var blocks = pattern.Blocks.ToArray().ToList();
        for (var block = 0; block < pattern.BlockCount; block++)
        {
            while (blocks.IndexOf(block) is var first && blocks.LastIndexOf(block) is var last && first != last)
            {
                source = source.diagonal(0, first + 2, last + 2);                                                     // the diagonal becomes the last axis
                blocks.RemoveAt(last);
                blocks.RemoveAt(first);
                blocks.Add(block);
            }
        }

        long[] averaged = [.. blocks.Index().Where(block => block.Item >= pattern.Kept).Select(block => (long)block.Index + 2)];
        if (averaged.Length > 0)
            source = source.mean(averaged);
        var kept = blocks.Where(block => block < pattern.Kept).ToList();
        return Transpose(source, [.. Enumerable.Range(0, pattern.Kept).Select(block => kept.IndexOf(block))]);
    }

    private Tensor Average(Contribution contribution, Tensor[] reduced)
    {
        var parts = contribution.Sources.Select(source => Transpose(reduced[source.Reduction], source.AxisOrder)).ToArray();
        var scale = contribution.Sources[0].Scale;
        Tensor sum;
        if (contribution.Sources.All(source => source.Scale == scale))
            sum = parts.Length == 1 ? parts[0] : stack(parts).sum(dim: 0);
        else
            (sum, scale) = (parts.Zip(contribution.Sources, (part, source) => part * source.Scale).Aggregate((left, right) => left + right), 1);
        var flat = sum.reshape(sum.shape[0], sum.shape[1], sum.shape.Skip(2).Aggregate(1L, (product, size) => product * size));
        return scale == 1 ? flat : flat * scale;
    }

    // [sets, c_out, K c_in]: the matrices of a pattern's contributions side by side.
    private Tensor Stack(Tensor matrices, IReadOnlyList<Contribution> contributions, Dictionary<string, Tensor> stacks)
    {
        if (contributions.Count == 1)
            return matrices.select(1, contributions[0].Matrix).transpose(1, 2);
        var key = string.Join(",", contributions.Select(contribution => contribution.Matrix));
        if (stacks.TryGetValue(key, out var stacked))
            return stacked;
        var place = (key, matrices.device_type, matrices.device_index);
        if (!_indices.TryGetValue(place, out var index))
        {
            index = tensor(contributions.Select(contribution => (long)contribution.Matrix).ToArray(), device: matrices.device).DetachFromDisposeScope();
            _indices[place] = index;
        }

        var layer = _plan.Coefficients;
        return stacks[key] = matrices.index_select(1, index).reshape(matrices.shape[0], contributions.Count * layer.InputChannels, layer.OutputChannels).transpose(1, 2);
    }

    // [P, c_out, pattern elements] to something that broadcasts to [P, c_out, shape]; zero outside diagonals.
    private static Tensor Spread(Tensor sum, AxisPattern pattern, IReadOnlyList<long> shape)
    {
        var blocks = pattern.Blocks.ToArray();
        var first = Enumerable.Range(0, pattern.BlockCount).Select(block => Array.IndexOf(blocks, block)).ToArray();
        long[] view = [.. blocks.Select((block, axis) => block < pattern.Kept && first[block] == axis ? shape[axis] : 1)];
        sum = sum.reshape([sum.shape[0], sum.shape[1], .. view]);
        for (var axis = 0; axis < blocks.Length; axis++)
        {
            if (first[blocks[axis]] == axis)
                continue;
            long[] mask = Ones(blocks.Length);
            (mask[first[blocks[axis]]], mask[axis]) = (shape[axis], shape[axis]);
            sum = sum * eye(shape[axis], dtype: sum.dtype, device: sum.device).reshape(mask);
        }

        return sum;
    }

    private static Tensor Transpose(Tensor source, IReadOnlyList<int> order) =>
        order.Index().All(pair => pair.Item == pair.Index) ? source : source.permute([0, 1, .. order.Select(axis => (long)axis + 2)]);

    private static long[] Ones(int count) => [.. Enumerable.Repeat(1L, count)];
}
