using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_all = new("all"), s_allDim = new("all", "dim"), s_allclose = new("allclose"), s_amax = new("amax"),
            s_amax_out = new("amax", "out"), s_amin = new("amin"), s_amin_out = new("amin", "out"), s_aminmax = new("aminmax"), s_any = new("any"),
            s_anyDim = new("any", "dim"), s_argmax = new("argmax"), s_argmin = new("argmin"), s_bincount = new("bincount"), s_corrcoef = new("corrcoef"),
            s_count_nonzero = new("count_nonzero"), s_count_nonzeroDim_IntList = new("count_nonzero", "dim_IntList"), s_cov = new("cov"), s_cummax = new("cummax"), s_cummin = new("cummin"),
            s_cumprod = new("cumprod"), s_cumsum = new("cumsum"), s_cumulative_trapezoidDx = new("cumulative_trapezoid", "dx"),
            s_cumulative_trapezoidX = new("cumulative_trapezoid", "x"), s_diff = new("diff"), s_dist = new("dist"), s_histc = new("histc"),
            s_kthvalue = new("kthvalue"), s_log_softmaxInt = new("log_softmax", "int"), s_logcumsumexp = new("logcumsumexp"), s_logsumexp = new("logsumexp"),
            s_max = new("max"), s_maxDim = new("max", "dim"), s_maxOther = new("max", "other"), s_mean = new("mean"), s_meanDim = new("mean", "dim"),
            s_median = new("median"), s_min = new("min"), s_minDim = new("min", "dim"), s_minOther = new("min", "other"), s_mode = new("mode"),
            s_nanmean = new("nanmean"), s_nanmedian = new("nanmedian"), s_nanquantile = new("nanquantile"), s_nansum = new("nansum"),
            s_normScalar = new("norm", "Scalar"), s_normScalarOpt_dim = new("norm", "ScalarOpt_dim"), s_prod = new("prod"),
            s_prodDim_int = new("prod", "dim_int"), s_quantile = new("quantile"), s_softmaxInt = new("softmax", "int"), s_std = new("std"),
            s_stdDim = new("std", "dim"), s_std_mean = new("std_mean"), s_std_meanDim = new("std_mean", "dim"), s_sum = new("sum"),
            s_sumDim_IntList = new("sum", "dim_IntList"), s_trace = new("trace"), s_trapezoidDx = new("trapezoid", "dx"), s_trapezoidX = new("trapezoid", "x"),
            s_var = new("var"), s_varDim = new("var", "dim"), s_var_mean = new("var_mean"), s_var_meanDim = new("var_mean", "dim");

        public Tensor all() => s_all.Call(this);
        public Tensor all(long dim, bool keepdim = false) => s_allDim.Call(this, dim, keepdim);
        public bool allclose(Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false) => s_allclose.CallBool(this, target, rtol, atol, equal_nan);
        public Tensor amax(params long[] dims) => s_amax.Call(this, dims);
        public Tensor amax(long[] dims, bool keepdim = false, Tensor @out = null) =>
            @out is null ? s_amax.Call(this, dims, keepdim) : s_amax_out.Into(@out, this, dims, keepdim);
        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor @out = null) => amax(dims.ToArray(), keepdim, @out);
        public Tensor amin(params long[] dims) => s_amin.Call(this, dims);
        public Tensor amin(long[] dims, bool keepdim = false, Tensor @out = null) =>
            @out is null ? s_amin.Call(this, dims, keepdim) : s_amin_out.Into(@out, this, dims, keepdim);
        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor @out = null) => amin(dims.ToArray(), keepdim, @out);
        public (Tensor min, Tensor max) aminmax(long? dim = null, bool keepdim = false) => s_aminmax.Call2(this, dim, keepdim);
        public Tensor any() => s_any.Call(this);
        public Tensor any(long dim, bool keepdim = false) => s_anyDim.Call(this, dim, keepdim);
        public Tensor argmax() => s_argmax.Call(this);
        public Tensor argmax(long dim, bool keepdim = false) => s_argmax.Call(this, dim, keepdim);
        public Tensor argmin() => s_argmin.Call(this);
        public Tensor argmin(long dim, bool keepdim = false) => s_argmin.Call(this, dim, keepdim);

        public Tensor bincount(Tensor weights, long minlength = 0) => s_bincount.Call(this, weights, minlength);

        public Tensor corrcoef() => s_corrcoef.Call(this);
        public Tensor count_nonzero(long[] dims = null) => dims is null ? s_count_nonzero.Call(this) : s_count_nonzeroDim_IntList.Call(this, dims);
        public Tensor cov(long correction = 1, Tensor fweights = null, Tensor aweights = null) => s_cov.Call(this, correction, fweights, aweights);
        public (Tensor values, Tensor indexes) cummax(long dim) => s_cummax.Call2(this, dim);
        public (Tensor values, Tensor indexes) cummin(long dim) => s_cummin.Call2(this, dim);
        public Tensor cumprod(long dim, ScalarType? type = null) => s_cumprod.Call(this, dim, type);
        public Tensor cumsum(long dim, ScalarType? type = null) => s_cumsum.Call(this, dim, type);
        public Tensor cumulative_trapezoid(double dx = 1, long dim = -1) => s_cumulative_trapezoidDx.Call(this, dx, dim);
        public Tensor cumulative_trapezoid(Tensor x, long dim = -1) => s_cumulative_trapezoidX.Call(this, x, dim);

        public Tensor diff(long n = 1, long dim = -1, Tensor prepend = null, Tensor append = null) => s_diff.Call(this, n, dim, prepend, append);
        public Tensor dist(Tensor other, float p = 2f) => s_dist.Call(this, other, p);

        public Tensor histc(long bins = 100, long min = 0, long max = 0) => s_histc.Call(this, bins, min, max);

        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) => s_kthvalue.Call2(this, k, dim ?? -1, keepdim);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => s_log_softmaxInt.Call(this, dim, dtype);
        public Tensor logcumsumexp(long dim) => s_logcumsumexp.Call(this, dim);
        public Tensor logsumexp(long dim, bool keepdim = false) => s_logsumexp.Call(this, new long[] { dim }, keepdim);

        public Tensor max() => s_max.Call(this);
        public Tensor max(Tensor other) => s_maxOther.Call(this, other);
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => s_maxDim.Call2(this, dim, keepdim);
        public Tensor mean() => s_mean.Call(this);
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => s_meanDim.Call(this, dimensions, keepdim, type);
        public Tensor median() => s_median.Call(this);
        public Tensor min() => s_min.Call(this);
        public Tensor min(Tensor other) => s_minOther.Call(this, other);
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => s_minDim.Call2(this, dim, keepdim);
        public (Tensor values, Tensor indices) mode(long dim = -1, bool keepdim = false) => s_mode.Call2(this, dim, keepdim);

        public Tensor nanmean(int? dim = null, bool keepdim = false, ScalarType? dtype = null) =>
            s_nanmean.Call(this, dim is { } d ? new long[] { d } : Arg.None, keepdim, dtype);
        public Tensor nanmedian() => s_nanmedian.Call(this);
        public Tensor nanquantile(Tensor q, long dim = -1, bool keepdim = false) => s_nanquantile.Call(this, q, dim, keepdim);
        public Tensor nansum() => s_nansum.Call(this);
        public Tensor norm(float p = 2f) => s_normScalar.Call(this, p);
        public Tensor norm(int dim, bool keepdim = false, float p = 2f) => s_normScalarOpt_dim.Call(this, p, new long[] { dim }, keepdim);

        public Tensor prod(ScalarType? type = null) => s_prod.Call(this, type);
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => s_prodDim_int.Call(this, dim, keepdim, type);

        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => s_quantile.Call(this, q, dim, keepdim);

        public Tensor softmax(long dim, ScalarType? dtype = null) => s_softmaxInt.Call(this, dim, dtype);
        public Tensor std(bool unbiased = true) => s_std.Call(this, unbiased);
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std(new[] { dim }, unbiased, keepdim, type);
        public Tensor std((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std(new[] { dim.Item1, dim.Item2 }, unbiased, keepdim, type);
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(s_stdDim.Call(this, dimensions, unbiased, keepdim), type);
        public Tensor std((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std(new[] { dim.Item1, dim.Item2, dim.Item3 }, unbiased, keepdim, type);
        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std(dimensions.ToArray(), unbiased, keepdim, type);
        public (Tensor std, Tensor mean) std_mean(bool unbiased = true) => s_std_mean.Call2(this, unbiased);
        public (Tensor std, Tensor mean) std_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std_mean(new[] { dim }, unbiased, keepdim, type);
        public (Tensor std, Tensor mean) std_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std_mean(new[] { dim.Item1, dim.Item2 }, unbiased, keepdim, type);
        public (Tensor std, Tensor mean) std_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(s_std_meanDim.Call2(this, dimensions, unbiased, keepdim), type);
        public (Tensor std, Tensor mean) std_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std_mean(new[] { dim.Item1, dim.Item2, dim.Item3 }, unbiased, keepdim, type);
        public (Tensor std, Tensor mean) std_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std_mean(dimensions.ToArray(), unbiased, keepdim, type);
        public Tensor sum(ScalarType? type = null) => s_sum.Call(this, type);
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => s_sumDim_IntList.Call(this, new long[] { dim }, keepdim, type);
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => s_sumDim_IntList.Call(this, dim, keepdim, type);
        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1], keepdim, type);
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => s_sumDim_IntList.Call(this, Arg.Ints(dim), keepdim, type);
        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1, dim2], keepdim, type);

        public Tensor trace() => s_trace.Call(this);
        public Tensor trapezoid(double dx = 1, long dim = -1) => s_trapezoidDx.Call(this, dx, dim);
        public Tensor trapezoid(Tensor x, long dim = -1) => s_trapezoidX.Call(this, x, dim);

        public Tensor var(bool unbiased = true) => s_var.Call(this, unbiased);
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var(new[] { dim }, unbiased, keepdim, type);
        public Tensor var((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var(new[] { dim.Item1, dim.Item2 }, unbiased, keepdim, type);
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(s_varDim.Call(this, dimensions, unbiased, keepdim), type);
        public Tensor var((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var(new[] { dim.Item1, dim.Item2, dim.Item3 }, unbiased, keepdim, type);
        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var(dimensions.ToArray(), unbiased, keepdim, type);
        public (Tensor var, Tensor mean) var_mean(bool unbiased = true) => s_var_mean.Call2(this, unbiased);
        public (Tensor var, Tensor mean) var_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var_mean(new[] { dim }, unbiased, keepdim, type);
        public (Tensor var, Tensor mean) var_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var_mean(new[] { dim.Item1, dim.Item2 }, unbiased, keepdim, type);
        public (Tensor std, Tensor mean) var_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(s_var_meanDim.Call2(this, dimensions, unbiased, keepdim), type);
        public (Tensor var, Tensor mean) var_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var_mean(new[] { dim.Item1, dim.Item2, dim.Item3 }, unbiased, keepdim, type);
        public (Tensor std, Tensor mean) var_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var_mean(dimensions.ToArray(), unbiased, keepdim, type);
    }
}
