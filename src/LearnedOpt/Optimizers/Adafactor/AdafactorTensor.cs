using LearnedOpt.Kernels;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>Where one tensor's state lies, and how it is factored.</summary>
internal sealed class AdafactorTensor
{
    /// <param name="tensor">The tensor.</param>
    /// <param name="stateOffset">Where its state begins.</param>
    /// <param name="byPosition">Normalise the matrix [out, in] at each position apart.</param>
    public AdafactorTensor(WeightTensor tensor, long stateOffset, bool byPosition)
    {
        StateOffset = stateOffset;
        SlotStride = FloatBuffer.RoundUp(tensor.Count);
        Moments = FactoredAxes.Of(tensor) is { } axes ? new FactoredMoments(axes) : null;
        MomentsOffset = 4 * SlotStride;
        StateLength = Moments is null ? 7 * SlotStride : MomentsOffset + FloatBuffer.RoundUp(Moments.StateLength);
        long positions = FactoredAxes.ShapeOf(tensor).Skip(2).Aggregate(1L, (product, size) => product * size);
        Positions = byPosition && positions > 1 && tensor.Count > 0 ? new PositionScales((int)positions) : null;
    }

    public long StateOffset { get; }

    public int StateLength { get; }

    public int SlotStride { get; }

    public int MomentsOffset { get; }

    /// <summary>Null for scalars and vectors.</summary>
    public FactoredMoments? Moments { get; }

    /// <summary>Null where the whole tensor is normalised together.</summary>
    public PositionScales? Positions { get; }
}
