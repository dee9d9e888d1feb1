using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Functionals;

/// <summary>Assigns roles to basis terms. Diagonals, transposes and copies between tensors have none: tied layers do not use them.</summary>
public static class TermRoles
{
    /// <summary>Every role: the whole model is read.</summary>
    public static IReadOnlyList<TermRole> All { get; } = Enum.GetValues<TermRole>();

    /// <summary>Roles within a tensor: nothing depends on how tensors are wired to each other.</summary>
    public static IReadOnlyList<TermRole> Own { get; } =
        [TermRole.Identity, TermRole.OwnOut, TermRole.OwnIn, TermRole.OwnSpatial, TermRole.OwnKernel, TermRole.OwnTotal];

    /// <summary>The part that a term plays, or null when a tied layer leaves it out.</summary>
    public static TermRole? Of(BasisTerm term)
    {
        ArgumentNullException.ThrowIfNull(term);
        var (target, source) = (term.Space.Tensors[term.Output], term.Space.Tensors[term.Input]);
        if (term.OutputBlocks.Distinct().Count() < target.Rank || term.InputBlocks.Distinct().Count() < source.Rank)
            return null;
        var links = Links(term);
        var own = term.Output == term.Input;
        if (links.Count == 0)
            return !own ? SharesSymmetry(term) ? TermRole.CoupledTotal : TermRole.OtherTotal
                : target.Rank == 0 ? TermRole.Identity : TermRole.OwnTotal;
        if (own && links.All(link => link.Target == link.Source))
            return OwnRole(target, [.. links.Select(link => link.Target)]);
        return own && links.Any(link => link.Target == link.Source) ? null : CoupledRole(target, source, links);
    }

    private static TermRole? OwnRole(WeightTensor tensor, int[] kept)
    {
        if (kept.Length == tensor.Rank)
            return TermRole.Identity;
        var roles = kept.Select(axis => tensor.Roles[axis]).Distinct().Order().ToArray();
        if (tensor.Roles.Count(roles.Contains) != kept.Length)      // a part of a factored axis
            return null;
        return roles switch
        {
            [AxisRole.Out] => TermRole.OwnOut,
            [AxisRole.In] => TermRole.OwnIn,
            [AxisRole.Spatial] => TermRole.OwnSpatial,
            [AxisRole.Out, AxisRole.In] => TermRole.OwnKernel,
            _ => null,
        };
    }

    private static TermRole? CoupledRole(WeightTensor target, WeightTensor source, List<(int Target, int Source)> links)
    {
        var (to, from) = (target.Roles[links[0].Target], source.Roles[links[0].Source]);
        if (links.Any(link => target.Roles[link.Target] != to || source.Roles[link.Source] != from))
            return null;
        var free = source.Axes.Where((_, axis) => source.Roles[axis] == from && links.All(link => link.Source != axis)).ToHashSet();
        if (target.Axes.Where((_, axis) => target.Roles[axis] == to && links.All(link => link.Target != axis)).Any(free.Contains))
            return null;                                            // more of the two could be matched
        var vector = source.Roles.All(role => role == from);
        return (to, from, vector) switch
        {
            (AxisRole.Spatial, _, _) or (_, AxisRole.Spatial, _) => null,
            (AxisRole.Out, _, true) => TermRole.OutFromVector,
            (AxisRole.Out, AxisRole.Out, _) => TermRole.OutFromOut,
            (AxisRole.Out, _, _) => TermRole.OutFromIn,
            (_, _, true) => TermRole.InFromVector,
            (_, AxisRole.Out, _) => TermRole.InFromOut,
            _ => TermRole.InFromIn,
        };
    }

    private static List<(int Target, int Source)> Links(BasisTerm term)
    {
        var links = new List<(int, int)>();
        for (var axis = 0; axis < term.InputBlocks.Count; axis++)
        {
            for (var target = 0; target < term.OutputBlocks.Count; target++)
            {
                if (term.OutputBlocks[target] == term.InputBlocks[axis])
                    links.Add((target, axis));
            }
        }

        return links;
    }

    private static bool SharesSymmetry(BasisTerm term)
    {
        foreach (var symmetry in term.Space.AxisSymmetries(term.Output))
        {
            if (term.Space.AxisSymmetries(term.Input).Contains(symmetry))
                return true;
        }

        return false;
    }
}
