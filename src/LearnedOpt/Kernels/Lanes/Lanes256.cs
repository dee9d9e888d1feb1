using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector256<float>;

namespace LearnedOpt.Kernels.Lanes;

/// <summary>Eight floats in an AVX register.</summary>
internal readonly unsafe struct Lanes256 : ILanes<V>
{
    public static int Count => 8;

    public static V Zero => V.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Broadcast(float x) => Vector256.Create(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load(float* p) => Vector256.Load(p);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* p, V x) => x.Store(p);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* p) => Sse.Prefetch0(p);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pick(float* p, int* index, int first) =>
        Avx2.PermuteVar8x32(Vector256.Load(p + first), Vector256.Load(index) - Vector256.Create(first));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Permute(V x, int* index) => Avx2.PermuteVar8x32(x, Vector256.Load(index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Select(V lanes, V a, V b) => Vector256.ConditionalSelect(lanes, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadPartial(float* p, int n) => Avx.MaskLoad(p, Mask(n));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(float* p, V x, int n) => Avx.MaskStore(p, Mask(n), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V KeepFirst(V x, int n) => x & Mask(n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Fma(V a, V b, V c) => Vector256.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Add(V a, V b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sub(V a, V b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Mul(V a, V b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Div(V a, V b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sqrt(V a) => Vector256.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Min(V a, V b) => Vector256.MinNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Max(V a, V b) => Vector256.MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Abs(V x) => Vector256.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Gate(V x, V gate) => Vector256.AndNot(x, Vector256.LessThanOrEqual(gate, V.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Finite(V x) =>
        x & Vector256.LessThanOrEqual(Vector256.Abs(x), Vector256.Create(float.MaxValue));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V FlushTiny(V x) =>
        x & Vector256.GreaterThanOrEqual(Vector256.Abs(x), Vector256.Create(1e-30f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V PowerOfTwo(V k) =>
        Vector256.ShiftLeft(Vector256.ConvertToInt32Native(k) + Vector256.Create(127), 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Round(V x) => Vector256.Round(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(V x)
    {
        Vector128<float> four = x.GetLower() + x.GetUpper();
        return (four[0] + four[2]) + (four[1] + four[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sums(V a, V b, V c, V d)
    {
        V sums = Avx.HorizontalAdd(Avx.HorizontalAdd(a, b), Avx.HorizontalAdd(c, d));
        return sums.GetLower() + sums.GetUpper();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Mask(int n) => Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(n)).AsSingle();
}
