using System.Runtime.CompilerServices;

namespace LearnedOpt.Kernels.Cells;

/// <summary>
/// Where the entries of a matrix [rows, inner] lie in memory. A cell holds sixteen neighbouring entries of one row in all
/// channels, [channels, 16], the last of a row padded with zeros. Cells lie in panels of three rows: within a panel those
/// of one column are neighbours, so that a kernel takes three rows at once. A single row is cells in order.
/// </summary>
internal readonly record struct CellGrid(int Rows, int Inner)
{
    /// <summary>Entries of a cell.</summary>
    public const int Lanes = 16;

    /// <summary>Rows of a panel, and the most cells of a block.</summary>
    public const int Block = 3;

    /// <summary>Cells of a row.</summary>
    public int PerRow => (Inner + Lanes - 1) / Lanes;

    /// <summary>Cells of the grid.</summary>
    public int Cells => Rows * PerRow;

    /// <summary>Panels of the grid.</summary>
    public int Panels => (Rows + Block - 1) / Block;

    /// <summary>Rows of a panel: three but for the last.</summary>
    public int RowsOf(int panel) => Math.Min(Block, Rows - (panel * Block));

    /// <summary>Position of a cell in memory.</summary>
    public int Position(int row, int column)
    {
        int panel = row / Block;
        return (panel * Block * PerRow) + (column * RowsOf(panel)) + (row % Block);
    }

    /// <summary>Entries that count in a cell of this column.</summary>
    public int LanesOf(int column) => Math.Min(Lanes, Inner - (column * Lanes));
}

/// <summary>Up to three cells that are neighbours in memory: three rows of one column, or three columns of the only row.</summary>
internal readonly record struct CellBlock(int Position, int Count, int Row, int Column, bool IsSingleRow)
{
    /// <summary>Row of one of its cells.</summary>
    public int RowOf(int cell) => IsSingleRow ? 0 : Row + cell;

    /// <summary>Column of one of its cells.</summary>
    public int ColumnOf(int cell) => IsSingleRow ? Column + cell : Column;

    /// <summary>Number of blocks in a panel.</summary>
    public static int In(CellGrid grid) => grid.Rows == 1 ? (grid.PerRow + CellGrid.Block - 1) / CellGrid.Block : grid.PerRow;

    /// <summary>A block by its number in a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CellBlock At(CellGrid grid, int panel, int number)
    {
        if (grid.Rows == 1)
        {
            int column = number * CellGrid.Block;
            return new CellBlock(column, Math.Min(CellGrid.Block, grid.PerRow - column), 0, column, true);
        }

        int rows = grid.RowsOf(panel);
        return new CellBlock((panel * CellGrid.Block * grid.PerRow) + (number * rows), rows, panel * CellGrid.Block, number, false);
    }
}
