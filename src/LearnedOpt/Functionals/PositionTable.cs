using LearnedOpt.WeightSpaces;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnedOpt.Functionals;

/// <summary>
/// Learned position features: for each symmetry of the chosen kinds, a table <c>[channels, size]</c> that is added to the features along
/// every axis with that symmetry. Kernel taps (Spatial) and inputs and outputs (Boundary) become distinguishable; hidden units stay symmetric.
/// </summary>
/// <remarks>Its size depends on the architecture. Reference: Zhou et al., 2023, input/output encoding; the sinusoidal form is <see cref="PositionFeatures"/>.</remarks>
public sealed class PositionTable : nn.Module<Tensor, Tensor>
{
    private readonly WeightSpace _space;
    private readonly Dictionary<int, Parameter> _tables = [];

    /// <param name="space">The weight space of the features.</param>
    /// <param name="channels">Channels of the features.</param>
    /// <param name="kinds">Which symmetries to break, for example <c>[SymmetryKind.Spatial]</c>.</param>
    /// <param name="scale">Standard deviation of the initial values; the paper's code has 0.17.</param>
    public PositionTable(WeightSpace space, int channels, IReadOnlyList<SymmetryKind> kinds, double scale = 0.17)
        : base(nameof(PositionTable))
    {
        ArgumentNullException.ThrowIfNull(space);
        _space = space;
        for (var index = 0; index < space.Symmetries.Count; index++)
        {
            if (!kinds.Contains(space.Symmetries[index].Kind))
                continue;
            _tables[index] = (Parameter)new Parameter(randn(channels, space.Symmetries[index].Size) * scale).DetachFromDisposeScope();
            register_parameter($"table{index}", _tables[index]);
        }

        RegisterComponents();
    }

    /// <summary>Adds the tables.</summary>
    /// <param name="input">Packed features <c>[batch, channels, elements]</c>.</param>
    /// <returns>The same shape.</returns>
    public override Tensor forward(Tensor input)
    {
        var features = FeaturePacking.Unpack(_space, input);
        for (var t = 0; t < features.Length; t++)
        {
            var axes = _space.AxisSymmetries(t);
            for (var axis = 0; axis < axes.Length; axis++)
            {
                if (!_tables.TryGetValue(axes[axis], out var table))
                    continue;
                var shape = Enumerable.Repeat(1L, axes.Length + 1).ToArray();
                (shape[0], shape[axis + 1]) = (table.shape[0], table.shape[1]);
                features[t] = features[t] + table.reshape(shape);
            }
        }

        return FeaturePacking.Pack(_space, features);
    }
}
