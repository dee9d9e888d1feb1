using System.Runtime.CompilerServices;
using LearnedOpt.Kernels.Lanes;

namespace LearnedOpt.Kernels;

/// <summary>
/// Convolution kernels of nine taps with the kernels side by side: as many as a vector has lanes, [kernel, tap] in memory, become
/// [tap, lane]. A kernel's mean is then a sum of nine vectors, and what belongs to a kernel is the same vector for each tap.
/// </summary>
/// <remarks>
/// With n lanes, element e of memory is lane e mod n of vector e / n, and tap e mod 9. As n and 9 have no factor in common, the n elements
/// of one tap lie in n different lanes, so lanes stay where they are while vectors are mixed: with the vectors in the order of the tap of
/// their first lane, lane l moves on by l of them, which is a blend for each binary digit of l. Only then lanes are put in order.
/// </remarks>
internal static unsafe class TapKernel<L, V>
    where L : struct, ILanes<V>
    where V : struct
{
    /// <summary>Taps of a kernel.</summary>
    public const int Taps = 9;

    // Keeps the tables below; the first of these fields to be set.
    private static readonly List<FloatBuffer> Tables = [];

    // For each tap the lane that each kernel is found in, and for each lane the kernel; [tap, lane].
    private static readonly int* LaneOf = Table((tap, kernel) => ((Taps * kernel) + tap) % L.Count);
    private static readonly int* KernelIn = Table((tap, lane) => Enumerable.Range(0, L.Count).First(kernel => ((Taps * kernel) + tap) % L.Count == lane));

    // All bits of the lanes whose number has a binary digit; [digit, lane].
    private static readonly float* Digits = (float*)Table((digit, lane) => -((lane >> digit) & 1));

    /// <summary>Reads arrays <paramref name="stride"/> apart; each becomes [tap, lane], one behind the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Gather(float* source, long stride, int arrays, float* target)
    {
        float* digits = Digits;         // before anything is in a register: the first use of a static field may be a call
        int* order = LaneOf;
        for (int i = 0; i < arrays; i++, source += stride, target += Taps * L.Count)
        {
            V a = L.Load(source + At(0)), b = L.Load(source + At(1)), c = L.Load(source + At(2)), d = L.Load(source + At(3)), e = L.Load(source + At(4));
            V f = L.Load(source + At(5)), g = L.Load(source + At(6)), h = L.Load(source + At(7)), k = L.Load(source + At(8));
            if (L.Count > 1)
                Mix(digits, k, a, b, c, d, e, f, g, h, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h, ref k);
            if (L.Count > 2)
                Mix(digits + L.Count, h, k, a, b, c, d, e, f, g, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h, ref k);
            if (L.Count > 4)
                Mix(digits + (2 * L.Count), f, g, h, k, a, b, c, d, e, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h, ref k);
            if (L.Count > 8)
                Mix(digits + (3 * L.Count), b, c, d, e, f, g, h, k, a, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h, ref k);
            Put(target, order, 0, a);
            Put(target, order, 1, b);
            Put(target, order, 2, c);
            Put(target, order, 3, d);
            Put(target, order, 4, e);
            Put(target, order, 5, f);
            Put(target, order, 6, g);
            Put(target, order, 7, h);
            Put(target, order, 8, k);
        }
    }

    /// <summary>Writes [tap, lane] back to memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Scatter(float* source, float* target)
    {
        float* digits = Digits;
        int* order = KernelIn;
        V a = Get(source, order, 0), b = Get(source, order, 1), c = Get(source, order, 2), d = Get(source, order, 3), e = Get(source, order, 4);
        V f = Get(source, order, 5), g = Get(source, order, 6), h = Get(source, order, 7), k = Get(source, order, 8);
        if (L.Count > 1)
            Mix(digits, b, c, d, e, f, g, h, k, a, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h, ref k);
        if (L.Count > 2)
            Mix(digits + L.Count, c, d, e, f, g, h, k, a, b, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h, ref k);
        if (L.Count > 4)
            Mix(digits + (2 * L.Count), e, f, g, h, k, a, b, c, d, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h, ref k);
        if (L.Count > 8)
            Mix(digits + (3 * L.Count), k, a, b, c, d, e, f, g, h, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h, ref k);
        L.Store(target + At(0), a);
        L.Store(target + At(1), b);
        L.Store(target + At(2), c);
        L.Store(target + At(3), d);
        L.Store(target + At(4), e);
        L.Store(target + At(5), f);
        L.Store(target + At(6), g);
        L.Store(target + At(7), h);
        L.Store(target + At(8), k);
    }

    /// <summary>The mean over taps of each channel: x [channels, stride], of which a row holds [tap, lane], to means [channels, lane].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Means(float* x, int stride, int channels, float* means)
    {
        V factor = L.Broadcast(1f / Taps);
        for (int c = 0; c < channels; c++, x += stride, means += L.Count)
        {
            V a = L.Add(L.Load(x), L.Load(x + L.Count)), b = L.Add(L.Load(x + (2 * L.Count)), L.Load(x + (3 * L.Count)));
            V d = L.Add(L.Load(x + (4 * L.Count)), L.Load(x + (5 * L.Count))), e = L.Add(L.Load(x + (6 * L.Count)), L.Load(x + (7 * L.Count)));
            L.Store(means, L.Mul(L.Add(L.Add(L.Add(a, b), L.Add(d, e)), L.Load(x + (8 * L.Count))), factor));
        }
    }

    // Where the vector whose first lane belongs to this tap begins. The inverse of 16 modulo 9 is 4, that of 8 is 8.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int At(int tap) => tap * (L.Count == 16 ? 4 : L.Count == 8 ? 8 : 1) % Taps * L.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* target, int* order, int tap, V x) => L.Store(target + (tap * L.Count), L.Permute(x, order + (tap * L.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Get(float* source, int* order, int tap) => L.Permute(L.Load(source + (tap * L.Count)), order + (tap * L.Count));

    /// <summary>Replaces each vector by the one before it in the lanes that have a digit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(
        float* digit, V i, V j, V m, V n, V o, V p, V q, V r, V s,
        ref V a, ref V b, ref V c, ref V d, ref V e, ref V f, ref V g, ref V h, ref V k)
    {
        V lanes = L.Load(digit);
        a = L.Select(lanes, i, a);
        b = L.Select(lanes, j, b);
        c = L.Select(lanes, m, c);
        d = L.Select(lanes, n, d);
        e = L.Select(lanes, o, e);
        f = L.Select(lanes, p, f);
        g = L.Select(lanes, q, g);
        h = L.Select(lanes, r, h);
        k = L.Select(lanes, s, k);
    }

    private static int* Table(Func<int, int, int> entry)
    {
        var table = new FloatBuffer(Taps * L.Count);
        Tables.Add(table);
        for (int i = 0; i < table.Length; i++)
            ((int*)table.Pointer)[i] = entry(i / L.Count, i % L.Count);
        return (int*)table.Pointer;
    }
}
