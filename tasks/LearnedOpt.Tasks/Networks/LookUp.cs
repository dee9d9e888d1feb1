using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Networks;

/// <summary>An embedding for each particle: table <c>[particles, entries, units]</c>.</summary>
internal sealed class LookUp
{
    private readonly int _table;

    public LookUp(ParameterList list, string name, Symmetry entries, Symmetry units, Initializer? initializer = null) =>
        _table = list.AddTable($"{name}.weight", initializer ?? Initializers.Normal(1), entries, units);

    /// <param name="p">All parameters.</param>
    /// <param name="tokens">int64 <c>[particles, ...]</c></param>
    /// <returns><c>[particles, ..., units]</c></returns>
    public Tensor Apply(IReadOnlyList<Tensor> p, Tensor tokens)
    {
        var table = p[_table];
        var (particles, entries) = (table.shape[0], table.shape[1]);
        if (particles > 1)
        {
            // All tables as one: particle i's begins at row i * entries.
            long[] shape = [particles, .. Enumerable.Repeat(1L, (int)tokens.dim() - 1)];
            tokens = tokens + (torch.arange(particles, dtype: ScalarType.Int64, device: tokens.device) * entries).view(shape);
        }

        return table.flatten(0, 1).index(tokens);
    }
}
