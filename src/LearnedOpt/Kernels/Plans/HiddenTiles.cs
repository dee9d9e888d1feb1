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

    public HiddenTiles(WeightSpace space, int channels)
    {
        this.channels = channels;
        firstTile = new long[space.Tensors.Count];
        long tiles = 0;
        for (int t = 0; t < firstTile.Length; t++)
        {
            firstTile[t] = tiles;
            tiles += (space.Tensors[t].Count + TileElements - 1) / TileElements;
        }

        storage = new FloatBuffer(tiles * channels * TileElements);
    }

    /// <summary>Bytes kept.</summary>
    public long Bytes => sizeof(float) * (long)storage.Length;

    public override float* Tile(int tensor, long first, int count) => Tile(tensor, first);

    /// <summary>The tile of a tensor that begins at element <paramref name="first"/>.</summary>
    public float* Tile(int tensor, long first) => storage.Pointer + ((firstTile[tensor] + (first / TileElements)) * channels * TileElements);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Gather(int tensor, int[]? sourceOf, long first, int count, float scale, float* target)
    {
        float* tile = Tile(tensor, first);
        if (sourceOf is null)
        {
            for (int i = 0; i < channels * TileElements; i++)
                target[i] += scale * tile[i];
            return;
        }

        float** addresses = stackalloc float*[TileElements];
        for (int e = 0; e < count; e++)
        {
            int source = sourceOf[first + e];
            addresses[e] = Tile(tensor, source) + (source % TileElements);
        }

        for (int c = 0; c < channels; c++)
        {
            float* to = target + (c * TileElements);
            for (int e = 0; e < count; e++)
                to[e] += scale * addresses[e][c * TileElements];
        }
    }
}
