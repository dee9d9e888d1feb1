using LearnedOpt.Functionals;

namespace LearnedOpt.Kernels.Plans;

/// <summary>How one reduction follows from sums: values[c][place of i] = factor * sum of source[c][i].</summary>
internal sealed unsafe class PlannedReduction
{
    private readonly FloatBuffer source;
    private readonly int sourceCount;
    private readonly int sourceStride;
    private readonly int[]? places;
    private readonly Fold fold;
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
        fold = this.places is null ? Fold.None : Places.FoldOf(this.places, Count);
        sourceStride = StrideOf(sourceCount);
        long entries = visited >= 0 ? visited : sourceCount;
        factor = entries == 0 ? 0f : (float)((double)Count / entries);
    }

    public int Tensor { get; }

    /// <summary>Entries of a channel.</summary>
    public int Count { get; }

    public FloatBuffer Values { get; }

    /// <summary>Floats between channels.</summary>
    public int Stride => StrideOf(Count);

    /// <summary>
    /// Floats between channels of so many entries: single entries are neighbours, others an odd number of cache lines apart, so that
    /// the channels of one entry do not compete for the same places of the first-level cache.
    /// </summary>
    public static int StrideOf(long count) => count == 1 ? 1 : FloatBuffer.RoundUp(count) | 16;

    public void Finish(int channels, float* scales)
    {
        if (Count == 1 && places is null)
        {
            for (int c = 0; c < channels; c++)
                Values.Pointer[c] = source.Pointer[c] * Factor(c, scales);
            return;
        }

        for (int c = 0; c < channels; c++)
        {
            float* target = Values.Pointer + ((long)c * Stride);
            float* from = source.Pointer + ((long)c * sourceStride);
            float times = Factor(c, scales);
            if (places is null)
                SpanMath.Scale(target, from, sourceCount, times);
            else if (fold == Fold.Rows)
                SpanMath.SumRows(target, from, Count, sourceCount / Count, times);
            else if (fold == Fold.Columns)
                SpanMath.SumColumns(target, from, sourceCount / Count, Count, times);
            else
                Scatter(target, from, times);
        }
    }

    private float Factor(int channel, float* scales) => factor * (isSum && scales != null ? scales[channel] : 1f);

    private void Scatter(float* target, float* from, float times)
    {
        new Span<float>(target, Count).Clear();
        SpanMath.Scatter(target, from, places!, times);
    }
}
