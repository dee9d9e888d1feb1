using System.Runtime.CompilerServices;
using LearnedOpt.Kernels.Lanes;

namespace LearnedOpt.Kernels.Cells;

/// <summary>
/// A sum of small matrix products over up to three cells, held in registers from the first product to the last. With 32
/// registers a block is eight outputs by three cells: each loaded input serves eight products, each broadcast weight three.
/// </summary>
internal static unsafe class CellKernel<L, V>
    where L : struct, ILanes<V>
    where V : struct
{
    /// <summary>Runs one piece of work.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(in CellWork work)
    {
        int o = 0;
        for (; o + 8 <= work.Outputs; o += 8)
        {
            if (L.Count == CellGrid.Lanes && work.Count == CellGrid.Block)
            {
                Eight3(work, o);
                continue;
            }

            for (int cell = 0; cell < work.Count; cell++)
            {
                for (int lane = 0; lane < CellGrid.Lanes; lane += L.Count)
                    Eight1(work, o, cell, lane);
            }
        }

        for (; o < work.Outputs; o++)
        {
            for (int cell = 0; cell < work.Count; cell++)
            {
                for (int lane = 0; lane < CellGrid.Lanes; lane += L.Count)
                    One(work, o, cell, lane);
            }
        }

        for (long at = work.ColumnSums == null ? o * 16L : (o - 8) * 16L; at < o * 16L; at += 16)
            AddSums(work, at);
        for (int cell = 0; cell < work.Count; cell++)
        {
            if (work.Lanes[cell] < CellGrid.Lanes)
                Trim(work.Y + ((long)cell * work.OutputStride), work.Outputs, work.Lanes[cell]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Eight3(in CellWork work, int o)
    {
        float* r0 = work.Row[0] + (o * 16), r1 = work.Row[1] + (o * 16), r2 = work.Row[2] + (o * 16);
        V a0 = L.Broadcast(r0[0]), a1 = L.Broadcast(r1[0]), a2 = L.Broadcast(r2[0]);
        V b0 = L.Broadcast(r0[16]), b1 = L.Broadcast(r1[16]), b2 = L.Broadcast(r2[16]);
        V c0 = L.Broadcast(r0[32]), c1 = L.Broadcast(r1[32]), c2 = L.Broadcast(r2[32]);
        V d0 = L.Broadcast(r0[48]), d1 = L.Broadcast(r1[48]), d2 = L.Broadcast(r2[48]);
        V e0 = L.Broadcast(r0[64]), e1 = L.Broadcast(r1[64]), e2 = L.Broadcast(r2[64]);
        V f0 = L.Broadcast(r0[80]), f1 = L.Broadcast(r1[80]), f2 = L.Broadcast(r2[80]);
        V g0 = L.Broadcast(r0[96]), g1 = L.Broadcast(r1[96]), g2 = L.Broadcast(r2[96]);
        V h0 = L.Broadcast(r0[112]), h1 = L.Broadcast(r1[112]), h2 = L.Broadcast(r2[112]);
        for (int k = 0; k < work.Starts; k++)
        {
            float* s0 = work.Start[3 * k] + (o * 16), s1 = work.Start[(3 * k) + 1] + (o * 16), s2 = work.Start[(3 * k) + 2] + (o * 16);
            a0 = L.Add(a0, L.Load(s0)); a1 = L.Add(a1, L.Load(s1)); a2 = L.Add(a2, L.Load(s2));
            b0 = L.Add(b0, L.Load(s0 + 16)); b1 = L.Add(b1, L.Load(s1 + 16)); b2 = L.Add(b2, L.Load(s2 + 16));
            c0 = L.Add(c0, L.Load(s0 + 32)); c1 = L.Add(c1, L.Load(s1 + 32)); c2 = L.Add(c2, L.Load(s2 + 32));
            d0 = L.Add(d0, L.Load(s0 + 48)); d1 = L.Add(d1, L.Load(s1 + 48)); d2 = L.Add(d2, L.Load(s2 + 48));
            e0 = L.Add(e0, L.Load(s0 + 64)); e1 = L.Add(e1, L.Load(s1 + 64)); e2 = L.Add(e2, L.Load(s2 + 64));
            f0 = L.Add(f0, L.Load(s0 + 80)); f1 = L.Add(f1, L.Load(s1 + 80)); f2 = L.Add(f2, L.Load(s2 + 80));
            g0 = L.Add(g0, L.Load(s0 + 96)); g1 = L.Add(g1, L.Load(s1 + 96)); g2 = L.Add(g2, L.Load(s2 + 96));
            h0 = L.Add(h0, L.Load(s0 + 112)); h1 = L.Add(h1, L.Load(s1 + 112)); h2 = L.Add(h2, L.Load(s2 + 112));
        }

        // While the multiply-add units are busy, late in the pass, the sums of the pass before are taken: its results are in memory by then.
        long summed = work.ColumnSums == null ? 0 : o * 16L, before = Math.Max(0, summed - 128);
        for (int s = 0; s < work.Segments; s++)
        {
            float* x = work.X[s];
            float* y = x + work.Stride;
            float* z = y + work.Stride;
            float* w = work.W[s] + ((long)o * work.ChannelsIn);
            float* next = s == 0 ? work.Next + (o / 8 * (long)work.Stride) : x;         // the next block, a cell at each pass
            float* end = w + (8L * work.ChannelsIn), late = summed > 0 && s == work.Segments - 1 ? end - 64 : end;
            for (; w < end; w += 8, x += 16, y += 16, z += 16, next += 16)
            {
                L.Prefetch(next);
                V x0 = L.Load(x), x1 = L.Load(y), x2 = L.Load(z);
                V t = L.Broadcast(w[0]);
                a0 = L.Fma(x0, t, a0); a1 = L.Fma(x1, t, a1); a2 = L.Fma(x2, t, a2);
                t = L.Broadcast(w[1]);
                b0 = L.Fma(x0, t, b0); b1 = L.Fma(x1, t, b1); b2 = L.Fma(x2, t, b2);
                t = L.Broadcast(w[2]);
                c0 = L.Fma(x0, t, c0); c1 = L.Fma(x1, t, c1); c2 = L.Fma(x2, t, c2);
                t = L.Broadcast(w[3]);
                d0 = L.Fma(x0, t, d0); d1 = L.Fma(x1, t, d1); d2 = L.Fma(x2, t, d2);
                t = L.Broadcast(w[4]);
                e0 = L.Fma(x0, t, e0); e1 = L.Fma(x1, t, e1); e2 = L.Fma(x2, t, e2);
                t = L.Broadcast(w[5]);
                f0 = L.Fma(x0, t, f0); f1 = L.Fma(x1, t, f1); f2 = L.Fma(x2, t, f2);
                t = L.Broadcast(w[6]);
                g0 = L.Fma(x0, t, g0); g1 = L.Fma(x1, t, g1); g2 = L.Fma(x2, t, g2);
                t = L.Broadcast(w[7]);
                h0 = L.Fma(x0, t, h0); h1 = L.Fma(x1, t, h1); h2 = L.Fma(x2, t, h2);
                if (w >= late)
                {
                    AddSums(work, before);
                    before += 16;
                }
            }
        }

        for (; before < summed; before += 16)
            AddSums(work, before);
        V floor = L.Broadcast(work.Floor);
        Put(work, o * 16, L.Max(a0, floor), L.Max(a1, floor), L.Max(a2, floor));
        Put(work, (o * 16) + 16, L.Max(b0, floor), L.Max(b1, floor), L.Max(b2, floor));
        Put(work, (o * 16) + 32, L.Max(c0, floor), L.Max(c1, floor), L.Max(c2, floor));
        Put(work, (o * 16) + 48, L.Max(d0, floor), L.Max(d1, floor), L.Max(d2, floor));
        Put(work, (o * 16) + 64, L.Max(e0, floor), L.Max(e1, floor), L.Max(e2, floor));
        Put(work, (o * 16) + 80, L.Max(f0, floor), L.Max(f1, floor), L.Max(f2, floor));
        Put(work, (o * 16) + 96, L.Max(g0, floor), L.Max(g1, floor), L.Max(g2, floor));
        Put(work, (o * 16) + 112, L.Max(h0, floor), L.Max(h1, floor), L.Max(h2, floor));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(in CellWork work, int at, V x, V y, V z)
    {
        float* target = work.Y + at;
        L.Store(target, x);
        L.Store(target + work.OutputStride, y);
        L.Store(target + (2L * work.OutputStride), z);
        if (work.Ahead != 0)
        {
            L.Prefetch(target + work.Ahead);
            L.Prefetch(target + work.Ahead + work.OutputStride);
            L.Prefetch(target + work.Ahead + (2L * work.OutputStride));
        }
    }

    // Sums of results, one output of the three cells.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSums(in CellWork work, long at)
    {
        float* result = work.Y + at;
        V x = L.Load(result), y = L.Load(result + work.OutputStride), z = L.Load(result + (2L * work.OutputStride));
        float* sum = work.ColumnSums + at;
        L.Store(sum, L.Add(L.Load(sum), L.Add(L.Add(x, y), z)));
        sum = work.RowSums + at;
        L.Store(sum, L.Add(L.Load(sum), x));
        sum += work.OutputStride;
        L.Store(sum, L.Add(L.Load(sum), y));
        sum += work.OutputStride;
        L.Store(sum, L.Add(L.Load(sum), z));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Eight1(in CellWork work, int o, int cell, int lane)
    {
        float* r = work.Row[cell] + (o * 16);
        V a = L.Broadcast(r[0]), b = L.Broadcast(r[16]), c = L.Broadcast(r[32]), d = L.Broadcast(r[48]);
        V e = L.Broadcast(r[64]), f = L.Broadcast(r[80]), g = L.Broadcast(r[96]), h = L.Broadcast(r[112]);
        for (int k = 0; k < work.Starts; k++)
        {
            float* s = work.Start[(3 * k) + cell] + (o * 16) + lane;
            a = L.Add(a, L.Load(s)); b = L.Add(b, L.Load(s + 16)); c = L.Add(c, L.Load(s + 32)); d = L.Add(d, L.Load(s + 48));
            e = L.Add(e, L.Load(s + 64)); f = L.Add(f, L.Load(s + 80)); g = L.Add(g, L.Load(s + 96)); h = L.Add(h, L.Load(s + 112));
        }

        for (int s = 0; s < work.Segments; s++)
        {
            float* x = work.X[s] + ((long)cell * work.Stride) + lane;
            float* w = work.W[s] + ((long)o * work.ChannelsIn);
            for (float* end = w + (8L * work.ChannelsIn); w < end; w += 8, x += 16)
            {
                V t = L.Load(x);
                a = L.Fma(t, L.Broadcast(w[0]), a);
                b = L.Fma(t, L.Broadcast(w[1]), b);
                c = L.Fma(t, L.Broadcast(w[2]), c);
                d = L.Fma(t, L.Broadcast(w[3]), d);
                e = L.Fma(t, L.Broadcast(w[4]), e);
                f = L.Fma(t, L.Broadcast(w[5]), f);
                g = L.Fma(t, L.Broadcast(w[6]), g);
                h = L.Fma(t, L.Broadcast(w[7]), h);
            }
        }

        V floor = L.Broadcast(work.Floor);
        float* y = work.Y + ((long)cell * work.OutputStride) + (o * 16) + lane;
        L.Store(y, L.Max(a, floor)); L.Store(y + 16, L.Max(b, floor)); L.Store(y + 32, L.Max(c, floor)); L.Store(y + 48, L.Max(d, floor));
        L.Store(y + 64, L.Max(e, floor)); L.Store(y + 80, L.Max(f, floor)); L.Store(y + 96, L.Max(g, floor)); L.Store(y + 112, L.Max(h, floor));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void One(in CellWork work, int o, int cell, int lane)
    {
        V a = L.Broadcast(work.Row[cell][o * 16]), b = L.Zero, c = L.Zero, d = L.Zero;
        for (int k = 0; k < work.Starts; k++)
            a = L.Add(a, L.Load(work.Start[(3 * k) + cell] + (o * 16) + lane));
        for (int s = 0; s < work.Segments; s++)
        {
            float* x = work.X[s] + ((long)cell * work.Stride) + lane;
            float* w = work.W[s] + ((long)o * work.ChannelsIn);
            int i = 0;
            for (; i + 4 <= work.ChannelsIn; i += 4, w += 4, x += 64)
            {
                a = L.Fma(L.Load(x), L.Broadcast(w[0]), a);
                b = L.Fma(L.Load(x + 16), L.Broadcast(w[1]), b);
                c = L.Fma(L.Load(x + 32), L.Broadcast(w[2]), c);
                d = L.Fma(L.Load(x + 48), L.Broadcast(w[3]), d);
            }

            for (; i < work.ChannelsIn; i++, w++, x += 16)
                a = L.Fma(L.Load(x), L.Broadcast(*w), a);
        }

        a = L.Add(L.Add(a, b), L.Add(c, d));
        L.Store(work.Y + ((long)cell * work.OutputStride) + (o * 16) + lane, L.Max(a, L.Broadcast(work.Floor)));
    }

    private static void Trim(float* cell, int channels, int lanes)
    {
        for (int c = 0; c < channels; c++)
            new Span<float>(cell + (c * CellGrid.Lanes) + lanes, CellGrid.Lanes - lanes).Clear();
    }
}
