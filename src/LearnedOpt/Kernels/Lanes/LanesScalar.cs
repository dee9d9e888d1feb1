using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LearnedOpt.Kernels.Lanes;

/// <summary>One float: the path for processors without AVX2, and the simplest reading of every kernel.</summary>
internal readonly unsafe struct LanesScalar : ILanes<float>
{
    public static int Count => 1;

    public static float Zero => 0f;

    public static float Broadcast(float x) => x;

    public static float Load(float* p) => *p;

    public static void Store(float* p, float x) => *p = x;

    public static void Prefetch(float* p)
    {
    }

    public static float Pick(float* p, int* index, int first) => p[*index];

    public static float Permute(float x, int* index) => x;

    public static float Select(float lanes, float a, float b) => BitConverter.SingleToInt32Bits(lanes) != 0 ? a : b;

    public static float LoadPartial(float* p, int n) => 0f;

    public static void StorePartial(float* p, float x, int n)
    {
    }

    public static float KeepFirst(float x, int n) => n > 0 ? x : 0f;

    public static float Fma(float a, float b, float c) => (a * b) + c;

    public static float Add(float a, float b) => a + b;

    public static float Sub(float a, float b) => a - b;

    public static float Mul(float a, float b) => a * b;

    public static float Div(float a, float b) => a / b;

    public static float Sqrt(float a) => MathF.Sqrt(a);

    public static float Min(float a, float b) => a < b ? a : b;

    public static float Max(float a, float b) => a > b ? a : b;

    public static float Abs(float x) => Math.Abs(x);

    public static float Gate(float x, float gate) => gate <= 0f ? 0f : x;

    public static float Finite(float x) => float.IsFinite(x) ? x : 0f;

    public static float FlushTiny(float x) => MathF.Abs(x) < 1e-30f ? 0f : x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float PowerOfTwo(float k) => BitConverter.Int32BitsToSingle(((int)k + 127) << 23);

    public static float Round(float x) => MathF.Round(x);

    public static float Sum(float x) => x;

    public static Vector128<float> Sums(float a, float b, float c, float d) => Vector128.Create(a, b, c, d);
}
