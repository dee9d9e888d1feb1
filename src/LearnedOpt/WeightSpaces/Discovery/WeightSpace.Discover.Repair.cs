using static TorchSharp.torch;

namespace LearnedOpt.WeightSpaces;

/// <content>What becomes of ties that verification refutes.</content>
public sealed partial class WeightSpace
{
    // Where forward uses a weight itself, as a decoder that is tied to its encoder does, no hook shows who else holds the units. Ends of as
    // many units are added to the broken symmetry, as few as mend it; if there are several ways, none is taken.
    private static ModuleWiring? Completion(ModuleWiring wiring, WeightSpace space, Symmetry broken, nn.Module<Tensor, Tensor> module, Tensor sample)
    {
        const int most = 4;
        var axis = Enumerable.Range(0, wiring.Axes.Count).FirstOrDefault(index => wiring.Axes[index].Name == broken.Name, -1);
        var held = Holders(wiring, space, broken);
        var free = wiring.Parameters.Where(parameter => !parameter.IsBuffer).SelectMany(parameter => parameter.Axes).Distinct()
            .Where(end => wiring.Axes[end].Size == broken.Size && !held.Contains(end)).ToList();
        if (axis < 0 || free.Count is 0 or > most)
            return null;
        foreach (var count in Enumerable.Range(1, free.Count))
        {
            var found = Enumerable.Range(1, (1 << free.Count) - 1).Where(mask => int.PopCount(mask) == count)
                .Select(mask => free.Where((_, index) => (mask >> index & 1) == 1)).Select(With).OfType<ModuleWiring>().ToList();
            if (found.Count > 0)
                return found.Count == 1 ? found[0] : null;
        }

        return null;

        ModuleWiring? With(IEnumerable<int> ends)
        {
            var copy = wiring.Clone();
            foreach (var end in ends)
            {
                copy.Conceal(end);                                      // what was seen of it outside is to be explained by the tie
                copy.Tie(axis, end, false, $"space.Tie(\"{broken.Name}\", \"{NameOf(end)}\")");
            }

            try
            {
                var whole = copy.Resolve();
                var moved = whole.Symmetries.FirstOrDefault(symmetry => symmetry.Name == broken.Name);
                return moved?.Kind == SymmetryKind.Hidden && !(whole.FirstBroken(module, () => module.call(sample)).Symmetry is { } next && next.Size == broken.Size) ? copy : null;
            }
            catch (WeightSpaceException)
            {
                return null;
            }
        }

        string NameOf(int end)
        {
            if (wiring.Ports.Values.FirstOrDefault(port => port.Axis == end) is { } port)
                return port.Name;
            var owner = wiring.Parameters.First(parameter => parameter.Axes.Contains(end));
            return $"{owner.Name}[{Array.IndexOf(owner.Axes, end)}]";
        }
    }

    // Takes back the ties of a symmetry that verification has refuted; if none is its own, all.
    private static bool Untie(ModuleWiring wiring, WeightSpace space, Symmetry broken)
    {
        var held = Holders(wiring, space, broken);
        return wiring.RemoveTies(tie => tie.Kind != TieKind.Shared && (held.Contains(tie.First) || tie.Others.Any(held.Contains))) > 0
            || wiring.RemoveTies(tie => tie.Kind != TieKind.Shared) > 0;
    }

    // The axes of parameters in which a symmetry lies, alone or as a factor.
    private static HashSet<int> Holders(ModuleWiring wiring, WeightSpace space, Symmetry symmetry)
    {
        var axes = new HashSet<int>();
        foreach (var tensor in space.Tensors.Where(tensor => tensor.Axes.Contains(symmetry)))
        {
            var parameter = wiring.Parameters.Single(parameter => parameter.Name == tensor.View.Parameter);
            axes.UnionWith(parameter.Axes.Where((axis, dimension) =>
                tensor.Rank == parameter.Axes.Length ? tensor.Axes[dimension] == symmetry : wiring.Axes[axis].Size % symmetry.Size == 0));
        }

        return axes;
    }
}
