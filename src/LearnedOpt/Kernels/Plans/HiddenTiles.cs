using System.Runtime.CompilerServices;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Kernels.Plans;

/// <summary>
/// The channels of all tensors of a space between two equivariant layers, tile after tile: a tile is contiguous, so kernels
/// work on it in place.
/// </summary>
internal sealed unsafe class HiddenTiles : ChannelSource
{
    private readonly FloatBuffer storage;
    private readonly long[] firstTile;
    private readonly int channels;
    private int[] places = [];

    public HiddenTiles(WeightSpace space, int channels)
    {
        this.channels = (channels + 1) / 2 * 2;                     // kernels write outputs in pairs
        firstTile = new long[space.Tensors.Count];
        long tiles = 0;
        for (int t = 0; t < firstTile.Length; t++)
        {
            firstTile[t] = tiles;
            tiles += (space.Tensors[t].Count + TileElements - 1) / TileElements;
        }

        storage = new FloatBuffer(tiles * this.channels * TileElements);
    }

    /// <summary>Bytes kept.</summary>
    public long Bytes => sizeof(float) * (long)storage.Length;

    public override float* Tile(int tensor, long first, int count) => Tile(tensor, first);

    /// <summary>The tile of a tensor that begins at element <paramref name="first"/>.</summary>
    public float* Tile(int tensor, long first) => storage.Pointer + ((firstTile[tensor] + (first / TileElements)) * channels * TileElements);

    /// <remarks>One channel after the other: what a channel's cache lines hold of other elements is needed next.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Reorder(int tensor, int[] sourceOf, float* target, int rows)
    {
        if (places.Length < sourceOf.Length)
            places = new int[sourceOf.Length];
        for (int e = 0; e < sourceOf.Length; e++)
            places[e] = (sourceOf[e] / TileElements * channels * TileElements) + (sourceOf[e] % TileElements);
        for (int c = 0; c < channels; c++)
        {
            float* from = Tile(tensor, 0) + (c * TileElements);
            for (int first = 0; first < sourceOf.Length; first += TileElements)
            {
                float* to = target + (((long)first * rows) + (c * TileElements));
                int count = Math.Min(TileElements, sourceOf.Length - first);
                for (int e = 0; e < count; e++)
                    to[e] = from[places[first + e]];
            }
        }
    }
}
