using System.Runtime.CompilerServices;
using LearnedOpt.Kernels.Lanes;

namespace LearnedOpt.Kernels;

/// <summary>Functions of a vector, built from <see cref="ILanes{V}"/> so that every width computes the same terms.</summary>
internal static unsafe class LaneMath<L, V>
    where L : struct, ILanes<V>
    where V : struct
{
    /// <summary>
    /// e^x for |x| at most 80, to 2 units in the last place: x = k ln 2 + r with |r| at most ln 2 / 2, a Taylor polynomial of
    /// degree 7 in r (its next term is below 6e-9), times 2^k.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp(V x)
    {
        V k = L.Round(L.Mul(x, L.Broadcast(1.442695041f)));
        V r = L.Fma(k, L.Broadcast(-0.693359375f), x);
        r = L.Fma(k, L.Broadcast(2.12194440e-4f), r);
        V p = L.Broadcast(1f / 5040f);
        p = L.Fma(p, r, L.Broadcast(1f / 720f));
        p = L.Fma(p, r, L.Broadcast(1f / 120f));
        p = L.Fma(p, r, L.Broadcast(1f / 24f));
        p = L.Fma(p, r, L.Broadcast(1f / 6f));
        p = L.Fma(p, r, L.Broadcast(0.5f));
        p = L.Fma(p, r, L.Broadcast(1f));
        p = L.Fma(p, r, L.Broadcast(1f));
        return L.Mul(p, L.PowerOfTwo(k));
    }

    /// <summary>The vector at <paramref name="p"/>, of which only <paramref name="left"/> floats may be touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadUpTo(float* p, long left) => left >= L.Count ? L.Load(p) : L.LoadPartial(p, (int)left);

    /// <summary>Writes the vector at <paramref name="p"/>, of which only <paramref name="left"/> floats may be touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreUpTo(float* p, V x, long left)
    {
        if (left >= L.Count)
            L.Store(p, x);
        else
            L.StorePartial(p, x, (int)left);
    }

    /// <summary><paramref name="x"/> limited to [-limit, limit].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Limit(V x, V limit) => L.Max(L.Min(x, limit), L.Sub(L.Zero, limit));
}
