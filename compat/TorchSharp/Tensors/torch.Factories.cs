using System;
using System.Linq;
using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>What all overloads of zeros, ones, empty, full, rand, randn and randint come down to.</summary>
public static partial class torch
{
    private static ScalarType s_defaultDtype = ScalarType.Float32;
    private static Device s_defaultDevice = CPU;
    private static readonly Op s_zeros = new("zeros"), s_ones = new("ones"), s_empty = new("empty", "memory_format"), s_full = new("full"),
        s_rand = new("rand", "generator"), s_randn = new("randn", "generator"), s_randint = new("randint", "low_generator"),
        s_empty_strided = new("empty_strided"), s_zeros_like = new("zeros_like"), s_ones_like = new("ones_like"),
        s_empty_like = new("empty_like"), s_full_like = new("full_like"), s_rand_like = new("rand_like"),
        s_randn_like = new("randn_like"), s_randint_like = new("randint_like", "low_dtype");

    public static ScalarType get_default_dtype() => s_defaultDtype;

    public static void set_default_dtype(ScalarType dtype) =>
        s_defaultDtype = is_floating_point(dtype) ? dtype : throw new ArgumentException($"Only floating-point types are supported as the default type; received {dtype}.");

    public static Device get_default_device() => s_defaultDevice;
    public static void set_default_device(Device device) => s_defaultDevice = InitializeDevice(device);
    public static void set_default_device(string device) => set_default_device(new Device(device));

    private static Tensor Zeros(long[] size, ScalarType? dtype, Device device, bool requires_grad, string[] names) =>
        Finish(s_zeros.Call(size, dtype ?? s_defaultDtype, Arg.None, On(device)), requires_grad, names);

    private static Tensor Ones(long[] size, ScalarType? dtype, Device device, bool requires_grad, string[] names) =>
        Finish(s_ones.Call(size, dtype ?? s_defaultDtype, Arg.None, On(device)), requires_grad, names);

    private static Tensor Empty(long[] size, ScalarType? dtype, Device device, bool requires_grad, string[] names) =>
        Finish(s_empty.Call(size, dtype ?? s_defaultDtype, Arg.None, On(device)), requires_grad, names);

    private static Tensor Full(Scalar value, long[] size, ScalarType? dtype, Device device, bool requires_grad, string[] names) =>
        Finish(s_full.Call(size, value, dtype ?? s_defaultDtype, Arg.None, On(device)), requires_grad, names);

    private static Tensor Rand(long[] size, ScalarType? dtype, Device device, bool requires_grad, Generator generator, string[] names) =>
        Finish(s_rand.Call(size, generator, dtype ?? s_defaultDtype, Arg.None, On(device)), requires_grad, names);

    private static Tensor Randn(long[] size, ScalarType? dtype, Device device, bool requires_grad, Generator generator, string[] names) =>
        Finish(s_randn.Call(size, generator, dtype ?? s_defaultDtype, Arg.None, On(device)), requires_grad, names);

    private static Tensor Randint(long low, long high, long[] size, ScalarType? dtype, Device device, bool requires_grad, Generator generator, string[] names) =>
        Finish(s_randint.Call(low, high, size, generator, dtype ?? ScalarType.Int64, Arg.None, On(device)), requires_grad, names);

    public static Tensor empty_strided(long[] size, long[] strides, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        Finish(s_empty_strided.Call(size, strides, dtype ?? s_defaultDtype, Arg.None, On(device)), requires_grad, names);

    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        Finish(s_zeros_like.Call(input, dtype, Arg.None, device is null ? null : On(device)), requires_grad, names);

    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        Finish(s_ones_like.Call(input, dtype, Arg.None, device is null ? null : On(device)), requires_grad, names);

    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        Finish(s_empty_like.Call(input, dtype, Arg.None, device is null ? null : On(device)), requires_grad, names);

    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        Finish(s_full_like.Call(input, value, dtype, Arg.None, device is null ? null : On(device)), requires_grad, names);

    private static Device On(Device device) => device is null ? s_defaultDevice : InitializeDevice(device);

    private static Tensor Finish(Tensor result, bool requires_grad, string[] names)
    {
        if (names is not null)
        {
            result.Dispose();
            throw new NotSupportedException("Named tensors need the TorchSharp package itself: leave `names` out.");
        }
        if (requires_grad) result.requires_grad = true;
        return result;
    }

    private static long[] Longs(int[] values) => values.Select(v => (long)v).ToArray();

    public partial class Tensor
    {
        public Tensor zeros_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.zeros_like(this, dtype, device, requires_grad);
        public Tensor ones_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.ones_like(this, dtype, device, requires_grad);
        public Tensor empty_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.empty_like(this, dtype, device, requires_grad);

        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
            torch.full_like(this, value, dtype, device, requires_grad);

        public Tensor rand_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
            Finish(s_rand_like.Call(this, dtype, Arg.None, device is null ? null : On(device)), requires_grad, null);

        public Tensor randn_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
            Finish(s_randn_like.Call(this, dtype, Arg.None, device is null ? null : On(device)), requires_grad, null);

        public Tensor randint_like(long low, long high, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
            Finish(s_randint_like.Call(this, low, high, dtype, Arg.None, device is null ? null : On(device)), requires_grad, null);
    }
}
