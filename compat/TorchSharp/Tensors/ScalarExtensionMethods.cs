using System;
using System.Numerics;

namespace TorchSharp;

/// <summary>Numbers in and out of a <see cref="Scalar"/>.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;
    public static Scalar ToScalar(this sbyte value) => value;
    public static Scalar ToScalar(this short value) => value;
    public static Scalar ToScalar(this int value) => value;
    public static Scalar ToScalar(this long value) => value;
    public static Scalar ToScalar(this Half value) => value;
    public static Scalar ToScalar(this float value) => value;
    public static Scalar ToScalar(this double value) => value;
    public static Scalar ToScalar(this bool value) => value;
    public static Scalar ToScalar(this Complex value) => value;
    public static Scalar ToScalar(this (float, float) value) => value;
    public static Scalar ToBFloat16Scalar(this float value) => new(value, torch.ScalarType.Float64, (double)value);

    public static float ToSingle(this Scalar value) => (float)value.ToDouble();
    public static Half ToHalf(this Scalar value) => (Half)value.ToDouble();
    public static sbyte ToSByte(this Scalar value) => (sbyte)value.ToInt64();
    public static byte ToByte(this Scalar value) => (byte)value.ToInt64();
    public static short ToInt16(this Scalar value) => (short)value.ToInt64();
    public static int ToInt32(this Scalar value) => (int)value.ToInt64();

    public static double ToDouble(this Scalar value) => value.Value switch
    {
        Half half => (double)half,
        bool flag => flag ? 1 : 0,
        Complex complex => complex.Imaginary == 0 ? complex.Real : throw NoImaginary(complex),
        var number => Convert.ToDouble(number),
    };

    public static long ToInt64(this Scalar value) => value.Value switch
    {
        Half half => (long)(double)half,
        float single => (long)single,
        double real => (long)real,
        bool flag => flag ? 1 : 0,
        Complex complex => complex.Imaginary == 0 ? (long)complex.Real : throw NoImaginary(complex),
        var number => Convert.ToInt64(number),
    };

    public static bool ToBoolean(this Scalar value) => value.Value is Complex complex ? complex != Complex.Zero : value.ToDouble() != 0;
    public static Complex ToComplexFloat64(this Scalar value) => value.Value is Complex complex ? complex : value.ToDouble();

    public static (float Real, float Imaginary) ToComplexFloat32(this Scalar value)
    {
        var complex = value.ToComplexFloat64();
        return ((float)complex.Real, (float)complex.Imaginary);
    }

    private static InvalidCastException NoImaginary(Complex value) => new($"{value} has an imaginary part: it is no real number.");
}
