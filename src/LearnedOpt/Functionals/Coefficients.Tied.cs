using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Functionals;

public sealed partial class Coefficients
{
    /// <summary>Biases of a tied layer: for matrices, for tensors with spatial axes, for vectors, for scalars.</summary>
    public const int TiedBiasCount = 4;

    /// <summary>
    /// Terms of one <see cref="TermRole"/> share a matrix, and within one output tensor they are averaged, so that
    /// magnitudes do not grow with the number of tensors. Theta has one size for every model:
    /// <c>theta = roles * c_in * c_out + 4 * c_out</c>. Equals a full layer with repeated matrices.
    /// </summary>
    /// <param name="space">The weight space.</param>
    /// <param name="inputChannels">c_in.</param>
    /// <param name="outputChannels">c_out.</param>
    /// <param name="roles">The roles used, in the order of their matrices; default <see cref="TermRoles.All"/>.</param>
    public static Coefficients Tied(WeightSpace space, int inputChannels, int outputChannels, IReadOnlyList<TermRole>? roles = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        roles ??= TermRoles.All;
        var matrixOf = roles.Select((role, index) => (role, index)).ToDictionary(pair => pair.role, pair => pair.index);
        var terms = new List<TermUse>();
        for (var output = 0; output < space.Tensors.Count; output++)
        {
            var into = new List<TermUse>();
            for (var input = 0; input < space.Tensors.Count; input++)
            {
                foreach (var term in Matchings(space, output, input))
                {
                    if (TermRoles.Of(term) is { } role && matrixOf.TryGetValue(role, out var matrix))
                        into.Add(new TermUse(term, matrix, 1));
                }
            }

            var sources = into.GroupBy(use => use.Matrix).ToDictionary(group => group.Key, group => group.Count());
            terms.AddRange(into.Select(use => use with { Scale = 1f / sources[use.Matrix] }));
        }

        return new Coefficients(
            space, inputChannels, outputChannels, terms, [.. Enumerable.Repeat(roles.Count, roles.Count)], [.. space.Tensors.Select(BiasKind)], TiedBiasCount);
    }

    private static int BiasKind(WeightTensor tensor) =>
        tensor.Rank == 0 ? 3
        : tensor.Roles.Contains(AxisRole.Spatial) ? 1
        : tensor.Roles.Distinct().Count() == 1 ? 2
        : 0;

    // The terms without diagonals: each output axis is linked to a free input axis of its symmetry, or to none.
    private static IEnumerable<BasisTerm> Matchings(WeightSpace space, int output, int input)
    {
        var (targets, sources) = (space.AxisSymmetries(output).ToArray(), space.AxisSymmetries(input).ToArray());
        var blocks = new int[targets.Length + sources.Length];
        for (var axis = 0; axis < blocks.Length; axis++)
            blocks[axis] = axis < targets.Length ? axis : -1;
        return Link(0);

        IEnumerable<BasisTerm> Link(int axis)
        {
            if (axis == targets.Length)
            {
                var (labels, next) = ((int[])blocks.Clone(), targets.Length);
                for (var source = targets.Length; source < labels.Length; source++)
                {
                    if (labels[source] < 0)
                        labels[source] = next++;
                }

                yield return new BasisTerm(space, output, input, labels);
                yield break;
            }

            for (var source = -1; source < sources.Length; source++)
            {
                if (source >= 0 && (sources[source] != targets[axis] || blocks[targets.Length + source] >= 0))
                    continue;
                if (source >= 0)
                    blocks[targets.Length + source] = axis;
                foreach (var term in Link(axis + 1))
                    yield return term;
                if (source >= 0)
                    blocks[targets.Length + source] = -1;
            }
        }
    }
}
