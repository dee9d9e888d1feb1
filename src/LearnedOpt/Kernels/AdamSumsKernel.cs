using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LearnedOpt.Kernels.Lanes;

namespace LearnedOpt.Kernels;

/// <summary>
/// The first sweep over a whole tensor [rows, rest] for the thirteen channels of <see cref="AdamFeatureKernel{L, V}"/>: advances the
/// state and adds features to the sums of rows and columns at once. Squares and sums of a row stay in registers, and no feature is
/// written but where a vector holds the end of a row.
/// </summary>
internal static unsafe class AdamSumsKernel<L, V>
    where L : struct, ILanes<V>
    where V : struct
{
    // In shorter rows, summing up registers would cost more than it saves.
    private const int LeastVectors = 4;

    // Floats from what is read to what is brought near.
    private const int Ahead = 512;

    /// <summary>True when a recipe describes these channels, and sums are those of rows and columns of some length.</summary>
    public static bool Fits(in FeatureRecipe recipe, in StatisticsRun sums) =>
        recipe.Magnitudes > 0 && AdamFeatureKernel<L, V>.Fits(recipe) && sums.RowSums != null && sums.RestSums != null && sums.Rest >= LeastVectors * L.Count;

    /// <summary>The run is the whole tensor; its output [channels, Stride] is work space for a vector. The sums must be of rows and columns.</summary>
    public static void Run(in FeatureRecipe recipe, in FeatureRun run, in StatisticsRun sums)
    {
        int rest = (int)sums.Rest;
        for (int e = 0, row = 0, column = 0; e < run.Count;)
        {
            int whole = (rest - column) / L.Count * L.Count;
            if (whole > 0)
            {
                AddRow(recipe, run, e, whole, sums.RestSums + column, sums.RestStride, sums.RowSums + row, sums.RowStride);
                e += whole;
                column += whole;
            }

            if (column < rest)
            {
                AddVector(recipe, run, sums, e);
                e += L.Count;
                column += L.Count;
            }

            row += column / rest;
            column %= rest;
        }
    }

    // A vector in which a row ends.
    private static void AddVector(in FeatureRecipe recipe, in FeatureRun run, in StatisticsRun sums, int e)
    {
        FeatureRun one = run;
        one.Weight += e;
        one.Gradient += e;
        one.State += e;
        one.Count = Math.Min(L.Count, run.Count - e);
        AdamFeatureKernel<L, V>.Advance(recipe, one);
        StatisticsRun part = sums;
        part.Tile = one.Output;
        part.Stride = one.Stride;
        part.First = e;
        part.Count = one.Count;
        StatisticsKernel<L, V>.Run(part);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddRow(in FeatureRecipe recipe, in FeatureRun run, int first, int count, float* columns, int columnStride, float* row, int rowStride)
    {
        float* d = recipe.Decays;
        float* weight = run.Weight + first, gradient = run.Gradient + first, slots = run.State + first;
        long slot = run.SlotStride, stride = columnStride;
        V q0 = L.Zero, q1 = L.Zero, q2 = L.Zero, q3 = L.Zero, q4 = L.Zero, q5 = L.Zero, q6 = L.Zero, q7 = L.Zero, q8 = L.Zero, q9 = L.Zero;
        V s0 = L.Zero, s1 = L.Zero, s2 = L.Zero, s3 = L.Zero, s4 = L.Zero, s5 = L.Zero, s6 = L.Zero, s7 = L.Zero, s8 = L.Zero, s9 = L.Zero;
        V s10 = L.Zero, s11 = L.Zero, s12 = L.Zero;
        for (int e = 0; e < count; e += L.Count)
        {
            float* state = slots + e;
            float* column = columns + e;
            AdamFeatureKernel<L, V>.Prefetch(weight + e + Ahead, gradient + e + Ahead, state + Ahead, slot);
            V x = AdamFeatureKernel<L, V>.Limited(L.Load(weight + e));
            Add(x, ref q0, ref s0, column);
            AddSize(x, ref s10, column + (10 * stride));
            V g = AdamFeatureKernel<L, V>.Limited(L.Load(gradient + e));
            Add(g, ref q1, ref s1, column + stride);
            AddSize(g, ref s11, column + (11 * stride));
            V inverse = AdamFeatureKernel<L, V>.Inverse(recipe, AdamFeatureKernel<L, V>.SecondMoment(recipe, state + (4 * slot), g));
            Add(AdamFeatureKernel<L, V>.Momentum(state, d, g), ref q2, ref s2, column + (2 * stride));
            x = AdamFeatureKernel<L, V>.Momentum(state + slot, d + 2, g);
            Add(x, ref q3, ref s3, column + (3 * stride));
            x = L.Mul(x, inverse);
            Add(x, ref q7, ref s7, column + (7 * stride));
            AddSize(x, ref s12, column + (12 * stride));
            x = AdamFeatureKernel<L, V>.Momentum(state + (2 * slot), d + 4, g);
            Add(x, ref q4, ref s4, column + (4 * stride));
            Add(L.Mul(x, inverse), ref q8, ref s8, column + (8 * stride));
            x = AdamFeatureKernel<L, V>.Momentum(state + (3 * slot), d + 6, g);
            Add(x, ref q5, ref s5, column + (5 * stride));
            Add(L.Mul(x, inverse), ref q9, ref s9, column + (9 * stride));
            Add(L.Mul(g, inverse), ref q6, ref s6, column + (6 * stride));
        }

        double* squares = run.Squares;
        AddSquares(squares, q0, q1, q2, q3);
        AddSquares(squares + 4, q4, q5, q6, q7);
        squares[8] += L.Sum(q8);
        squares[9] += L.Sum(q9);
        stride = rowStride;
        AddSums(row, stride, s0, s1, s2, s3);
        AddSums(row + (4 * stride), stride, s4, s5, s6, s7);
        AddSums(row + (8 * stride), stride, s8, s9, s10, s11);
        row[12 * stride] += L.Sum(s12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(V x, ref V squares, ref V sum, float* column)
    {
        squares = L.Fma(x, x, squares);
        AddOne(x, ref sum, column);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSize(V x, ref V sum, float* column) => AddOne(L.Abs(x), ref sum, column);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddOne(V x, ref V sum, float* column)
    {
        sum = L.Add(sum, x);
        L.Store(column, L.Add(L.Load(column), x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSquares(double* squares, V a, V b, V c, V d)
    {
        Vector128<float> sums = L.Sums(a, b, c, d);
        squares[0] += sums[0];
        squares[1] += sums[1];
        squares[2] += sums[2];
        squares[3] += sums[3];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSums(float* row, long stride, V a, V b, V c, V d)
    {
        Vector128<float> sums = L.Sums(a, b, c, d);
        row[0] += sums[0];
        row[stride] += sums[1];
        row[2 * stride] += sums[2];
        row[3 * stride] += sums[3];
    }
}
