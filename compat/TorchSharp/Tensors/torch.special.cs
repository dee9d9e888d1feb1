using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Special functions.</summary>
    public static class special
    {
        private static readonly Op s_airy_ai = new("special_airy_ai"), s_airy_ai_out = new("special_airy_ai", "out"), s_bessel_j0 = new("special_bessel_j0"),
            s_bessel_j0_out = new("special_bessel_j0", "out"), s_bessel_j1 = new("special_bessel_j1"), s_bessel_j1_out = new("special_bessel_j1", "out"),
            s_bessel_y0 = new("special_bessel_y0"), s_bessel_y0_out = new("special_bessel_y0", "out"), s_bessel_y1 = new("special_bessel_y1"),
            s_bessel_y1_out = new("special_bessel_y1", "out"), s_chebyshev_polynomial_t = new("special_chebyshev_polynomial_t"),
            s_chebyshev_polynomial_t_out = new("special_chebyshev_polynomial_t", "out"), s_chebyshev_polynomial_u = new("special_chebyshev_polynomial_u"),
            s_chebyshev_polynomial_u_out = new("special_chebyshev_polynomial_u", "out"), s_chebyshev_polynomial_v = new("special_chebyshev_polynomial_v"),
            s_chebyshev_polynomial_v_out = new("special_chebyshev_polynomial_v", "out"), s_chebyshev_polynomial_w = new("special_chebyshev_polynomial_w"),
            s_chebyshev_polynomial_w_out = new("special_chebyshev_polynomial_w", "out"), s_digamma = new("special_digamma"), s_entr = new("special_entr"),
            s_erf = new("special_erf"), s_erfc = new("special_erfc"), s_erfcx = new("special_erfcx"), s_erfinv = new("special_erfinv"),
            s_exp2 = new("special_exp2"), s_expit = new("special_expit"), s_expm1 = new("special_expm1"), s_gammainc = new("special_gammainc"),
            s_gammaincc = new("special_gammaincc"), s_gammaln = new("special_gammaln"), s_hermite_polynomial_h = new("special_hermite_polynomial_h"),
            s_hermite_polynomial_h_out = new("special_hermite_polynomial_h", "out"), s_hermite_polynomial_he = new("special_hermite_polynomial_he"),
            s_hermite_polynomial_he_out = new("special_hermite_polynomial_he", "out"), s_i0 = new("special_i0"), s_i0e = new("special_i0e"),
            s_i1 = new("special_i1"), s_i1e = new("special_i1e"), s_laguerre_polynomial_l = new("special_laguerre_polynomial_l"),
            s_laguerre_polynomial_l_out = new("special_laguerre_polynomial_l", "out"), s_legendre_polynomial_p = new("special_legendre_polynomial_p"),
            s_legendre_polynomial_p_out = new("special_legendre_polynomial_p", "out"), s_log_softmax = new("special_log_softmax"),
            s_logit = new("special_logit"), s_modified_bessel_i0 = new("special_modified_bessel_i0"),
            s_modified_bessel_i0_out = new("special_modified_bessel_i0", "out"), s_modified_bessel_i1 = new("special_modified_bessel_i1"),
            s_modified_bessel_i1_out = new("special_modified_bessel_i1", "out"), s_modified_bessel_k0 = new("special_modified_bessel_k0"),
            s_modified_bessel_k0_out = new("special_modified_bessel_k0", "out"), s_modified_bessel_k1 = new("special_modified_bessel_k1"),
            s_modified_bessel_k1_out = new("special_modified_bessel_k1", "out"), s_multigammaln = new("special_multigammaln"), s_ndtr = new("special_ndtr"),
            s_ndtri = new("special_ndtri"), s_polygamma = new("special_polygamma"), s_psi = new("special_psi"),
            s_scaled_modified_bessel_k0 = new("special_scaled_modified_bessel_k0"),
            s_scaled_modified_bessel_k0_out = new("special_scaled_modified_bessel_k0", "out"),
            s_scaled_modified_bessel_k1 = new("special_scaled_modified_bessel_k1"),
            s_scaled_modified_bessel_k1_out = new("special_scaled_modified_bessel_k1", "out"),
            s_shifted_chebyshev_polynomial_t = new("special_shifted_chebyshev_polynomial_t"),
            s_shifted_chebyshev_polynomial_t_out = new("special_shifted_chebyshev_polynomial_t", "out"),
            s_shifted_chebyshev_polynomial_u = new("special_shifted_chebyshev_polynomial_u"),
            s_shifted_chebyshev_polynomial_u_out = new("special_shifted_chebyshev_polynomial_u", "out"),
            s_shifted_chebyshev_polynomial_v = new("special_shifted_chebyshev_polynomial_v"),
            s_shifted_chebyshev_polynomial_v_out = new("special_shifted_chebyshev_polynomial_v", "out"),
            s_shifted_chebyshev_polynomial_w = new("special_shifted_chebyshev_polynomial_w"),
            s_shifted_chebyshev_polynomial_w_out = new("special_shifted_chebyshev_polynomial_w", "out"), s_sinc = new("special_sinc"),
            s_softmax = new("special_softmax"), s_spherical_bessel_j0 = new("special_spherical_bessel_j0"),
            s_spherical_bessel_j0_out = new("special_spherical_bessel_j0", "out"), s_xlog1py = new("special_xlog1py"), s_zeta = new("special_zeta");

        public static Tensor airy_ai(Tensor input, Tensor @out = null) => @out is null ? s_airy_ai.Call(input) : s_airy_ai_out.Into(@out, input);
        public static Tensor bessel_j0(Tensor input, Tensor @out = null) => @out is null ? s_bessel_j0.Call(input) : s_bessel_j0_out.Into(@out, input);
        public static Tensor bessel_j1(Tensor input, Tensor @out = null) => @out is null ? s_bessel_j1.Call(input) : s_bessel_j1_out.Into(@out, input);
        public static Tensor bessel_y0(Tensor input, Tensor @out = null) => @out is null ? s_bessel_y0.Call(input) : s_bessel_y0_out.Into(@out, input);
        public static Tensor bessel_y1(Tensor input, Tensor @out = null) => @out is null ? s_bessel_y1.Call(input) : s_bessel_y1_out.Into(@out, input);
        public static Tensor chebyshev_polynomial_t(Tensor x, Tensor n, Tensor @out = null) =>
            @out is null ? s_chebyshev_polynomial_t.Call(x, n) : s_chebyshev_polynomial_t_out.Into(@out, x, n);
        public static Tensor chebyshev_polynomial_u(Tensor x, Tensor n, Tensor @out = null) =>
            @out is null ? s_chebyshev_polynomial_u.Call(x, n) : s_chebyshev_polynomial_u_out.Into(@out, x, n);
        public static Tensor chebyshev_polynomial_v(Tensor x, Tensor n, Tensor @out = null) =>
            @out is null ? s_chebyshev_polynomial_v.Call(x, n) : s_chebyshev_polynomial_v_out.Into(@out, x, n);
        public static Tensor chebyshev_polynomial_w(Tensor x, Tensor n, Tensor @out = null) =>
            @out is null ? s_chebyshev_polynomial_w.Call(x, n) : s_chebyshev_polynomial_w_out.Into(@out, x, n);
        public static Tensor digamma(Tensor input) => s_digamma.Call(input);
        public static Tensor entr(Tensor input) => s_entr.Call(input);
        public static Tensor erf(Tensor input) => s_erf.Call(input);
        public static Tensor erfc(Tensor input) => s_erfc.Call(input);
        public static Tensor erfcx(Tensor input) => s_erfcx.Call(input);
        public static Tensor erfinv(Tensor input) => s_erfinv.Call(input);
        public static Tensor exp2(Tensor input) => s_exp2.Call(input);
        public static Tensor expit(Tensor input) => s_expit.Call(input);
        public static Tensor expm1(Tensor input) => s_expm1.Call(input);
        public static Tensor gammainc(Tensor input, Tensor other) => s_gammainc.Call(input, other);
        public static Tensor gammaincc(Tensor input, Tensor other) => s_gammaincc.Call(input, other);
        public static Tensor gammaln(Tensor input) => s_gammaln.Call(input);
        public static Tensor hermite_polynomial_h(Tensor x, Tensor n, Tensor @out = null) =>
            @out is null ? s_hermite_polynomial_h.Call(x, n) : s_hermite_polynomial_h_out.Into(@out, x, n);
        public static Tensor hermite_polynomial_he(Tensor x, Tensor n, Tensor @out = null) =>
            @out is null ? s_hermite_polynomial_he.Call(x, n) : s_hermite_polynomial_he_out.Into(@out, x, n);
        public static Tensor i0(Tensor input) => s_i0.Call(input);
        public static Tensor i0e(Tensor input) => s_i0e.Call(input);
        public static Tensor i1(Tensor input) => s_i1.Call(input);
        public static Tensor i1e(Tensor input) => s_i1e.Call(input);
        public static Tensor laguerre_polynomial_l(Tensor x, Tensor n, Tensor @out = null) =>
            @out is null ? s_laguerre_polynomial_l.Call(x, n) : s_laguerre_polynomial_l_out.Into(@out, x, n);
        public static Tensor legendre_polynomial_p(Tensor x, Tensor n, Tensor @out = null) =>
            @out is null ? s_legendre_polynomial_p.Call(x, n) : s_legendre_polynomial_p_out.Into(@out, x, n);
        public static Tensor log_softmax(Tensor input, long dim, ScalarType? dtype = null) => s_log_softmax.Call(input, dim, dtype);
        public static Tensor logit(Tensor input) => s_logit.Call(input);
        public static Tensor modified_bessel_i0(Tensor input, Tensor @out = null) =>
            @out is null ? s_modified_bessel_i0.Call(input) : s_modified_bessel_i0_out.Into(@out, input);
        public static Tensor modified_bessel_i1(Tensor input, Tensor @out = null) =>
            @out is null ? s_modified_bessel_i1.Call(input) : s_modified_bessel_i1_out.Into(@out, input);
        public static Tensor modified_bessel_k0(Tensor input, Tensor @out = null) =>
            @out is null ? s_modified_bessel_k0.Call(input) : s_modified_bessel_k0_out.Into(@out, input);
        public static Tensor modified_bessel_k1(Tensor input, Tensor @out = null) =>
            @out is null ? s_modified_bessel_k1.Call(input) : s_modified_bessel_k1_out.Into(@out, input);
        public static Tensor multigammaln(Tensor input, long p) => s_multigammaln.Call(input, p);
        public static Tensor ndtr(Tensor input) => s_ndtr.Call(input);
        public static Tensor ndtri(Tensor input) => s_ndtri.Call(input);
        public static Tensor polygamma(long n, Tensor input) => s_polygamma.Call(n, input);
        public static Tensor psi(Tensor input) => s_psi.Call(input);
        public static Tensor scaled_modified_bessel_k0(Tensor input, Tensor @out = null) =>
            @out is null ? s_scaled_modified_bessel_k0.Call(input) : s_scaled_modified_bessel_k0_out.Into(@out, input);
        public static Tensor scaled_modified_bessel_k1(Tensor input, Tensor @out = null) =>
            @out is null ? s_scaled_modified_bessel_k1.Call(input) : s_scaled_modified_bessel_k1_out.Into(@out, input);
        public static Tensor shifted_chebyshev_polynomial_t(Tensor x, Tensor n, Tensor @out = null) =>
            @out is null ? s_shifted_chebyshev_polynomial_t.Call(x, n) : s_shifted_chebyshev_polynomial_t_out.Into(@out, x, n);
        public static Tensor shifted_chebyshev_polynomial_u(Tensor x, Tensor n, Tensor @out = null) =>
            @out is null ? s_shifted_chebyshev_polynomial_u.Call(x, n) : s_shifted_chebyshev_polynomial_u_out.Into(@out, x, n);
        public static Tensor shifted_chebyshev_polynomial_v(Tensor x, Tensor n, Tensor @out = null) =>
            @out is null ? s_shifted_chebyshev_polynomial_v.Call(x, n) : s_shifted_chebyshev_polynomial_v_out.Into(@out, x, n);
        public static Tensor shifted_chebyshev_polynomial_w(Tensor x, Tensor n, Tensor @out = null) =>
            @out is null ? s_shifted_chebyshev_polynomial_w.Call(x, n) : s_shifted_chebyshev_polynomial_w_out.Into(@out, x, n);
        public static Tensor sinc(Tensor input) => s_sinc.Call(input);
        public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => s_softmax.Call(input, dim, dtype);
        public static Tensor spherical_bessel_j0(Tensor input, Tensor @out = null) =>
            @out is null ? s_spherical_bessel_j0.Call(input) : s_spherical_bessel_j0_out.Into(@out, input);
        public static Tensor xlog1py(Tensor input, Tensor other) => s_xlog1py.Call(input, other);
        public static Tensor zeta(Tensor x, Tensor q) => s_zeta.Call(x, q);
        public static Tensor sigmoid(Tensor input) => input.sigmoid();
        public static Tensor sigmoid_(Tensor input) => input.sigmoid_();
    }
}
