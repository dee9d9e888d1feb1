using System.Runtime.CompilerServices;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Kernels.Plans;

/// <summary>Where a sweep reads the channels of all tensors from.</summary>
internal abstract unsafe class ChannelSource
{
    /// <summary>Elements of a tile, and floats between its rows.</summary>
    public const int TileElements = 96;

    /// <summary>The tile of a tensor that begins at element <paramref name="first"/>, [channels, TileElements], valid until the next call.</summary>
    public abstract float* Tile(int tensor, long first, int count);

    /// <summary>
    /// Copies a tensor in another order of elements: element e of the copy is element sourceOf[e]. The copy is tile after tile,
    /// each [<paramref name="rows"/> >= channels, TileElements].
    /// </summary>
    public abstract void Reorder(int tensor, int[] sourceOf, float* target, int rows);
}

/// <summary>The caller's features: [channels, elements of all tensors].</summary>
internal sealed unsafe class ChannelPlanes : ChannelSource
{
    private readonly int channels;
    private readonly long elements;
    private readonly long[] offsets;
    private readonly FloatBuffer tile;

    public ChannelPlanes(WeightSpace space, int channels)
    {
        (this.channels, elements) = (channels, space.ParameterCount);
        offsets = new long[space.Tensors.Count];
        for (int t = 1; t < offsets.Length; t++)
            offsets[t] = offsets[t - 1] + space.Tensors[t - 1].Count;
        tile = new FloatBuffer((channels + 1L) * TileElements);
    }

    /// <summary>The first feature; the caller keeps it in place.</summary>
    public float* Pointer { get; set; }

    /// <summary>Position of a tensor's first element in a channel.</summary>
    public long Offset(int tensor) => offsets[tensor];

    public override float* Tile(int tensor, long first, int count)
    {
        float* from = Pointer + offsets[tensor] + first;
        for (int c = 0; c < channels; c++)
            new ReadOnlySpan<float>(from + (c * elements), count).CopyTo(new Span<float>(tile.Pointer + (c * TileElements), count));
        return tile.Pointer;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Reorder(int tensor, int[] sourceOf, float* target, int rows)
    {
        for (int c = 0; c < channels; c++)
        {
            float* from = Pointer + offsets[tensor] + (c * elements);
            for (int first = 0; first < sourceOf.Length; first += TileElements)
            {
                float* to = target + (((long)first * rows) + (c * TileElements));
                int count = Math.Min(TileElements, sourceOf.Length - first);
                for (int e = 0; e < count; e++)
                    to[e] = from[sourceOf[first + e]];
            }
        }
    }
}
