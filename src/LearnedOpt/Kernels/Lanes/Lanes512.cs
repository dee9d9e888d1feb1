using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace LearnedOpt.Kernels.Lanes;

/// <summary>Sixteen floats in an AVX-512 register.</summary>
internal readonly unsafe struct Lanes512 : ILanes<V>
{
    public static int Count => 16;

    public static V Zero => V.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Broadcast(float x) => Vector512.Create(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load(float* p) => Vector512.Load(p);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* p, V x) => x.Store(p);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* p) => Sse.Prefetch0(p);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pick(float* p, int* index, int first) =>
        Avx512F.PermuteVar16x32(Vector512.Load(p + first), Vector512.Load(index) - Vector512.Create(first));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Permute(V x, int* index) => Avx512F.PermuteVar16x32(x, Vector512.Load(index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Select(V lanes, V a, V b) => Vector512.ConditionalSelect(lanes, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadPartial(float* p, int n) => Avx512F.MaskLoad(p, Mask(n), V.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(float* p, V x, int n) => Avx512F.MaskStore(p, Mask(n), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V KeepFirst(V x, int n) => Vector512.ConditionalSelect(Mask(n), x, V.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Fma(V a, V b, V c) => Vector512.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Add(V a, V b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sub(V a, V b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Mul(V a, V b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Div(V a, V b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sqrt(V a) => Vector512.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Min(V a, V b) => Vector512.MinNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Max(V a, V b) => Vector512.MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Abs(V x) => Vector512.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Gate(V x, V gate) => Vector512.ConditionalSelect(Vector512.LessThanOrEqual(gate, V.Zero), V.Zero, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Finite(V x) => Vector512.ConditionalSelect(
        Vector512.LessThanOrEqual(Vector512.Abs(x), Vector512.Create(float.MaxValue)), x, V.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V FlushTiny(V x) => Vector512.ConditionalSelect(
        Vector512.LessThan(Vector512.Abs(x), Vector512.Create(1e-30f)), V.Zero, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V PowerOfTwo(V k) =>
        Vector512.ShiftLeft(Vector512.ConvertToInt32Native(k) + Vector512.Create(127), 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Round(V x) => Vector512.Round(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(V x) => Lanes256.Sum(x.GetLower() + x.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sums(V a, V b, V c, V d) =>
        Lanes256.Sums(a.GetLower() + a.GetUpper(), b.GetLower() + b.GetUpper(), c.GetLower() + c.GetUpper(), d.GetLower() + d.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Mask(int n) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(n)).AsSingle();
}
