namespace LearnedOpt.Kernels;

/// <summary>
/// Where the sums of a layer begin: a value of each output, plus a tile's entry of each output and element. Either may be null for zero,
/// but not both.
/// </summary>
internal unsafe struct SumBegin
{
    /// <summary>One value for each output, <see cref="ValueStride"/> apart; a vector of them, one for each lane, where <see cref="HasLanes"/>.</summary>
    public float* Values;

    public int ValueStride;

    public bool HasLanes;

    /// <summary>Tile [outputs, TileStride], of which a row holds vectors <see cref="VectorStride"/> apart.</summary>
    public float* Tile;

    public int TileStride;

    /// <summary>0 for vectors that follow each other.</summary>
    public int VectorStride;

    public static SumBegin Bias(float* bias) => new() { Values = bias, ValueStride = 1 };

    public static SumBegin Of(float* tile, int stride) => new() { Tile = tile, TileStride = stride };
}
