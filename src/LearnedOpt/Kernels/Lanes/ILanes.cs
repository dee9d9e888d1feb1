using System.Runtime.Intrinsics;

namespace LearnedOpt.Kernels.Lanes;

/// <summary>
/// The few operations on a vector of floats that the kernels are written in. A kernel is generic over (L, V), and the
/// JIT compiles it once per width, with every call below inlined to one or two instructions.
/// </summary>
/// <typeparam name="V">The vector itself: <c>float</c>, <c>Vector256&lt;float&gt;</c> or <c>Vector512&lt;float&gt;</c>.</typeparam>
internal unsafe interface ILanes<V>
    where V : struct
{
    /// <summary>Floats in one vector.</summary>
    static abstract int Count { get; }

    static abstract V Zero { get; }

    static abstract V Broadcast(float x);

    static abstract V Load(float* p);

    static abstract void Store(float* p, V x);

    /// <summary>Brings a cache line near, if the processor can be asked to; any address will do.</summary>
    static abstract void Prefetch(float* p);

    /// <summary>p[index[lane]] for each lane; indices ascend from <paramref name="first"/> by at most one.</summary>
    static abstract V Pick(float* p, int* index, int first);

    /// <summary>Lane i of the result is lane index[i].</summary>
    static abstract V Permute(V x, int* index);

    /// <summary><paramref name="a"/> in the lanes where all bits of <paramref name="lanes"/> are set, <paramref name="b"/> where none is.</summary>
    static abstract V Select(V lanes, V a, V b);

    /// <summary>The first <paramref name="n"/> floats (0 &lt; n &lt; Count), zeros behind; touches no other memory.</summary>
    static abstract V LoadPartial(float* p, int n);

    /// <summary>Writes the first <paramref name="n"/> floats (0 &lt; n &lt; Count); touches no other memory.</summary>
    static abstract void StorePartial(float* p, V x, int n);

    /// <summary><paramref name="x"/> with zeros from lane <paramref name="n"/> on.</summary>
    static abstract V KeepFirst(V x, int n);

    static abstract V Fma(V a, V b, V c);

    static abstract V Add(V a, V b);

    static abstract V Sub(V a, V b);

    static abstract V Mul(V a, V b);

    static abstract V Div(V a, V b);

    static abstract V Sqrt(V a);

    static abstract V Min(V a, V b);

    static abstract V Max(V a, V b);

    static abstract V Abs(V x);

    /// <summary><paramref name="x"/>, and 0 where <paramref name="gate"/> is 0 or less: what a ReLU that answered gate lets through backwards.</summary>
    static abstract V Gate(V x, V gate);

    /// <summary><paramref name="x"/>, and 0 where it is infinite or not a number.</summary>
    static abstract V Finite(V x);

    /// <summary><paramref name="x"/>, and 0 where |x| is below 1e-30: keeps decaying averages out of the subnormal range.</summary>
    static abstract V FlushTiny(V x);

    /// <summary>2^k for integral-valued <paramref name="k"/> in [-126, 127].</summary>
    static abstract V PowerOfTwo(V k);

    static abstract V Round(V x);

    /// <summary>Sum of the lanes, halves first: a fixed order.</summary>
    static abstract float Sum(V x);

    /// <summary>The sums of the lanes of four vectors.</summary>
    static abstract Vector128<float> Sums(V a, V b, V c, V d);
}
