using LearnedOpt.Functionals;

namespace LearnedOpt.Kernels.Plans;

/// <summary>How one reduction follows from sums: values[c][place of i] = factor * sum of source[c][i].</summary>
internal sealed unsafe class PlannedReduction
{
    private readonly FloatBuffer source;
    private readonly int sourceCount;
    private readonly int[]? places;
    private readonly float factor;
    private readonly bool isSum;

    /// <param name="pattern">What is computed.</param>
    /// <param name="values">Where it goes, [channels, Stride].</param>
    /// <param name="source">What it is computed from; may be <paramref name="values"/> itself.</param>
    /// <param name="sourceCount">Entries of a channel of the source.</param>
    /// <param name="places">For each entry of the source its place, or null when they correspond one to one.</param>
    /// <param name="isSum">True when the source holds sums over elements (not yet scaled), false when it holds means.</param>
    /// <param name="visited">Elements of the tensor that take part; default: for sums all, for means all of the source.</param>
    public PlannedReduction(AxisPattern pattern, FloatBuffer values, FloatBuffer source, int sourceCount, int[]? places, bool isSum, long visited = -1)
    {
        (Tensor, Count, Values) = (pattern.Tensor, (int)pattern.Count, values);
        (this.source, this.sourceCount, this.isSum) = (source, sourceCount, isSum);
        this.places = places is null || Places.IsIdentity(places) ? null : places;
        long entries = visited >= 0 ? visited : sourceCount;
        factor = entries == 0 ? 0f : (float)((double)Count / entries);
    }

    public int Tensor { get; }

    /// <summary>Entries of a channel.</summary>
    public int Count { get; }

    public FloatBuffer Values { get; }

    /// <summary>Floats between channels.</summary>
    public int Stride => FloatBuffer.RoundUp(Count);

    public void Finish(int channels, float* scales)
    {
        int sourceStride = FloatBuffer.RoundUp(sourceCount);
        for (int c = 0; c < channels; c++)
        {
            float* target = Values.Pointer + ((long)c * Stride);
            float* from = source.Pointer + ((long)c * sourceStride);
            float times = factor * (isSum && scales != null ? scales[c] : 1f);
            if (places is null)
            {
                SpanMath.Scale(target, from, sourceCount, times);
                continue;
            }

            new Span<float>(target, Count).Clear();
            SpanMath.Scatter(target, from, places, times);
        }
    }
}
