using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Functionals;

public sealed partial class Coefficients
{
    /// <summary>
    /// One matrix for each basis term and one bias for each tensor: every equivariant linear map, tied to one architecture.
    /// <c>theta = Basis.Count(space) * c_in * c_out + tensors * c_out</c>
    /// </summary>
    /// <remarks>Reference: Zhou, Finn and Harrison, 2024, theorem 3.3.</remarks>
    public static Coefficients Full(WeightSpace space, int inputChannels, int outputChannels)
    {
        ArgumentNullException.ThrowIfNull(space);
        var (terms, fanIn) = (new List<TermUse>(), new List<int>());
        for (var output = 0; output < space.Tensors.Count; output++)
        {
            foreach (var term in Basis.TermsInto(space, output))
                terms.Add(new TermUse(term, terms.Count, 1));
            fanIn.AddRange(Enumerable.Repeat(terms.Count - fanIn.Count, terms.Count - fanIn.Count));
        }

        return new Coefficients(space, inputChannels, outputChannels, terms, [.. fanIn], [.. Enumerable.Range(0, space.Tensors.Count)], space.Tensors.Count);
    }

    /// <summary>
    /// One matrix and one bias for all tensors, applied to each element on its own: what the paper calls deep set.
    /// <c>theta = c_in * c_out + c_out</c>
    /// </summary>
    public static Coefficients Pointwise(WeightSpace space, int inputChannels, int outputChannels)
    {
        ArgumentNullException.ThrowIfNull(space);
        var terms = space.Tensors.Select((tensor, index) => new TermUse(BasisTerm.Identity(space, index), 0, 1)).ToList();
        return new Coefficients(space, inputChannels, outputChannels, terms, [1], new int[space.Tensors.Count], 1);
    }
}
