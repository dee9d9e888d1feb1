using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>
/// Where the elements of a tensor find their row and column entries, as Adafactor keeps them: the two longest axes d1 and d0
/// (d0 the longer) are factored, so a second moment is stored as means over d0 ("rows") and over d1 ("columns"), once for each
/// position along all other axes. Walked as runs of neighbouring elements, along which either index stays or moves by one.
/// </summary>
/// <remarks>
/// The published rules live in a framework that stores [..., in, out]. Axes are compared in that order, reversed here, so
/// axes of equal length are told apart as there. Reference: Shazeer and Stern, 2018.
/// </remarks>
internal sealed class FactoredAxes
{
    private readonly int[] rowBase, columnBase;

    private FactoredAxes(IReadOnlyList<long> shape, int longest, int second)
    {
        (RowLength, ColumnLength) = ((int)shape[longest], (int)shape[second]);
        long[] rows = Strides(shape, longest), columns = Strides(shape, second);
        (Rows, Columns) = (Product(shape, longest), Product(shape, second));
        int[] axes = [.. Enumerable.Range(0, shape.Count).Where(axis => shape[axis] > 1)];
        int last = axes.Length - 1;                                 // trailing axes that belong to a run
        RunLength = axes.Length == 0 ? 1 : (int)shape[axes[last]];
        bool other = axes.Length > 0 && axes[last] != longest && axes[last] != second;
        for (; other && last > 0 && axes[last - 1] != longest && axes[last - 1] != second; last--)
            RunLength *= (int)shape[axes[last - 1]];
        (RowStep, ColumnStep) = axes.Length == 0 ? (0, 0) : (axes[^1] == longest ? 0 : 1, axes[^1] == second ? 0 : 1);
        long count = shape.Aggregate(1L, (product, size) => product * size);
        (rowBase, columnBase) = (new int[count / RunLength], new int[count / RunLength]);
        for (int run = 0; run < rowBase.Length; run++)
        {
            long rest = run;
            for (int k = last - 1; k >= 0; rest /= shape[axes[k]], k--)
            {
                long index = rest % shape[axes[k]];
                rowBase[run] += (int)(index * rows[axes[k]]);
                columnBase[run] += (int)(index * columns[axes[k]]);
            }
        }

        RowGroup = new int[Rows];
        long stride = rows[second];
        for (int row = 0; row < Rows; row++)
            RowGroup[row] = (int)((row / (stride * ColumnLength) * stride) + (row % stride));
        Groups = Rows / ColumnLength;
    }

    /// <summary>Entries of the means over d0, and of those over d1.</summary>
    public int Rows { get; }

    /// <inheritdoc cref="Rows"/>
    public int Columns { get; }

    /// <summary>Elements averaged into a row entry: the length of d0.</summary>
    public int RowLength { get; }

    /// <summary>Elements averaged into a column entry: the length of d1.</summary>
    public int ColumnLength { get; }

    /// <summary>Elements of a run.</summary>
    public int RunLength { get; }

    /// <summary>0 or 1: how the row index moves along a run.</summary>
    public int RowStep { get; }

    /// <summary>0 or 1: how the column index moves along a run.</summary>
    public int ColumnStep { get; }

    /// <summary>For each row entry, its position along all axes but d1 and d0.</summary>
    public int[] RowGroup { get; }

    /// <summary>Positions along all axes but d1 and d0.</summary>
    public int Groups { get; }

    /// <summary>Row entry of a run's first element.</summary>
    public int RowOf(long run) => rowBase[run];

    /// <summary>Column entry of a run's first element.</summary>
    public int ColumnOf(long run) => columnBase[run];

    /// <summary>The shape in which a tensor is factored: its parameter's own where it is all of it.</summary>
    public static IReadOnlyList<long> ShapeOf(WeightTensor tensor) =>
        tensor.View.IsContiguous && tensor.View.ParameterCount == tensor.Count ? tensor.View.ParameterShape : tensor.Shape;

    /// <summary>Null for scalars and vectors, which are not factored.</summary>
    public static FactoredAxes? Of(WeightTensor tensor)
    {
        IReadOnlyList<long> shape = ShapeOf(tensor);
        if (shape.Count < 2 || tensor.Count == 0)
            return null;
        int[] ascending = [.. Enumerable.Range(0, shape.Count).Reverse().OrderBy(axis => shape[axis])];     // OrderBy is stable
        return new FactoredAxes(shape, ascending[^1], ascending[^2]);
    }

    // Row-major strides without one axis, whose own stride is 0.
    private static long[] Strides(IReadOnlyList<long> shape, int without)
    {
        var strides = new long[shape.Count];
        long stride = 1;
        for (int axis = shape.Count - 1; axis >= 0; axis--)
        {
            if (axis == without)
                continue;
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return strides;
    }

    private static int Product(IReadOnlyList<long> shape, int without)
    {
        long product = 1;
        for (int axis = 0; axis < shape.Count; axis++)
            product *= axis == without ? 1 : shape[axis];
        return checked((int)product);
    }
}
