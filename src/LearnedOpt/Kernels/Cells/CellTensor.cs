using LearnedOpt.Functionals;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Kernels.Cells;

/// <summary>
/// The order in which the channels of one tensor are kept between layers. Tensors with the same symmetries have the same
/// order, so that their elements correspond cell by cell even where one of them is stored transposed.
/// </summary>
internal sealed class CellTensor
{
    private readonly int[] shape;

    private CellTensor(WeightTensor tensor, int number, int[] order)
    {
        shape = [.. tensor.Shape.Select(size => checked((int)size))];
        Number = number;
        Order = order;
        Whole = CellFormat.Rows(order, [.. order.Select(axis => shape[axis])]);
        Grid = Whole.Grid;
        var strides = ParameterView.RowMajor(tensor.Shape);
        InnerStride = order.Length == 0 ? 1 : (int)strides[order[^1]];
        RowStart = new int[Grid.Rows];
        for (int row = 0; row < RowStart.Length; row++)
        {
            for (int i = order.Length - 2, left = row; i >= 0; left /= shape[order[i]], i--)
                RowStart[row] += left % shape[order[i]] * (int)strides[order[i]];
        }

        PanelsInChunk = Math.Max(1, (Grid.Panels + ChunkCount(Grid.Cells) - 1) / ChunkCount(Grid.Cells));
        CellsInChunk = PanelsInChunk * CellGrid.Block * Grid.PerRow;
        Chunks = tensor.Count == 0 ? 0 : (Grid.Panels + PanelsInChunk - 1) / PanelsInChunk;
    }

    /// <summary>Position of the tensor in the space.</summary>
    public int Number { get; }

    /// <summary>Axes of more than one entry, outermost first.</summary>
    public int[] Order { get; }

    /// <summary>The format of the whole tensor.</summary>
    public CellFormat Whole { get; }

    public CellGrid Grid { get; }

    /// <summary>For each row the element that it begins with.</summary>
    public int[] RowStart { get; }

    /// <summary>Elements between neighbours of a row.</summary>
    public int InnerStride { get; }

    /// <summary>The tensor is worked on in this many chunks, each of <see cref="PanelsInChunk"/> panels: threads take chunks, and sums are added chunk by chunk.</summary>
    public int Chunks { get; }

    public int PanelsInChunk { get; }

    /// <summary>Cells of a chunk.</summary>
    public int CellsInChunk { get; }

    /// <summary>The orders of all tensors of a space.</summary>
    public static CellTensor[] Of(WeightSpace space)
    {
        var first = new Dictionary<string, int[]>();
        return [.. space.Tensors.Select((tensor, number) =>
        {
            int[] symmetries = space.AxisSymmetries(number).ToArray();
            int[] axes = [.. Enumerable.Range(0, symmetries.Length).Where(axis => tensor.Shape[axis] != 1)];
            string key = Key(space, tensor, number);
            if (!first.TryGetValue(key, out int[]? order))
                first[key] = order = [.. Best(tensor, axes).Select(axis => symmetries[axis])];
            var left = axes.ToList();
            return new CellTensor(tensor, number, [.. order.Select(symmetry =>
            {
                int axis = left.First(candidate => symmetries[candidate] == symmetry);
                left.Remove(axis);
                return axis;
            })]);
        })];
    }

    /// <summary>Tensors that may read each other element by element.</summary>
    public static int[][] Groups(WeightSpace space) =>
        [.. space.Tensors.Select((tensor, number) => (Key: Key(space, tensor, number), number)).GroupBy(pair => pair.Key, pair => pair.number).Select(group => group.ToArray())];

    /// <summary>The axes that a pattern without diagonals keeps, those of size 1 left out.</summary>
    public int[] Kept(AxisPattern pattern)
    {
        int[] blocks = pattern.Blocks.ToArray();
        return [.. Order.Where(axis => blocks[axis] < pattern.Kept)];
    }

    /// <summary>The format of a mean over the other axes, or of a table broadcast over them.</summary>
    public CellFormat Format(int[] kept)
    {
        int[] sizes = [.. kept.Select(axis => shape[axis])];
        return HasInner(kept) ? CellFormat.Rows(kept, sizes) : CellFormat.Flat(kept, sizes);
    }

    /// <summary>True when the innermost axis is among them.</summary>
    public bool HasInner(int[] kept) => kept.Length > 0 && kept[^1] == Order[^1];

    /// <summary>For each row of <paramref name="of"/> (axes kept) the row of <paramref name="within"/>, fewer of them.</summary>
    public int[] Rows(int[] of, int[] within)
    {
        int[] outer = HasInner(of) ? of[..^1] : of, target = HasInner(within) ? within[..^1] : within;
        var strides = new int[outer.Length];
        for (int i = target.Length - 1, stride = 1; i >= 0; stride *= shape[target[i]], i--)
            strides[Array.IndexOf(outer, target[i])] = stride;
        var rows = new int[outer.Aggregate(1, (product, axis) => product * shape[axis])];
        for (int row = 0; row < rows.Length; row++)
        {
            for (int i = outer.Length - 1, left = row; i >= 0; left /= shape[outer[i]], i--)
                rows[row] += left % shape[outer[i]] * strides[i];
        }

        return rows;
    }

    /// <summary>For each cell of the tensor, in the order of memory, the cell of a mean or table that keeps these axes and the innermost.</summary>
    public int[] Cells(int[] kept) => Cells(Order, kept);

    /// <summary>For each cell of <paramref name="of"/> the cell of <paramref name="within"/>, both with the innermost axis.</summary>
    public int[] Cells(int[] of, int[] within)
    {
        CellGrid from = Format(of).Grid, to = Format(within).Grid;
        int[] rows = Rows(of, within), cells = new int[from.Cells];
        for (int row = 0; row < from.Rows; row++)
        {
            for (int column = 0; column < from.PerRow; column++)
                cells[from.Position(row, column)] = to.Position(rows[row], column);
        }

        return cells;
    }

    // Small tensors are one chunk: their sums then need no second addition.
    private static int ChunkCount(int cells) => Math.Clamp(cells / 512, 1, 8);

    private static string Key(WeightSpace space, WeightTensor tensor, int number)
    {
        int[] symmetries = space.AxisSymmetries(number).ToArray();
        return string.Join(",", symmetries.Where((_, axis) => tensor.Shape[axis] != 1).Order());
    }

    // The innermost axis is the last of those with little padding: neighbours in memory are then near each other in a cell.
    private static int[] Best(WeightTensor tensor, int[] axes)
    {
        if (axes.Length == 0 || tensor.Count == 0)
            return axes;
        long Cells(int axis) => tensor.Count / tensor.Shape[axis] * ((tensor.Shape[axis] + CellGrid.Lanes - 1) / CellGrid.Lanes);
        long fewest = axes.Min(Cells);
        int inner = axes.Last(axis => Cells(axis) * 10 <= fewest * 11);
        return [.. axes.Where(axis => axis != inner), inner];
    }
}
