using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_addbmm = new("addbmm"), s_addbmm_ = new("addbmm_"), s_addmm = new("addmm"), s_addmm_ = new("addmm_"),
            s_addmv = new("addmv"), s_addmv_ = new("addmv_"), s_addr = new("addr"), s_addr_ = new("addr_"), s_baddbmm = new("baddbmm"), s_bmm = new("bmm"),
            s_cholesky = new("cholesky"), s_cholesky_inverse = new("cholesky_inverse"), s_cholesky_solve = new("cholesky_solve"), s_det = new("det"),
            s_dot = new("dot"), s_geqrf = new("geqrf"), s_ger = new("ger"), s_inner = new("inner"), s_inverse = new("inverse"), s_kron = new("kron"),
            s_linalg_pinv = new("linalg_pinv"), s_logdet = new("logdet"), s_matmul = new("matmul"), s_matrix_exp = new("matrix_exp"),
            s_matrix_power = new("matrix_power"), s_mm = new("mm"), s_mv = new("mv"), s_ormqr = new("ormqr"), s_outer = new("outer"), s_renorm = new("renorm"),
            s_tensordot = new("tensordot"), s_vdot = new("vdot");

        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) => s_addbmm.Call(this, batch1, batch2, beta, alpha);
        public Tensor addbmm_(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) => s_addbmm_.InPlace(this, batch1, batch2, beta, alpha);
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) => s_addmm.Call(this, mat1, mat2, beta, alpha);
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) => s_addmm_.InPlace(this, mat1, mat2, beta, alpha);
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1f, float alpha = 1f) => s_addmv.Call(this, mat, vec, beta, alpha);
        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1f, float alpha = 1f) => s_addmv_.InPlace(this, mat, vec, beta, alpha);
        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1f, float alpha = 1f) => s_addr.Call(this, vec1, vec2, beta, alpha);
        public Tensor addr_(Tensor vec1, Tensor vec2, float beta = 1f, float alpha = 1f) => s_addr_.InPlace(this, vec1, vec2, beta, alpha);

        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) => s_baddbmm.Call(this, batch1, batch2, beta, alpha);
        public Tensor bmm(Tensor batch2) => s_bmm.Call(this, batch2);

        public Tensor cholesky(bool upper = false) => s_cholesky.Call(this, upper);
        public Tensor cholesky_inverse(bool upper = false) => s_cholesky_inverse.Call(this, upper);
        public Tensor cholesky_solve(Tensor input2, bool upper = false) => s_cholesky_solve.Call(this, input2, upper);

        public Tensor det() => s_det.Call(this);
        public Tensor dot(Tensor target) => s_dot.Call(this, target);

        public (Tensor a, Tensor tau) geqrf() => s_geqrf.Call2(this);
        public Tensor ger(Tensor vec2) => s_ger.Call(this, vec2);

        public Tensor inner(Tensor vec2) => s_inner.Call(this, vec2);
        public Tensor inverse() => s_inverse.Call(this);

        public Tensor kron(Tensor other) => s_kron.Call(this, other);

        public Tensor logdet() => s_logdet.Call(this);

        public Tensor matmul(Tensor target) => s_matmul.Call(this, target);
        public Tensor matrix_exp() => s_matrix_exp.Call(this);
        public Tensor matrix_power(int n) => s_matrix_power.Call(this, n);
        public Tensor mm(Tensor target) => s_mm.Call(this, target);
        public Tensor mv(Tensor target) => s_mv.Call(this, target);

        public Tensor ormqr(Tensor tau, Tensor other, bool left = true, bool transpose = false) => s_ormqr.Call(this, tau, other, left, transpose);
        public Tensor outer(Tensor vec2) => s_outer.Call(this, vec2);

        public Tensor pinverse(double rcond = 1E-15, bool hermitian = false) => s_linalg_pinv.Call(this, rcond, hermitian);

        public Tensor renorm(float p, long dim, float maxnorm) => s_renorm.Call(this, p, dim, maxnorm);

        public Tensor tensordot(Tensor b, long dims = 2) => tensordot(b, LastDims(dims), FirstDims(dims));
        public Tensor tensordot(Tensor b, (long, long)[] dims) => tensordot(b, dims.Select(d => d.Item1).ToArray(), dims.Select(d => d.Item2).ToArray());
        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2) => s_tensordot.Call(this, b, dims1, dims2);

        public Tensor vdot(Tensor target) => s_vdot.Call(this, target);
    }
}
