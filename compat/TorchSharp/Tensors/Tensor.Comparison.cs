using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_argsort = new("argsort"), s_bucketizeTensor = new("bucketize", "Tensor"), s_eqScalar = new("eq", "Scalar"),
            s_eqTensor = new("eq", "Tensor"), s_eq_Scalar = new("eq_", "Scalar"), s_eq_Tensor = new("eq_", "Tensor"), s_fmax = new("fmax"),
            s_fmin = new("fmin"), s_geScalar = new("ge", "Scalar"), s_geTensor = new("ge", "Tensor"), s_ge_Scalar = new("ge_", "Scalar"),
            s_ge_Tensor = new("ge_", "Tensor"), s_greaterTensor = new("greater", "Tensor"), s_greater_equalTensor = new("greater_equal", "Tensor"),
            s_gtScalar = new("gt", "Scalar"), s_gtTensor = new("gt", "Tensor"), s_gt_Scalar = new("gt_", "Scalar"), s_gt_Tensor = new("gt_", "Tensor"),
            s_is_complex = new("is_complex"), s_is_conj = new("is_conj"), s_is_floating_point = new("is_floating_point"), s_is_neg = new("is_neg"),
            s_is_nonzero = new("is_nonzero"), s_isclose = new("isclose"), s_isfinite = new("isfinite"), s_isinTensor_Tensor = new("isin", "Tensor_Tensor"),
            s_isinf = new("isinf"), s_isnan = new("isnan"), s_isneginf = new("isneginf"), s_isposinf = new("isposinf"), s_isreal = new("isreal"),
            s_leScalar = new("le", "Scalar"), s_leTensor = new("le", "Tensor"), s_le_Scalar = new("le_", "Scalar"), s_le_Tensor = new("le_", "Tensor"),
            s_lessTensor = new("less", "Tensor"), s_less_equalTensor = new("less_equal", "Tensor"), s_less_equal_Tensor = new("less_equal_", "Tensor"),
            s_logical_and = new("logical_and"), s_logical_and_ = new("logical_and_"), s_logical_not = new("logical_not"), s_logical_not_ = new("logical_not_"),
            s_logical_or = new("logical_or"), s_logical_or_ = new("logical_or_"), s_logical_xor = new("logical_xor"), s_logical_xor_ = new("logical_xor_"),
            s_ltScalar = new("lt", "Scalar"), s_ltTensor = new("lt", "Tensor"), s_lt_Scalar = new("lt_", "Scalar"), s_lt_Tensor = new("lt_", "Tensor"),
            s_maximum = new("maximum"), s_minimum = new("minimum"), s_msort = new("msort"), s_neScalar = new("ne", "Scalar"), s_neTensor = new("ne", "Tensor"),
            s_ne_Scalar = new("ne_", "Scalar"), s_ne_Tensor = new("ne_", "Tensor"), s_not_equalTensor = new("not_equal", "Tensor"),
            s_not_equal_Tensor = new("not_equal_", "Tensor"), s_signbit = new("signbit"), s_sortStable = new("sort", "stable"), s_topk = new("topk"),
            s_where = new("where", "self");

        public Tensor argsort(long dim = -1, bool descending = false) => s_argsort.Call(this, dim, descending);

        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) => s_bucketizeTensor.Call(this, boundaries, outInt32, right);

        public Tensor eq(Scalar target) => s_eqScalar.Call(this, target);
        public Tensor eq(Tensor target) => s_eqTensor.Call(this, target);
        public Tensor eq_(Scalar target) => s_eq_Scalar.InPlace(this, target);
        public Tensor eq_(Tensor target) => s_eq_Tensor.InPlace(this, target);
        public Tensor equal(Tensor target) => eq(target);

        public Tensor fmax(Tensor other) => s_fmax.Call(this, other);
        public Tensor fmin(Tensor other) => s_fmin.Call(this, other);

        public Tensor ge(Scalar target) => s_geScalar.Call(this, target);
        public Tensor ge(Tensor target) => s_geTensor.Call(this, target);
        public Tensor ge_(Scalar target) => s_ge_Scalar.InPlace(this, target);
        public Tensor ge_(Tensor target) => s_ge_Tensor.InPlace(this, target);
        public Tensor greater(Tensor target) => s_greaterTensor.Call(this, target);
        public Tensor greater_equal(Tensor target) => s_greater_equalTensor.Call(this, target);
        public Tensor gt(Scalar target) => s_gtScalar.Call(this, target);
        public Tensor gt(Tensor target) => s_gtTensor.Call(this, target);
        public Tensor gt_(Scalar target) => s_gt_Scalar.InPlace(this, target);
        public Tensor gt_(Tensor target) => s_gt_Tensor.InPlace(this, target);

        public bool is_complex() => s_is_complex.CallBool(this);
        public bool is_conj() => s_is_conj.CallBool(this);
        public bool is_floating_point() => s_is_floating_point.CallBool(this);
        public bool is_integral() => torch.is_integral(dtype);
        public bool is_neg() => s_is_neg.CallBool(this);
        public bool is_nonzero() => s_is_nonzero.CallBool(this);
        public Tensor isclose(Tensor other, double rtol = 1E-05, double atol = 1E-08, bool nanEqual = false) => s_isclose.Call(this, other, rtol, atol, nanEqual);
        public Tensor isfinite() => s_isfinite.Call(this);
        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) => s_isinTensor_Tensor.Call(this, test_elements, assumeUnique, invert);
        public Tensor isinf() => s_isinf.Call(this);
        public Tensor isnan() => s_isnan.Call(this);
        public Tensor isneginf() => s_isneginf.Call(this);
        public Tensor isposinf() => s_isposinf.Call(this);
        public Tensor isreal() => s_isreal.Call(this);

        public Tensor le(Scalar target) => s_leScalar.Call(this, target);
        public Tensor le(Tensor target) => s_leTensor.Call(this, target);
        public Tensor le_(Scalar target) => s_le_Scalar.InPlace(this, target);
        public Tensor le_(Tensor target) => s_le_Tensor.InPlace(this, target);
        public Tensor less(Tensor target) => s_lessTensor.Call(this, target);
        public Tensor less_equal(Tensor target) => s_less_equalTensor.Call(this, target);
        public Tensor less_equal_(Tensor target) => s_less_equal_Tensor.InPlace(this, target);
        public Tensor logical_and(Tensor other) => s_logical_and.Call(this, other);
        public Tensor logical_and_(Tensor other) => s_logical_and_.InPlace(this, other);
        public Tensor logical_not() => s_logical_not.Call(this);
        public Tensor logical_not_() => s_logical_not_.InPlace(this);
        public Tensor logical_or(Tensor other) => s_logical_or.Call(this, other);
        public Tensor logical_or_(Tensor other) => s_logical_or_.InPlace(this, other);
        public Tensor logical_xor(Tensor other) => s_logical_xor.Call(this, other);
        public Tensor logical_xor_(Tensor other) => s_logical_xor_.InPlace(this, other);
        public Tensor lt(Scalar target) => s_ltScalar.Call(this, target);
        public Tensor lt(Tensor target) => s_ltTensor.Call(this, target);
        public Tensor lt_(Scalar target) => s_lt_Scalar.InPlace(this, target);
        public Tensor lt_(Tensor target) => s_lt_Tensor.InPlace(this, target);

        public Tensor maximum(Tensor other) => s_maximum.Call(this, other);
        public Tensor minimum(Tensor other) => s_minimum.Call(this, other);
        public Tensor msort() => s_msort.Call(this);

        public Tensor ne(Scalar target) => s_neScalar.Call(this, target);
        public Tensor ne(Tensor target) => s_neTensor.Call(this, target);
        public Tensor ne_(Scalar target) => s_ne_Scalar.InPlace(this, target);
        public Tensor ne_(Tensor target) => s_ne_Tensor.InPlace(this, target);
        public Tensor not_equal(Tensor target) => s_not_equalTensor.Call(this, target);
        public Tensor not_equal_(Tensor target) => s_not_equal_Tensor.InPlace(this, target);

        public Tensor signbit() => s_signbit.Call(this);
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) => s_sortStable.Call2(this, stable, dim, descending);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) => s_topk.Call2(this, k, dim, largest, sorted);

        public Tensor where(Tensor condition, Tensor y) => s_where.Call(condition, this, y);
    }
}
