using System.Numerics;
using System.Runtime.CompilerServices;

namespace LearnedOpt.Kernels;

/// <summary>Sums over short tables, vectorised where entries correspond one to one.</summary>
internal static class SpanMath
{
    /// <summary>target = scale * source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Scale(float* target, float* source, int count, float scale)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
            Vector.Store(Vector.Load(source + i) * scale, target + i);
        for (; i < count; i++)
            target[i] = scale * source[i];
    }

    /// <summary>target += scale * source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Add(float* target, float* source, int count, float scale)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
            Vector.Store(Vector.Load(target + i) + (Vector.Load(source + i) * scale), target + i);
        for (; i < count; i++)
            target[i] += scale * source[i];
    }

    /// <summary>target[i] = scale * the sum of row i of source [rows, columns].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void SumRows(float* target, float* source, int rows, int columns, float scale)
    {
        for (int row = 0; row < rows; row++, source += columns)
        {
            Vector<float> sums = Vector<float>.Zero;
            int i = 0;
            for (; i + Vector<float>.Count <= columns; i += Vector<float>.Count)
                sums += Vector.Load(source + i);
            float sum = Vector.Sum(sums);
            for (; i < columns; i++)
                sum += source[i];
            target[row] = scale * sum;
        }
    }

    /// <summary>target[i] = scale * the sum of column i of source [rows, columns].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void SumColumns(float* target, float* source, int rows, int columns, float scale)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= columns; i += Vector<float>.Count)
        {
            Vector<float> sum = Vector.Load(source + i);
            for (int row = 1; row < rows; row++)
                sum += Vector.Load(source + ((long)row * columns) + i);
            Vector.Store(sum * scale, target + i);
        }

        for (; i < columns; i++)
        {
            float sum = source[i];
            for (int row = 1; row < rows; row++)
                sum += source[((long)row * columns) + i];
            target[i] = scale * sum;
        }
    }

    /// <summary>target[places[i]] += scale * source[i]; entries without a place (-1) are left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Scatter(float* target, float* source, ReadOnlySpan<int> places, float scale)
    {
        for (int i = 0; i < places.Length; i++)
        {
            int place = places[i];
            if (place >= 0)
                target[place] += scale * source[i];
        }
    }

    /// <summary>target[i] += scale * source[places[i]]; entries without a place (-1) are left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Gather(float* target, float* source, ReadOnlySpan<int> places, float scale)
    {
        for (int i = 0; i < places.Length; i++)
        {
            int place = places[i];
            if (place >= 0)
                target[i] += scale * source[place];
        }
    }
}
