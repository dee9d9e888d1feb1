using System;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    private static readonly Op s_promote_types = new("promote_types"), s_result_type = new("result_type", "Tensor"), s_can_cast = new("can_cast");

    public static bool is_integral(ScalarType type) => type is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64 or ScalarType.Bool;
    public static bool is_floating_point(ScalarType type) => type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;
    public static bool is_complex(ScalarType type) => type is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;
    public static bool is_tensor(object obj) => obj is Tensor;
    public static ScalarType promote_types(ScalarType type1, ScalarType type2) => (ScalarType)s_promote_types.CallLong(type1, type2);
    public static ScalarType result_type(Tensor tensor1, Tensor tensor2) => (ScalarType)s_result_type.CallLong(tensor1, tensor2);
    public static bool can_cast(ScalarType from, ScalarType to) => s_can_cast.CallBool(from, to);

    public static long max_int_value(ScalarType type) => type switch
    {
        ScalarType.Byte => byte.MaxValue,
        ScalarType.Int8 => sbyte.MaxValue,
        ScalarType.Int16 => short.MaxValue,
        ScalarType.Int32 => int.MaxValue,
        ScalarType.Int64 => long.MaxValue,
        _ => throw new ArgumentException($"{type} is not an integral type."),
    };

    /// <summary>The limits of a floating-point type.</summary>
    public struct FInfo
    {
        public int bits;
        public double eps, max, min, smallest_normal, tiny, resolution;
    }

    public static FInfo finfo() => finfo(s_defaultDtype);

    public static FInfo finfo(ScalarType dtype) => dtype switch
    {
        ScalarType.Float16 => Limits(16, 10, -14, 65504, 1e-3),
        ScalarType.BFloat16 => Limits(16, 7, -126, (2 - Math.ScaleB(1, -7)) * Math.ScaleB(1, 127), 1e-2),
        ScalarType.Float32 or ScalarType.ComplexFloat32 => Limits(32, 23, -126, float.MaxValue, 1e-6),
        ScalarType.Float64 or ScalarType.ComplexFloat64 => Limits(64, 52, -1022, double.MaxValue, 1e-15),
        _ => throw new ArgumentException($"finfo is about floating-point types; received {dtype}."),
    };

    private static FInfo Limits(int bits, int mantissa, int exponent, double max, double resolution) => new()
    {
        bits = bits,
        eps = Math.ScaleB(1, -mantissa),
        max = max,
        min = -max,
        smallest_normal = Math.ScaleB(1, exponent),
        tiny = Math.ScaleB(1, exponent),
        resolution = resolution,
    };

    public static Tensor BoolTensor(Tensor t) => t.to_type(ScalarType.Bool);
    public static Tensor ByteTensor(Tensor t) => t.to_type(ScalarType.Byte);
    public static Tensor ShortTensor(Tensor t) => t.to_type(ScalarType.Int16);
    public static Tensor IntTensor(Tensor t) => t.to_type(ScalarType.Int32);
    public static Tensor LongTensor(Tensor t) => t.to_type(ScalarType.Int64);
    public static Tensor FloatTensor(Tensor t) => t.to_type(ScalarType.Float32);
    public static Tensor DoubleTensor(Tensor t) => t.to_type(ScalarType.Float64);
}
