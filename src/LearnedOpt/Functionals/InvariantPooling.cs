using LearnedOpt.WeightSpaces;
using static TorchSharp.torch;

namespace LearnedOpt.Functionals;

/// <summary>Maps features on a weight space to a vector that no permutation of the group changes.</summary>
public sealed class InvariantPooling : nn.Module<Tensor, Tensor>
{
    private readonly WeightSpace _space;

    /// <param name="space">The weight space of the features.</param>
    public InvariantPooling(WeightSpace space)
        : base(nameof(InvariantPooling))
    {
        ArgumentNullException.ThrowIfNull(space);
        _space = space;
        RegisterComponents();
    }

    /// <summary>The mean of each channel over each tensor, tensors side by side; 0 for an empty tensor.</summary>
    /// <param name="input">Packed features <c>[batch, channels, elements]</c>.</param>
    /// <returns><c>[batch, tensors * channels]</c>.</returns>
    /// <remarks>With inputs and outputs fixed (<see cref="WeightSpace.Fix"/>) these are NFN's HNP poolings. Reference: Zhou et al., 2023, section 3.</remarks>
    public override Tensor forward(Tensor input)
    {
        FeaturePacking.Check(_space, input);
        return FeaturePacking.Means(_space, input).transpose(1, 2).reshape(input.shape[0], _space.Tensors.Count * input.shape[1]);
    }
}
