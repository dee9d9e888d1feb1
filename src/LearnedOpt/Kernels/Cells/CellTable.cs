namespace LearnedOpt.Kernels.Cells;

/// <summary>One product of a sum: a matrix by its number, and what it is applied to.</summary>
internal readonly record struct CellProduct(int Matrix, CellInput Input);

/// <summary>A sum of products in one pattern of an output tensor, to be broadcast or to be put on a diagonal.</summary>
/// <param name="kept">Axes of the tensor that it keeps.</param>
/// <param name="format">Where its entries lie.</param>
/// <param name="stride">Floats of a cell.</param>
internal sealed class CellTable(int[] kept, CellFormat format, int stride)
{
    /// <summary>Entries below which outputs, not entries, are the lanes of a product.</summary>
    public const int Few = 4;

    public int[] Kept { get; } = kept;

    public CellFormat Format { get; } = format;

    public FloatBuffer Buffer { get; } = new((long)format.Grid.Cells * stride);

    public List<CellProduct> Products { get; } = [];

    /// <summary>For each row of the tensor its row here, or its entry here where the innermost axis is not kept.</summary>
    public int[] Map { get; set; } = [];

    /// <summary>Smaller tables that are added to this one, with the row here of each row there.</summary>
    public List<(CellTable Table, int[] Map)> Merged { get; } = [];
}
