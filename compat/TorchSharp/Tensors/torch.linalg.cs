using System.Collections.Generic;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra.</summary>
    public static class linalg
    {
        private static readonly Op s_cholesky = new("linalg_cholesky"), s_cholesky_ex = new("linalg_cholesky_ex"), s_cond = new("linalg_cond"),
            s_condP_str = new("linalg_cond", "p_str"), s_cross = new("linalg_cross"), s_det = new("linalg_det"), s_diagonal = new("linalg_diagonal"),
            s_eig = new("linalg_eig"), s_eigh = new("linalg_eigh"), s_eigvals = new("linalg_eigvals"), s_eigvalsh = new("linalg_eigvalsh"),
            s_householder_product = new("linalg_householder_product"), s_inv = new("linalg_inv"), s_inv_ex = new("linalg_inv_ex"),
            s_ldl_factor = new("linalg_ldl_factor"), s_ldl_factor_ex = new("linalg_ldl_factor_ex"), s_ldl_solve = new("linalg_ldl_solve"),
            s_lstsq = new("linalg_lstsq"), s_lu = new("linalg_lu"), s_lu_factor = new("linalg_lu_factor"), s_lu_solve = new("linalg_lu_solve"),
            s_lu_solve_out = new("linalg_lu_solve", "out"), s_matrix_exp = new("linalg_matrix_exp"), s_matrix_norm = new("linalg_matrix_norm"),
            s_matrix_normStr_ord = new("linalg_matrix_norm", "str_ord"), s_matrix_rankAtol_rtol_float = new("linalg_matrix_rank", "atol_rtol_float"),
            s_matrix_rankAtol_rtol_tensor = new("linalg_matrix_rank", "atol_rtol_tensor"), s_multi_dot = new("linalg_multi_dot"), s_norm = new("linalg_norm"),
            s_normOrd_str = new("linalg_norm", "ord_str"), s_pinvAtol_rtol_float = new("linalg_pinv", "atol_rtol_float"),
            s_pinvAtol_rtol_tensor = new("linalg_pinv", "atol_rtol_tensor"), s_slogdet = new("linalg_slogdet"), s_solve = new("linalg_solve"),
            s_solve_ex = new("linalg_solve_ex"), s_solve_triangular = new("linalg_solve_triangular"),
            s_solve_triangular_out = new("linalg_solve_triangular", "out"), s_svd = new("linalg_svd"), s_svdvals = new("linalg_svdvals"),
            s_tensorinv = new("linalg_tensorinv"), s_tensorsolve = new("linalg_tensorsolve"), s_vander = new("linalg_vander"), s_vecdot = new("linalg_vecdot"),
            s_vecdot_out = new("linalg_vecdot", "out"), s_vector_norm = new("linalg_vector_norm");

        public static Tensor cholesky(Tensor input) => s_cholesky.Call(input);
        public static (Tensor L, Tensor info) cholesky_ex(Tensor input, bool check_errors = false) => s_cholesky_ex.Call2(input, check_errors);
        public static Tensor cond(Tensor input) => s_cond.Call(input);
        public static Tensor cond(Tensor input, double p) => s_cond.Call(input, p);
        public static Tensor cond(Tensor input, string p) => s_condP_str.Call(input, p);
        public static Tensor cross(Tensor input, Tensor other, long dim = -1) => s_cross.Call(input, other, dim);
        public static Tensor det(Tensor input) => s_det.Call(input);
        public static Tensor diagonal(Tensor input, int offset = 0, int dim1 = -2, int dim2 = -1) => s_diagonal.Call(input, offset, dim1, dim2);
        public static (Tensor, Tensor) eig(Tensor input) => s_eig.Call2(input);
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => s_eigh.Call2(input, UPLO.ToString());
        public static Tensor eigvals(Tensor input) => s_eigvals.Call(input);
        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => s_eigvalsh.Call(input, UPLO.ToString());
        public static Tensor householder_product(Tensor A, Tensor tau) => s_householder_product.Call(A, tau);
        public static Tensor inv(Tensor input) => s_inv.Call(input);
        public static (Tensor L, Tensor info) inv_ex(Tensor input, bool check_errors = false) => s_inv_ex.Call2(input, check_errors);
        public static (Tensor LU, Tensor Pivots) ldl_factor(Tensor input, bool hermitian = true) => s_ldl_factor.Call2(input, hermitian);
        public static (Tensor LU, Tensor Pivots, Tensor Info) ldl_factor_ex(Tensor input, bool hermitian = true, bool check_errors = false) =>
            s_ldl_factor_ex.Call3(input, hermitian, check_errors);
        public static Tensor ldl_solve(Tensor LD, Tensor pivots, Tensor B, bool hermitian = false) => s_ldl_solve.Call(LD, pivots, B, hermitian);
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other) => s_lstsq.Call4(input, other);
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other, double rcond) =>
            s_lstsq.Call4(input, other, rcond);
        public static (Tensor P, Tensor L, Tensor U) lu(Tensor input, bool pivot = true) => s_lu.Call3(input, pivot);
        public static (Tensor LU, Tensor Pivots) lu_factor(Tensor input, bool pivot = true) => s_lu_factor.Call2(input, pivot);
        public static Tensor lu_solve(Tensor LU, Tensor pivots, Tensor B, bool left = true, bool adjoint = false, Tensor @out = null) =>
            @out is null ? s_lu_solve.Call(LU, pivots, B, left, adjoint) : s_lu_solve_out.Into(@out, LU, pivots, B, left, adjoint);
        public static Tensor matrix_exp(Tensor input) => s_matrix_exp.Call(input);
        public static Tensor matrix_norm(Tensor input, double ord, long[] dims = null, bool keepdim = false) => s_matrix_norm.Call(input, ord, dims ?? new long[] { -2, -1 }, keepdim);
        public static Tensor matrix_norm(Tensor input, string ord = "fro", long[] dims = null, bool keepdim = false) =>
            s_matrix_normStr_ord.Call(input, ord, dims ?? new long[] { -2, -1 }, keepdim);
        public static Tensor matrix_rank(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            s_matrix_rankAtol_rtol_float.Call(input, atol, rtol, hermitian);
        public static Tensor matrix_rank(Tensor input, Tensor atol, Tensor rtol = null, bool hermitian = false) =>
            s_matrix_rankAtol_rtol_tensor.Call(input, atol, rtol, hermitian);
        public static Tensor multi_dot(IList<Tensor> tensors) => s_multi_dot.Call(Arg.Tensors(tensors));
        public static Tensor norm(Tensor input, double ord, long[] dims = null, bool keepdim = false) => s_norm.Call(input, ord, dims, keepdim);
        public static Tensor norm(Tensor input, string ord, long[] dims = null, bool keepdim = false) => s_normOrd_str.Call(input, ord, dims, keepdim);
        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            s_pinvAtol_rtol_float.Call(input, atol, rtol, hermitian);
        public static Tensor pinv(Tensor input, Tensor atol, Tensor rtol = null, bool hermitian = false) =>
            s_pinvAtol_rtol_tensor.Call(input, atol, rtol, hermitian);
        public static (Tensor, Tensor) slogdet(Tensor input) => s_slogdet.Call2(input);
        public static Tensor solve(Tensor A, Tensor B, bool left = true) => s_solve.Call(A, B, left);
        public static (Tensor result, Tensor info) solve_ex(Tensor A, Tensor B, bool left = true, bool check_errors = false) =>
            s_solve_ex.Call2(A, B, left, check_errors);
        public static Tensor solve_triangular(Tensor A, Tensor B, bool upper, bool left = true, bool unitriangular = false, Tensor @out = null) =>
            @out is null ? s_solve_triangular.Call(A, B, upper, left, unitriangular) : s_solve_triangular_out.Into(@out, A, B, upper, left, unitriangular);
        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) => s_svd.Call3(input, fullMatrices);
        public static Tensor svdvals(Tensor input) => s_svdvals.Call(input);
        public static Tensor tensorinv(Tensor input, long ind) => s_tensorinv.Call(input, ind);
        public static Tensor tensorsolve(Tensor A, Tensor B, long[] dims) => s_tensorsolve.Call(A, B, dims);
        public static Tensor vander(Tensor input, long? N = null) => s_vander.Call(input, N);
        public static Tensor vecdot(Tensor x, Tensor y, long dim = -1, Tensor @out = null) =>
            @out is null ? s_vecdot.Call(x, y, dim) : s_vecdot_out.Into(@out, x, y, dim);
        public static Tensor vector_norm(Tensor input, double ord = 2, long[] dims = null, bool keepdim = false) => s_vector_norm.Call(input, ord, dims, keepdim);

        public enum QRMode { Reduced = 0, Complete = 1, R = 2 }

        private static readonly Op s_qr = new("linalg_qr");

        public static Tensor cond(Tensor input, int p) => cond(input, (double)p);
        public static Tensor norm(Tensor input, long[] dims = null, bool keepdim = false) => s_norm.Call(input, Arg.None, dims, keepdim);
        public static Tensor norm(Tensor input, int ord, long[] dims = null, bool keepdim = false) => s_norm.Call(input, ord, dims, keepdim);
        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) =>
            s_qr.Call2(input, mode switch { QRMode.Complete => "complete", QRMode.R => "r", _ => "reduced" });
    }
}
