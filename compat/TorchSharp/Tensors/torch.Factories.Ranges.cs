using System;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    private static readonly Op s_arange = new("arange", "start_step"), s_linspace = new("linspace"), s_logspace = new("logspace"), s_eye = new("eye", "m"),
        s_bartlett = new("bartlett_window", "periodic"), s_blackman = new("blackman_window", "periodic"), s_hamming = new("hamming_window", "periodic_alpha_beta"),
        s_hann = new("hann_window", "periodic"), s_kaiser = new("kaiser_window", "beta"), s_tril_indices = new("tril_indices"), s_triu_indices = new("triu_indices");

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    /// <summary>Without a dtype: Int64 if all three are integers, else the default floating type.</summary>
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device device = null, bool requires_grad = false)
    {
        var integral = is_integral(start.Type) && is_integral(stop.Type) && is_integral(step.Type);
        return Finish(s_arange.Call(start, stop, step, dtype ?? (integral ? ScalarType.Int64 : s_defaultDtype), Arg.None, On(device)), requires_grad, null);
    }

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        Finish(s_linspace.Call(start, end, steps, dtype ?? s_defaultDtype, Arg.None, On(device)), requires_grad, null);

    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        Finish(s_logspace.Call(start, end, steps, @base, dtype ?? s_defaultDtype, Arg.None, On(device)), requires_grad, null);

    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) =>
        Finish(s_eye.Call(rows, columns < 0 ? rows : columns, dtype ?? s_defaultDtype, Arg.None, On(device)), requires_grad, names);

    public static Tensor bartlett_window(long len, bool periodic = true, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        Finish(s_bartlett.Call(len, periodic, dtype ?? s_defaultDtype, Arg.None, On(device)), requires_grad, null);

    public static Tensor blackman_window(long len, bool periodic = true, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        Finish(s_blackman.Call(len, periodic, dtype ?? s_defaultDtype, Arg.None, On(device)), requires_grad, null);

    public static Tensor hamming_window(long len, bool periodic = true, float alpha = 0.54f, float beta = 0.46f, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        Finish(s_hamming.Call(len, periodic, alpha, beta, dtype ?? s_defaultDtype, Arg.None, On(device)), requires_grad, null);

    public static Tensor hann_window(long len, bool periodic = true, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        Finish(s_hann.Call(len, periodic, dtype ?? s_defaultDtype, Arg.None, On(device)), requires_grad, null);

    public static Tensor kaiser_window(long len, bool periodic = true, float beta = 12f, ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
        Finish(s_kaiser.Call(len, periodic, beta, dtype ?? s_defaultDtype, Arg.None, On(device)), requires_grad, null);

    public static Tensor tril_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device device = null) =>
        s_tril_indices.Call(row, col, offset, dtype, Arg.None, On(device));

    public static Tensor triu_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device device = null) =>
        s_triu_indices.Call(row, col, offset, dtype, Arg.None, On(device));
}
