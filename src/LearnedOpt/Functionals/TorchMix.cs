using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Functionals;

/// <summary>
/// All products of a layer between reduced tensors on one symmetry (or between totals), at once: sources stacked, every pattern a
/// weighted sum of them. So the number of operators grows with the symmetries, not with pairs of tensors.
/// </summary>
internal sealed class TorchMix : IDisposable
{
    private const int FewMatrices = 16;
    private readonly Coefficients _layer;
    private readonly int[] _reductions, _matrices;
    private readonly List<(int Tensor, int Pattern)> _targets;
    private readonly List<(int Target, int Source, int Matrix, float Scale)> _entries;
    private readonly Dictionary<(DeviceType Device, int Index, ScalarType Type), Tensor> _constants = [];

    private TorchMix(Coefficients layer, List<(int Tensor, int Pattern)> targets, List<(int Target, int Reduction, int Matrix, float Scale)> entries)
    {
        (_layer, _targets) = (layer, targets);
        _reductions = [.. entries.Select(entry => entry.Reduction).Distinct().Order()];
        _matrices = [.. entries.Select(entry => entry.Matrix).Distinct().Order()];
        _entries = [.. entries.Select(entry => entry with { Reduction = Array.IndexOf(_reductions, entry.Reduction) })];
    }

    /// <summary>Groups the patterns that keep no axis, and for each symmetry those that keep one.</summary>
    internal static IReadOnlyList<TorchMix> Build(LayerPlan plan)
    {
        var space = plan.Coefficients.Space;
        var patterns = plan.Outputs.SelectMany(output => output.Patterns.Select((pattern, index) => (output.Tensor, Index: index, Plan: pattern)))
            .Where(pattern => pattern.Plan.Pattern.Kept <= 1);
        return [.. patterns
            .GroupBy(pattern => pattern.Plan.Pattern.Kept == 0 ? -1 : space.AxisSymmetries(pattern.Tensor)[pattern.Plan.Pattern.Blocks.IndexOf(0)])
            .Select(group => new TorchMix(
                plan.Coefficients,
                [.. group.Select(pattern => (pattern.Tensor, pattern.Index))],
                [.. group.SelectMany((pattern, target) => pattern.Plan.Contributions.SelectMany(contribution => contribution.Sources.Select(source => (target, source.Reduction, contribution.Matrix, source.Scale))))]))];
    }

    /// <summary>The sum of contributions of each pattern, [particles, c_out, pattern elements], by tensor and pattern number.</summary>
    internal void Run(Tensor matrices, Tensor[] reduced, Dictionary<(int Tensor, int Pattern), Tensor> parts)
    {
        var sources = stack(_reductions.Select(reduction => reduced[reduction].reshape(reduced[reduction].shape[0], _layer.InputChannels, -1)), 1);       // [P, R, c_in, n]
        var (particles, units) = (sources.shape[0], sources.shape[3]);
        var constant = Constant(matrices);
        Tensor sums;                                                                                                                                      // [P, Z, c_out, n]
        if (_matrices.Length <= FewMatrices)
        {
            // constant [K Z, R]: for each matrix, the weight of each source in each target.
            var mixed = matmul(constant, sources.reshape(particles, _reductions.Length, _layer.InputChannels * units));                                   // [P, K Z, c_in n]
            mixed = mixed.reshape(particles, _matrices.Length, _targets.Count, _layer.InputChannels, units).transpose(1, 2)
                .reshape(particles, _targets.Count, _matrices.Length * _layer.InputChannels, units);                                                      // [P, Z, K c_in, n]
            var side = cat([.. _matrices.Select(matrix => matrices.select(1, matrix))], 1).transpose(1, 2).unsqueeze(1);                                  // [sets, 1, c_out, K c_in]
            sums = matmul(side, mixed);
        }
        else
        {
            // constant [Z R]: the matrix of each target and source.
            var sets = matrices.shape[0];
            var weights = matrices.index_select(1, constant).reshape(sets, _targets.Count, _reductions.Length * _layer.InputChannels, _layer.OutputChannels)
                .transpose(2, 3).reshape(sets, _targets.Count * _layer.OutputChannels, _reductions.Length * _layer.InputChannels);
            sums = matmul(weights, sources.reshape(particles, _reductions.Length * _layer.InputChannels, units)).reshape(particles, _targets.Count, _layer.OutputChannels, units);
        }

        for (var target = 0; target < _targets.Count; target++)
            parts[_targets[target]] = sums.select(1, target);
    }

    public void Dispose()
    {
        foreach (var constant in _constants.Values)
            constant.Dispose();
        _constants.Clear();
    }

    private Tensor Constant(Tensor like)
    {
        // Not by the device itself: two objects of one device are not equal.
        var key = (like.device_type, like.device_index, like.dtype);
        if (_constants.TryGetValue(key, out var constant))
            return constant;
        if (_matrices.Length <= FewMatrices)
        {
            var weights = new float[_matrices.Length * _targets.Count * _reductions.Length];
            foreach (var (target, source, matrix, scale) in _entries)
                weights[(Array.IndexOf(_matrices, matrix) * _targets.Count + target) * _reductions.Length + source] += scale;
            constant = tensor(weights).reshape(_matrices.Length * _targets.Count, _reductions.Length).to(like.dtype).to(like.device);
        }
        else
        {
            // With many matrices the coefficients are full: every target has every source once.
            var indices = new long[_targets.Count * _reductions.Length];
            foreach (var (target, source, matrix, _) in _entries)
                indices[target * _reductions.Length + source] = matrix;
            constant = tensor(indices).to(like.device);
        }

        return _constants[key] = constant.DetachFromDisposeScope();
    }
}
