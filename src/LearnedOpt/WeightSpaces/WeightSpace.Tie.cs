namespace LearnedOpt.WeightSpaces;

public sealed partial class WeightSpace
{
    private readonly ModuleWiring? _wiring;

    internal WeightSpace(IEnumerable<WeightTensor> tensors, IEnumerable<WeightTensor> buffers, ModuleWiring wiring)
        : this(tensors, buffers) => _wiring = wiring;

    /// <summary>The wiring from which a module's space was resolved; null for a space built by hand.</summary>
    internal ModuleWiring? Wiring => _wiring;

    /// <summary>What could not be decided when the space was derived, one line each; those axes are independent.</summary>
    public IReadOnlyList<string> Notes => _wiring?.Notes ?? [];

    /// <summary>
    /// Declares that ends of modules hold the same units, where a custom <c>forward</c> hides it:
    /// <c>space = space.Tie("conv1.out", "bn1", "conv2.in");</c>
    /// </summary>
    /// <param name="ends">
    /// <c>module.in</c> or <c>module.out</c>, the bare name of a norm, or <c>parameter[dimension]</c> for a free parameter. An end with k
    /// times as many units as another is that other after a flatten over k positions.
    /// </param>
    /// <returns>A new space; this one does not change.</returns>
    /// <exception cref="WeightSpaceException">An end is unknown, sizes do not fit, or this space was not derived from a module.</exception>
    public WeightSpace Tie(params string[] ends)
    {
        ArgumentNullException.ThrowIfNull(ends);
        if (ends.Length < 2)
            throw new WeightSpaceException($"Tie needs two ends or more; received {ends.Length}. Undeclared ends are independent already.");
        var wiring = CloneWiring();
        wiring.Tie(wiring.Locate(ends[0]), [.. ends.Skip(1).Select(wiring.Locate)]);
        return wiring.Resolve();
    }

    /// <summary>
    /// Declares that an end reads the units of others one after the other (<c>torch.cat</c>):
    /// <c>space = space.TieConcat("fuse.in", "left.out", "right.out");</c>
    /// </summary>
    /// <param name="whole">The end that reads the concatenation.</param>
    /// <param name="parts">The ends that are concatenated, in order.</param>
    /// <returns>A new space; this one does not change.</returns>
    /// <exception cref="WeightSpaceException">An end is unknown, sizes do not add up, or this space was not derived from a module.</exception>
    public WeightSpace TieConcat(string whole, params string[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var wiring = CloneWiring();
        wiring.TieConcat(wiring.Locate(whole), [.. parts.Select(wiring.Locate)]);
        return wiring.Resolve();
    }

    private ModuleWiring CloneWiring() => _wiring?.Clone()
        ?? throw new WeightSpaceException("only a space derived from a module has ends to tie; this one was built by hand. Give its axes one Symmetry instead.");
}
