using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Kernels.Plans;

/// <summary>
/// The channels of all tensors of a space between two equivariant layers, tile after tile, each tile [channels, 96]: a tile
/// is contiguous, so kernels work on it in place.
/// </summary>
internal sealed unsafe class HiddenTiles
{
    /// <summary>Elements of a tile, and floats between its rows.</summary>
    public const int TileElements = 96;

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

    /// <summary>The tile of a tensor that begins at element <paramref name="first"/>.</summary>
    public float* Tile(int tensor, long first) =>
        storage.Pointer + ((firstTile[tensor] + (first / TileElements)) * channels * TileElements);
}
