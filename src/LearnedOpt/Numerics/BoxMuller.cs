using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LearnedOpt.Numerics;

/// <summary>
/// Two independent standard normals from two 32-bit words: sqrt(-2 ln u) (cos a, sin a), a uniform on the circle.
/// <para>
/// Only + - * / and square roots in double, each correctly rounded by IEEE 754 and never contracted by the runtime, so
/// every platform, vector width and thread count gives the same bits; a platform's own logarithm and sine do not.
/// Absolute error below 1e-9. The largest value is sqrt(66 ln 2) = 6.76, as u has 32 bits.
/// </para>
/// <para>Reference: Box, Muller, 1958, "A note on the generation of random normal deviates".</para>
/// </summary>
internal static class BoxMuller
{
    private const ulong MantissaMask = (1UL << 52) - 1;
    private const ulong HalfBits = 0x3FE0000000000000;     // 0.5
    private const ulong Two52Bits = 0x4330000000000000;    // 2^52: or-ing an integer below 2^52 into it adds that integer
    private const double Two52 = 4503599627370496.0;
    private const double HalfRoot = 0.70710678118654752;
    private const double Ln2 = 0.69314718055994531;
    private const double QuarterPi = 0.78539816339744831;

    // atanh series: ln m = 2 s (1 + s^2/3 + s^4/5 + ...), s = (m - 1) / (m + 1), |s| <= 0.172 for m in [sqrt(1/2), sqrt(2)).
    private const double L1 = 1.0 / 3, L2 = 1.0 / 5, L3 = 1.0 / 7, L4 = 1.0 / 9, L5 = 1.0 / 11, L6 = 1.0 / 13;

    // Taylor series on the first octant, a in [0, pi/4].
    private const double S1 = -1.0 / 6, S2 = 1.0 / 120, S3 = -1.0 / 5040, S4 = 1.0 / 362880, S5 = -1.0 / 39916800;
    private const double C1 = -1.0 / 2, C2 = 1.0 / 24, C3 = -1.0 / 720, C4 = 1.0 / 40320, C5 = -1.0 / 3628800;

    /// <summary>The pair for the words (<paramref name="radius"/>, <paramref name="angle"/>).</summary>
    public static (float First, float Second) Pair(uint radius, uint angle)
    {
        double u = (radius + 0.5) * (1.0 / 4294967296.0);
        ulong bits = BitConverter.DoubleToUInt64Bits(u);
        double exponent = (double)(bits >> 52) - 1022.0;
        double m = BitConverter.UInt64BitsToDouble((bits & MantissaMask) | HalfBits);
        if (m < HalfRoot)
        {
            m += m;
            exponent -= 1.0;
        }
        double s = (m - 1.0) / (m + 1.0), q = s * s;
        double series = 1.0 + q * (L1 + q * (L2 + q * (L3 + q * (L4 + q * (L5 + q * L6)))));
        double r = Math.Sqrt(-2.0 * (exponent * Ln2 + (s + s) * series));

        // Upper three bits choose the octant (two signs and a swap), the rest the angle within it.
        double a = ((angle & 0x1FFFFFFF) + 0.5) * (QuarterPi / 536870912.0), z = a * a;
        double sin = a * (1.0 + z * (S1 + z * (S2 + z * (S3 + z * (S4 + z * S5)))));
        double cos = 1.0 + z * (C1 + z * (C2 + z * (C3 + z * (C4 + z * C5))));
        if ((angle & 0x20000000) != 0)
            (sin, cos) = (cos, sin);
        float first = (float)(r * cos), second = (float)(r * sin);
        return ((angle & 0x40000000) != 0 ? -first : first, (angle & 0x80000000) != 0 ? -second : second);
    }

    /// <summary>Four pairs at once, the same bits as <see cref="Pair"/>; words in 64-bit lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<float> First, Vector128<float> Second) Pairs(Vector256<ulong> radius, Vector256<ulong> angle)
    {
        Vector256<double> one = Vector256.Create(1.0);
        Vector256<double> u = (ToDouble(radius) + Vector256.Create(0.5)) * Vector256.Create(1.0 / 4294967296.0);
        Vector256<ulong> bits = u.AsUInt64();
        Vector256<double> exponent = ToDouble(bits >>> 52) - Vector256.Create(1022.0);
        Vector256<double> m = ((bits & Vector256.Create(MantissaMask)) | Vector256.Create(HalfBits)).AsDouble();
        Vector256<double> small = Vector256.LessThan(m, Vector256.Create(HalfRoot));
        m += m & small;
        exponent -= one & small;
        Vector256<double> s = (m - one) / (m + one), q = s * s;
        Vector256<double> series = Vector256.Create(L5) + q * L6;
        series = Vector256.Create(L4) + q * series;
        series = Vector256.Create(L3) + q * series;
        series = Vector256.Create(L2) + q * series;
        series = Vector256.Create(L1) + q * series;
        series = one + q * series;
        Vector256<double> r = Vector256.Sqrt(Vector256.Create(-2.0) * (exponent * Ln2 + (s + s) * series));

        Vector256<double> a = (ToDouble(angle & Vector256.Create(0x1FFFFFFFUL)) + Vector256.Create(0.5)) * (QuarterPi / 536870912.0), z = a * a;
        Vector256<double> sin = Vector256.Create(S4) + z * S5;
        sin = Vector256.Create(S3) + z * sin;
        sin = Vector256.Create(S2) + z * sin;
        sin = Vector256.Create(S1) + z * sin;
        sin = a * (one + z * sin);
        Vector256<double> cos = Vector256.Create(C4) + z * C5;
        cos = Vector256.Create(C3) + z * cos;
        cos = Vector256.Create(C2) + z * cos;
        cos = Vector256.Create(C1) + z * cos;
        cos = one + z * cos;
        Vector256<ulong> swapBit = Vector256.Create(0x20000000UL), signBit = Vector256.Create(1UL << 63);
        Vector256<double> swap = Vector256.Equals(angle & swapBit, swapBit).AsDouble();
        Vector256<double> first = r * Vector256.ConditionalSelect(swap, sin, cos), second = r * Vector256.ConditionalSelect(swap, cos, sin);
        first = (first.AsUInt64() ^ ((angle << 33) & signBit)).AsDouble();
        second = (second.AsUInt64() ^ ((angle << 32) & signBit)).AsDouble();
        return (ToSingle(first), ToSingle(second));
    }

    private static Vector256<double> ToDouble(Vector256<ulong> below2Power52) =>
        (below2Power52 | Vector256.Create(Two52Bits)).AsDouble() - Vector256.Create(Two52);

    private static Vector128<float> ToSingle(Vector256<double> value) => System.Runtime.Intrinsics.X86.Avx.ConvertToVector128Single(value);
}
