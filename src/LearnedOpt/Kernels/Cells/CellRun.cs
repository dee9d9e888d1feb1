using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LearnedOpt.Kernels.Cells;

/// <summary>
/// One tensor's work on blocks of a panel that follow each other: prepared for the first of them, and moved from block to block by adding
/// to its pointers.
/// </summary>
internal sealed unsafe class CellRun
{
    private readonly nint[] pointers;
    private readonly int[] lanes = GC.AllocateArray<int>(CellGrid.Block, pinned: true);
    private readonly long* inputSteps;
    private readonly long* startSteps;
    private long targetStep, sumStep, nextStep;
    private CellWork work;

    /// <param name="segments">The most products of one sum.</param>
    /// <param name="starts">The most cells that one sum begins with.</param>
    public CellRun(int segments, int starts)
    {
        pointers = GC.AllocateArray<nint>((3 * segments) + (CellGrid.Block * ((2 * starts) + 1)), pinned: true);
        work.X = (float**)Marshal.UnsafeAddrOfPinnedArrayElement(pointers, 0);
        work.W = work.X + segments;
        work.Row = work.W + segments;
        work.Start = work.Row + CellGrid.Block;
        inputSteps = (long*)(work.Start + (CellGrid.Block * starts));
        startSteps = inputSteps + segments;
        work.Lanes = (int*)Marshal.UnsafeAddrOfPinnedArrayElement(lanes, 0);
    }

    /// <summary>The equivariant layer on the block at hand, but for where its results go.</summary>
    public ref CellWork Work => ref work;

    /// <summary>Where the results of the block at hand are kept for the next sweep, if they are.</summary>
    public float* Target { get; private set; }

    /// <summary>The cell that the kernel adds the block's results to, if it does, and the cells for its rows.</summary>
    public float* ColumnSums { get; private set; }

    /// <inheritdoc cref="ColumnSums"/>
    public float* RowSums { get; private set; }

    /// <summary>Says where results of the first block go, and by how many floats that moves from block to block.</summary>
    public void SetTarget(float* target, long step)
    {
        Target = target;
        targetStep = step;
        (work.Segments, work.Starts, nextStep) = (0, 0, 0);
    }

    /// <summary>Says where results are added up; null for nowhere.</summary>
    public void SetSums(float* columnSums, long step, float* rowSums)
    {
        ColumnSums = columnSums;
        RowSums = rowSums;
        sumStep = step;
    }

    /// <summary>Sets a product: its input at the first block, and floats from one block to the next.</summary>
    public void SetProduct(int number, float* x, float* matrix, long step)
    {
        work.X[number] = x;
        work.W[number] = matrix;
        inputSteps[number] = step;
    }

    /// <summary>Sets a cell that sums begin with, and floats from one block to the next.</summary>
    public void SetStart(int number, int cell, float* start, long step)
    {
        int at = (number * CellGrid.Block) + cell;
        work.Start[at] = start;
        startSteps[at] = step;
    }

    /// <summary>Sets what is fetched while the first block is worked on.</summary>
    public void SetNext(float* next, long step)
    {
        work.Next = next;
        nextStep = step;
    }

    /// <summary>Goes on to the next block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance()
    {
        for (int s = 0; s < work.Segments; s++)
            work.X[s] += inputSteps[s];
        for (int k = 0; k < work.Starts * CellGrid.Block; k++)
            work.Start[k] += startSteps[k];
        work.Next += nextStep;
        Target += targetStep;
        ColumnSums += sumStep;
    }
}
