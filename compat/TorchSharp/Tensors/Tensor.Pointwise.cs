using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_abs = new("abs"), s_abs_ = new("abs_"), s_absolute = new("absolute"), s_absolute_ = new("absolute_"), s_acos = new("acos"),
            s_acos_ = new("acos_"), s_acosh = new("acosh"), s_acosh_ = new("acosh_"), s_angle = new("angle"), s_arccos = new("arccos"),
            s_arccos_ = new("arccos_"), s_arccosh = new("arccosh"), s_arccosh_ = new("arccosh_"), s_arcsin = new("arcsin"), s_arcsin_ = new("arcsin_"),
            s_arcsinh = new("arcsinh"), s_arcsinh_ = new("arcsinh_"), s_arctan = new("arctan"), s_arctan2 = new("arctan2"), s_arctan2_ = new("arctan2_"),
            s_arctan_ = new("arctan_"), s_arctanh = new("arctanh"), s_arctanh_ = new("arctanh_"), s_asin = new("asin"), s_asin_ = new("asin_"),
            s_asinh = new("asinh"), s_asinh_ = new("asinh_"), s_atan = new("atan"), s_atan2 = new("atan2"), s_atan2_ = new("atan2_"), s_atan_ = new("atan_"),
            s_atanh = new("atanh"), s_atanh_ = new("atanh_"), s_ceil = new("ceil"), s_ceil_ = new("ceil_"), s_conj = new("conj"),
            s_conj_physical = new("conj_physical"), s_conj_physical_ = new("conj_physical_"), s_copysignTensor = new("copysign", "Tensor"), s_cos = new("cos"),
            s_cos_ = new("cos_"), s_cosh = new("cosh"), s_cosh_ = new("cosh_"), s_deg2rad = new("deg2rad"), s_digamma = new("digamma"),
            s_digamma_ = new("digamma_"), s_erf = new("erf"), s_erf_ = new("erf_"), s_erfc = new("erfc"), s_erfc_ = new("erfc_"), s_erfinv = new("erfinv"),
            s_erfinv_ = new("erfinv_"), s_exp = new("exp"), s_exp2 = new("exp2"), s_exp_ = new("exp_"), s_expm1 = new("expm1"), s_expm1_ = new("expm1_"),
            s_fix = new("fix"), s_fix_ = new("fix_"), s_floor = new("floor"), s_floor_ = new("floor_"), s_frac = new("frac"), s_frac_ = new("frac_"),
            s_frexpTensor = new("frexp", "Tensor"), s_heaviside = new("heaviside"), s_hypot = new("hypot"), s_i0 = new("i0"), s_igamma = new("igamma"),
            s_igammac = new("igammac"), s_ldexpTensor = new("ldexp", "Tensor"), s_ldexp_ = new("ldexp_"), s_lgamma = new("lgamma"), s_lgamma_ = new("lgamma_"),
            s_log = new("log"), s_log10 = new("log10"), s_log10_ = new("log10_"), s_log1p = new("log1p"), s_log1p_ = new("log1p_"), s_log2 = new("log2"),
            s_log2_ = new("log2_"), s_log_ = new("log_"), s_logaddexp = new("logaddexp"), s_logaddexp2 = new("logaddexp2"), s_logit = new("logit"),
            s_mvlgamma = new("mvlgamma"), s_mvlgamma_ = new("mvlgamma_"), s_nan_to_num = new("nan_to_num"), s_nextafter = new("nextafter"),
            s_polygamma = new("polygamma"), s_polygamma_ = new("polygamma_"), s_rad2deg = new("rad2deg"), s_reciprocal = new("reciprocal"),
            s_reciprocal_ = new("reciprocal_"), s_round = new("round"), s_round_ = new("round_"), s_round__decimals = new("round_", "decimals"),
            s_round_decimals = new("round", "decimals"), s_rsqrt = new("rsqrt"), s_rsqrt_ = new("rsqrt_"), s_sgn = new("sgn"), s_sgn_ = new("sgn_"),
            s_sign = new("sign"), s_sign_ = new("sign_"), s_sin = new("sin"), s_sin_ = new("sin_"), s_sinc = new("sinc"), s_sinc_ = new("sinc_"),
            s_sinh = new("sinh"), s_sinh_ = new("sinh_"), s_sqrt = new("sqrt"), s_sqrt_ = new("sqrt_"), s_square = new("square"), s_tan = new("tan"),
            s_tan_ = new("tan_"), s_trunc = new("trunc"), s_trunc_ = new("trunc_"),
            s_xlogyScalar_Other = new("xlogy", "Scalar_Other"), s_xlogyTensor = new("xlogy", "Tensor"), s_xlogy_Scalar_Other = new("xlogy_", "Scalar_Other"),
            s_xlogy_Tensor = new("xlogy_", "Tensor");

        public Tensor abs() => s_abs.Call(this);
        public Tensor abs_() => s_abs_.InPlace(this);
        public Tensor absolute() => s_absolute.Call(this);
        public Tensor absolute_() => s_absolute_.InPlace(this);
        public Tensor acos() => s_acos.Call(this);
        public Tensor acos_() => s_acos_.InPlace(this);
        public Tensor acosh() => s_acosh.Call(this);
        public Tensor acosh_() => s_acosh_.InPlace(this);
        public Tensor angle() => s_angle.Call(this);
        public Tensor arccos() => s_arccos.Call(this);
        public Tensor arccos_() => s_arccos_.InPlace(this);
        public Tensor arccosh() => s_arccosh.Call(this);
        public Tensor arccosh_() => s_arccosh_.InPlace(this);
        public Tensor arcsin() => s_arcsin.Call(this);
        public Tensor arcsin_() => s_arcsin_.InPlace(this);
        public Tensor arcsinh() => s_arcsinh.Call(this);
        public Tensor arcsinh_() => s_arcsinh_.InPlace(this);
        public Tensor arctan() => s_arctan.Call(this);
        public Tensor arctan(Tensor other) => arctan2(other);
        public Tensor arctan2(Tensor other) => s_arctan2.Call(this, other);
        public Tensor arctan2_(Tensor other) => s_arctan2_.InPlace(this, other);
        public Tensor arctan_() => s_arctan_.InPlace(this);
        public Tensor arctan_(Tensor other) => arctan2_(other);
        public Tensor arctanh() => s_arctanh.Call(this);
        public Tensor arctanh_() => s_arctanh_.InPlace(this);
        public Tensor asin() => s_asin.Call(this);
        public Tensor asin_() => s_asin_.InPlace(this);
        public Tensor asinh() => s_asinh.Call(this);
        public Tensor asinh_() => s_asinh_.InPlace(this);
        public Tensor atan() => s_atan.Call(this);
        public Tensor atan2(Tensor other) => s_atan2.Call(this, other);
        public Tensor atan2_(Tensor other) => s_atan2_.InPlace(this, other);
        public Tensor atan_() => s_atan_.InPlace(this);
        public Tensor atanh() => s_atanh.Call(this);
        public Tensor atanh_() => s_atanh_.InPlace(this);

        public Tensor ceil() => s_ceil.Call(this);
        public Tensor ceil_() => s_ceil_.InPlace(this);
        public Tensor conj() => s_conj.Call(this);
        public Tensor conj_physical() => s_conj_physical.Call(this);
        public Tensor conj_physical_() => s_conj_physical_.InPlace(this);
        public Tensor copysign(Tensor other) => s_copysignTensor.Call(this, other);
        public Tensor cos() => s_cos.Call(this);
        public Tensor cos_() => s_cos_.InPlace(this);
        public Tensor cosh() => s_cosh.Call(this);
        public Tensor cosh_() => s_cosh_.InPlace(this);

        public Tensor deg2rad() => s_deg2rad.Call(this);
        public Tensor digamma() => s_digamma.Call(this);
        public Tensor digamma_() => s_digamma_.InPlace(this);

        public Tensor erf() => s_erf.Call(this);
        public Tensor erf_() => s_erf_.InPlace(this);
        public Tensor erfc() => s_erfc.Call(this);
        public Tensor erfc_() => s_erfc_.InPlace(this);
        public Tensor erfinv() => s_erfinv.Call(this);
        public Tensor erfinv_() => s_erfinv_.InPlace(this);
        public Tensor exp() => s_exp.Call(this);
        public Tensor exp2() => s_exp2.Call(this);
        public Tensor exp_() => s_exp_.InPlace(this);
        public Tensor expm1() => s_expm1.Call(this);
        public Tensor expm1_() => s_expm1_.InPlace(this);

        public Tensor fix() => s_fix.Call(this);
        public Tensor fix_() => s_fix_.InPlace(this);
        public Tensor floor() => s_floor.Call(this);
        public Tensor floor_() => s_floor_.InPlace(this);
        public Tensor frac() => s_frac.Call(this);
        public Tensor frac_() => s_frac_.InPlace(this);
        public (Tensor Mantissa, Tensor Exponent) frexp() => s_frexpTensor.Call2(this);

        public Tensor heaviside(Tensor other) => s_heaviside.Call(this, other);
        public Tensor hypot(Tensor other) => s_hypot.Call(this, other);

        public Tensor i0() => s_i0.Call(this);
        public Tensor igamma(Tensor other) => s_igamma.Call(this, other);
        public Tensor igammac(Tensor other) => s_igammac.Call(this, other);

        public Tensor ldexp(Tensor other) => s_ldexpTensor.Call(this, other);
        public Tensor ldexp_(Tensor other) => s_ldexp_.InPlace(this, other);
        public Tensor lgamma() => s_lgamma.Call(this);
        public Tensor lgamma_() => s_lgamma_.InPlace(this);
        public Tensor log() => s_log.Call(this);
        public Tensor log10() => s_log10.Call(this);
        public Tensor log10_() => s_log10_.InPlace(this);
        public Tensor log1p() => s_log1p.Call(this);
        public Tensor log1p_() => s_log1p_.InPlace(this);
        public Tensor log2() => s_log2.Call(this);
        public Tensor log2_() => s_log2_.InPlace(this);
        public Tensor log_() => s_log_.InPlace(this);
        public Tensor logaddexp(Tensor other) => s_logaddexp.Call(this, other);
        public Tensor logaddexp2(Tensor other) => s_logaddexp2.Call(this, other);
        public Tensor logit(double? eps = null) => s_logit.Call(this, eps);

        public Tensor mvlgamma(long p) => s_mvlgamma.Call(this, p);
        public Tensor mvlgamma_(long p) => s_mvlgamma_.InPlace(this, p);

        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) => s_nan_to_num.Call(this, nan, posinf, neginf);
        public Tensor nextafter(Tensor other) => s_nextafter.Call(this, other);

        public Tensor polygamma(long p) => s_polygamma.Call(p, this);
        public Tensor polygamma_(long p) => s_polygamma_.InPlace(this, p);

        public Tensor rad2deg() => s_rad2deg.Call(this);
        public Tensor reciprocal() => s_reciprocal.Call(this);
        public Tensor reciprocal_() => s_reciprocal_.InPlace(this);
        public Tensor round(long decimals = 0) => decimals == 0 ? s_round.Call(this) : s_round_decimals.Call(this, decimals);
        public Tensor round_(long decimals = 0) => decimals == 0 ? s_round_.InPlace(this) : s_round__decimals.InPlace(this, decimals);
        public Tensor rsqrt() => s_rsqrt.Call(this);
        public Tensor rsqrt_() => s_rsqrt_.InPlace(this);

        public Tensor sgn() => s_sgn.Call(this);
        public Tensor sgn_() => s_sgn_.InPlace(this);
        public Tensor sign() => s_sign.Call(this);
        public Tensor sign_() => s_sign_.InPlace(this);
        public Tensor sin() => s_sin.Call(this);
        public Tensor sin_() => s_sin_.InPlace(this);
        public Tensor sinc() => s_sinc.Call(this);
        public Tensor sinc_() => s_sinc_.InPlace(this);
        public Tensor sinh() => s_sinh.Call(this);
        public Tensor sinh_() => s_sinh_.InPlace(this);
        public Tensor sqrt() => s_sqrt.Call(this);
        public Tensor sqrt_() => s_sqrt_.InPlace(this);
        public Tensor square() => s_square.Call(this);

        public Tensor tan() => s_tan.Call(this);
        public Tensor tan_() => s_tan_.InPlace(this);
        public Tensor trunc() => s_trunc.Call(this);
        public Tensor trunc_() => s_trunc_.InPlace(this);

        public Tensor xlogy(Scalar y) => s_xlogyScalar_Other.Call(this, y);
        public Tensor xlogy(Tensor y) => s_xlogyTensor.Call(this, y);
        public Tensor xlogy_(Scalar y) => s_xlogy_Scalar_Other.InPlace(this, y);
        public Tensor xlogy_(Tensor y) => s_xlogy_Tensor.InPlace(this, y);
    }
}
