using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Functions that are not also methods of a tensor.</summary>
public static partial class torch
{
    private static readonly Op s_cdist = new("cdist"), s_combinations = new("combinations"), s_complex = new("complex"), s_polar = new("polar"),
        s_gatherSparse = new("gather"), s_orgqr = new("orgqr"), s_searchsorted = new("searchsorted", "Tensor"), s_searchsortedScalar = new("searchsorted", "Scalar"),
        s_slogdet = new("slogdet"), s_lu_unpack = new("lu_unpack"), s_lu_solve = new("lu_solve"), s_cross = new("linalg_cross"),
        s_histogram = new("histogram", "bin_ct"), s_histogramBins = new("histogram", "bins_tensor"), s_sparse_coo = new("sparse_coo_tensor", "size"),
        s_lu = new("_lu_with_info"), s_real = new("real"), s_imag = new("imag");

    public static Tensor cdist(Tensor x1, Tensor x2, double p = 2, compute_mode compute_mode = compute_mode.use_mm_for_euclid_dist_if_necessary) =>
        s_cdist.Call(x1, x2, p, (long)compute_mode);

    public static Tensor combinations(Tensor input, int r = 2, bool with_replacement = false) => s_combinations.Call(input, r, with_replacement);
    public static Tensor complex(Tensor real, Tensor imag) => s_complex.Call(real, imag);
    public static Tensor polar(Tensor abs, Tensor angle) => s_polar.Call(abs, angle);
    public static Tensor real(Tensor input) => s_real.Call(input);
    public static Tensor imag(Tensor input) => s_imag.Call(input);

    public static Tensor cholesky(Tensor input) => input.cholesky();
    public static Tensor divide_(Tensor left, Scalar right) => left.div_(right);
    public static Tensor multiply_(Tensor left, Scalar right) => left.mul_(right);
    public static Tensor multiply_(Tensor left, Tensor right) => left.mul_(right);
    public static Tensor negative_(Tensor input) => input.neg_();
    public static Tensor norm(Tensor input) => input.norm();
    public static Tensor softmax(Tensor input, int dim, ScalarType? dtype = null) => input.softmax(dim, dtype);
    public static Tensor trapz(Tensor y, double dx = 1, long dim = -1) => y.trapezoid(dx, dim);
    public static Tensor trapz(Tensor y, Tensor x, long dim = -1) => y.trapezoid(x, dim);
    public static Tensor gather(Tensor input, long dim, Tensor index, bool sparse_grad = false) => s_gatherSparse.Call(input, dim, index, sparse_grad);
    public static Tensor orgqr(Tensor input, Tensor tau) => s_orgqr.Call(input, tau);

    public static Tensor searchsorted(Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false, Tensor sorter = null) =>
        s_searchsorted.Call(sorted_sequence, values, out_int32, right, Arg.None, sorter);

    public static Tensor searchsorted(Tensor sorted_sequence, Scalar values, bool out_int32, bool right, Tensor sorter) =>
        s_searchsortedScalar.Call(sorted_sequence, values, out_int32, right, Arg.None, sorter);

    public static (Tensor res, Tensor logabsdet) slogdet(Tensor A) => s_slogdet.Call2(A);

    public static (Tensor A_LU, Tensor pivots, Tensor infos) lu(Tensor A, bool pivot = true, bool get_infos = false)
    {
        var (factors, pivots, infos) = s_lu.Call3(A, pivot, false);
        if (get_infos) return (factors, pivots, infos);
        infos.Dispose();
        return (factors, pivots, null);
    }

    public static Tensor lu_solve(Tensor b, Tensor LU_data, Tensor LU_pivots) => s_lu_solve.Call(b, LU_data, LU_pivots);

    public static (Tensor P, Tensor L, Tensor U) lu_unpack(Tensor LU_data, Tensor LU_pivots, bool unpack_data = true, bool unpack_pivots = true) =>
        s_lu_unpack.Call3(LU_data, LU_pivots, unpack_data, unpack_pivots);

    public static (Tensor hist, Tensor bin_edges) histogram(Tensor input, Tensor bins, Tensor weight = null, bool density = false) =>
        s_histogramBins.Call2(input, bins, weight, density);

    public static (Tensor hist, Tensor bin_edges) histogram(Tensor input, long bins, (double min, double max)? range = null, Tensor weight = null, bool density = false) =>
        s_histogram.Call2(input, bins, range is { } r ? new[] { r.min, r.max } : Arg.None, weight, density);

    public static Tensor sparse_coo_tensor(Tensor indices, Tensor values, long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null)
    {
        using var owned = indices.to(ScalarType.Int64);
        return Finish(s_sparse_coo.Call(owned, values, size, dtype ?? values.dtype, Arg.None, device ?? values.device), requires_grad, names);
    }

    public static Tensor cross(Tensor input, Scalar other, long dim = 0) => input.cross(other, dim);
    public static Tensor is_neg(Tensor input) => tensor(input.is_neg());
    public static Tensor rand_out(Tensor input, params long[] sizes) => input.rand_out(sizes);
    public static Tensor randint_out(Tensor input, long high, long[] sizes) => input.randint_out(high, sizes);
    public static void set_default_tensor_type(Tensor t) => set_default_dtype(t.dtype);

    public static Tensor stft(Tensor input, long n_fft, long hop_length = -1, long win_length = -1, Tensor window = null, bool center = true, PaddingModes pad_mode = PaddingModes.Reflect, bool normalized = false, bool? onesided = null, bool? return_complex = null) =>
        input.stft(n_fft, hop_length, win_length, window, center, pad_mode, normalized, onesided, return_complex);

    public static Tensor istft(Tensor input, long n_fft, long hop_length = -1, long win_length = -1, Tensor window = null, bool center = true, bool normalized = false, bool? onesided = null, long length = -1, bool return_complex = false) =>
        input.istft(n_fft, hop_length, win_length, window, center, normalized, onesided, length, return_complex);
}
