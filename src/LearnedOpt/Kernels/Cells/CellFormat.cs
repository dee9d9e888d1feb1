namespace LearnedOpt.Kernels.Cells;

/// <summary>
/// The order in which the entries of a tensor, or of a mean over some of its axes, are kept: axes from outermost to
/// innermost, and how they fall into rows. Axes of size 1 are left out, as they order nothing.
/// </summary>
/// <param name="Axes">Axes of the reduced tensor, outermost first.</param>
/// <param name="Sizes">Their sizes.</param>
/// <param name="Grid">Rows of cells: the last axis is a row, or all axes are one row.</param>
internal sealed record CellFormat(int[] Axes, int[] Sizes, CellGrid Grid)
{
    /// <summary>Number of entries.</summary>
    public int Count => Grid.Rows * Grid.Inner;

    /// <summary>All axes in one row.</summary>
    public static CellFormat Flat(int[] axes, int[] sizes) => new(axes, sizes, new CellGrid(1, sizes.Aggregate(1, (product, size) => product * size)));

    /// <summary>The last axis as rows.</summary>
    public static CellFormat Rows(int[] axes, int[] sizes) =>
        axes.Length == 0 ? Flat(axes, sizes) : new(axes, sizes, new CellGrid(sizes[..^1].Aggregate(1, (product, size) => product * size), sizes[^1]));

    /// <summary>True when entries of both lie at the same places, <paramref name="axisOf"/> giving for each axis here the other's.</summary>
    public bool Matches(CellFormat other, Func<int, int> axisOf) =>
        Grid == other.Grid && Axes.Length == other.Axes.Length && Axes.Zip(other.Axes).All(pair => axisOf(pair.First) == pair.Second);

    /// <summary>For each entry here, in the order of rows, the other's: place = cell position * 16 + lane.</summary>
    public int[] PlacesIn(CellFormat other, Func<int, int> axisOf)
    {
        var strides = new int[Axes.Length];
        for (int i = 0; i < Axes.Length; i++)
        {
            int at = Array.IndexOf(other.Axes, axisOf(Axes[i]));
            strides[i] = other.Sizes[(at + 1)..].Aggregate(1, (product, size) => product * size);
        }

        var places = new int[Count];
        var index = new int[Axes.Length];
        for (int entry = 0, from = 0; entry < places.Length; entry++)
        {
            places[entry] = other.Place(from);
            for (int i = index.Length - 1; i >= 0; i--)
            {
                from += strides[i];
                if (++index[i] < Sizes[i])
                    break;
                from -= strides[i] * Sizes[i];
                index[i] = 0;
            }
        }

        return places;
    }

    /// <summary>Cell position * 16 + lane of an entry, counted row by row.</summary>
    public int Place(int entry)
    {
        int row = entry / Grid.Inner, inner = entry % Grid.Inner;
        return (Grid.Position(row, inner / CellGrid.Lanes) * CellGrid.Lanes) + (inner % CellGrid.Lanes);
    }
}
