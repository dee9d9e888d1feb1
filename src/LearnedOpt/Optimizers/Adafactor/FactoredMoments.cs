using LearnedOpt.Kernels;

namespace LearnedOpt.Optimizers;

/// <summary>
/// The factored second moments of one tensor under three decays, and what follows from them for each row and column entry:
/// the value, 1 / sqrt(value + 1e-8), and the factor of Adafactor's normalisation. Tables are [3 kinds, 3 decays, entries].
/// </summary>
internal sealed unsafe class FactoredMoments
{
    /// <summary>Decays that are kept side by side.</summary>
    public const int Decays = 3;

    private readonly FactoredAxes axes;
    private readonly float[] rowSums, columnSums;
    private readonly float[] rowTable, columnTable;
    private readonly double[] groupSums;

    public FactoredMoments(FactoredAxes axes)
    {
        this.axes = axes;
        (rowSums, columnSums) = (new float[axes.Rows], new float[axes.Columns]);
        (rowTable, columnTable) = (new float[3 * Decays * axes.Rows], new float[3 * Decays * axes.Columns]);
        groupSums = new double[axes.Groups];
    }

    /// <summary>Floats of state: [3 decays, rows], then [3 decays, columns].</summary>
    public int StateLength => Decays * (axes.Rows + axes.Columns);

    /// <summary>Advances the moments by one gradient, and computes the tables.</summary>
    public void Advance(float* gradient, long count, float limit, float* state, ReadOnlySpan<float> decays)
    {
        Sum(gradient, count, limit);
        float* rows = state, columns = state + (Decays * axes.Rows);
        for (int k = 0; k < Decays; k++)
        {
            Blend(new Span<float>(rows + (k * axes.Rows), axes.Rows), rowSums, axes.RowLength, decays[k]);
            Blend(new Span<float>(columns + (k * axes.Columns), axes.Columns), columnSums, axes.ColumnLength, decays[k]);
            Rows(k, new ReadOnlySpan<float>(rows + (k * axes.Rows), axes.Rows));
            Columns(k, new ReadOnlySpan<float>(columns + (k * axes.Columns), axes.Columns));
        }
    }

    /// <summary>Writes what belongs to a run of elements: values, roots and factors of row and column, 18 channels [18, stride].</summary>
    public void Expand(long first, int count, float* output, int stride)
    {
        for (int done = 0; done < count;)
        {
            long run = (first + done) / axes.RunLength;
            int at = (int)((first + done) - (run * axes.RunLength));
            int length = Math.Min(count - done, axes.RunLength - at);
            int row = axes.RowOf(run) + (at * axes.RowStep), column = axes.ColumnOf(run) + (at * axes.ColumnStep);
            for (int c = 0; c < 3 * Decays; c++)
            {
                Put(rowTable, (c * axes.Rows) + row, axes.RowStep, output + (c * (long)stride) + done, length);
                Put(columnTable, (c * axes.Columns) + column, axes.ColumnStep, output + ((c + (3 * Decays)) * (long)stride) + done, length);
            }

            done += length;
        }
    }

    private static void Put(float[] table, int start, int step, float* target, int length)
    {
        if (step == 0)
            new Span<float>(target, length).Fill(table[start]);
        else
            table.AsSpan(start, length).CopyTo(new Span<float>(target, length));
    }

    private void Sum(float* gradient, long count, float limit)
    {
        Array.Clear(rowSums);
        Array.Clear(columnSums);
        long runs = count / axes.RunLength;
        for (long run = 0; run < runs; run++, gradient += axes.RunLength)
        {
            int row = axes.RowOf(run), column = axes.ColumnOf(run);
            float sum = 0f;
            for (int i = 0; i < axes.RunLength; i++)
            {
                float g = float.IsFinite(gradient[i]) ? Math.Clamp(gradient[i], -limit, limit) : 0f;
                float square = (g * g) + 1e-30f;
                sum += square;
                if (axes.RowStep == 1)
                    rowSums[row + i] += square;
                if (axes.ColumnStep == 1)
                    columnSums[column + i] += square;
            }

            if (axes.RowStep == 0)
                rowSums[row] += sum;
            if (axes.ColumnStep == 0)
                columnSums[column] += sum;
        }
    }

    private static void Blend(Span<float> moments, float[] sums, int length, float decay)
    {
        for (int i = 0; i < moments.Length; i++)
            moments[i] = (decay * moments[i]) + ((1 - decay) * (sums[i] / length));
    }

    // r = v / (mean of v over d1 + 1e-9), factor = 1 / sqrt(max(r, 1e-9)).
    private void Rows(int k, ReadOnlySpan<float> moments)
    {
        Array.Clear(groupSums);
        for (int i = 0; i < moments.Length; i++)
            groupSums[axes.RowGroup[i]] += moments[i];
        for (int i = 0; i < moments.Length; i++)
        {
            float mean = (float)(groupSums[axes.RowGroup[i]] / axes.ColumnLength);
            Store(rowTable, k, axes.Rows, i, moments[i], moments[i] / (mean + 1e-9f));
        }
    }

    private void Columns(int k, ReadOnlySpan<float> moments)
    {
        for (int i = 0; i < moments.Length; i++)
            Store(columnTable, k, axes.Columns, i, moments[i], moments[i]);
    }

    private static void Store(float[] table, int k, int entries, int i, float value, float ratio)
    {
        table[(k * entries) + i] = value;
        table[((Decays + k) * entries) + i] = 1f / MathF.Sqrt(value + 1e-8f);
        table[(((2 * Decays) + k) * entries) + i] = 1f / MathF.Sqrt(MathF.Max(ratio, 1e-9f));
    }
}
