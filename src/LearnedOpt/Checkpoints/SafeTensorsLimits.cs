namespace LearnedOpt.Checkpoints;

/// <summary>What a file may claim before anything is allocated for it.</summary>
internal static class SafeTensorsLimits
{
    public const int HeaderBytes = 4 << 20;
    public const int Tensors = 16384;
    public const int NameLength = 512;
    public const int Rank = 8;
    public const string MetadataName = "__metadata__";

    /// <summary>Bytes of a tensor, or -1 where an extent is negative, the rank too high or the product overflows.</summary>
    public static long ByteSize(ElementType type, ReadOnlySpan<long> shape)
    {
        if (shape.Length > Rank)
            return -1;
        UInt128 size = (UInt128)type.Bytes();
        bool empty = false;
        foreach (long extent in shape)
        {
            if (extent < 0)
                return -1;
            empty |= extent == 0;
            size *= (UInt128)Math.Max(extent, 1);
            if (size > long.MaxValue)
                return -1;
        }
        return empty ? 0 : (long)size;
    }
}
