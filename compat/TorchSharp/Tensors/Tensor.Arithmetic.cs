using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_addScalar = new("add", "Scalar"), s_addTensor = new("add", "Tensor"), s_add_Scalar = new("add_", "Scalar"),
            s_add_Tensor = new("add_", "Tensor"), s_addcdiv = new("addcdiv"), s_addcdiv_ = new("addcdiv_"), s_addcmul = new("addcmul"),
            s_addcmul_ = new("addcmul_"), s_bitwise_andTensor = new("bitwise_and", "Tensor"), s_bitwise_and_Tensor = new("bitwise_and_", "Tensor"),
            s_bitwise_left_shiftTensor = new("bitwise_left_shift", "Tensor"), s_bitwise_left_shift_Tensor = new("bitwise_left_shift_", "Tensor"),
            s_bitwise_not = new("bitwise_not"), s_bitwise_not_ = new("bitwise_not_"), s_bitwise_orTensor = new("bitwise_or", "Tensor"),
            s_bitwise_or_Tensor = new("bitwise_or_", "Tensor"), s_bitwise_right_shiftTensor = new("bitwise_right_shift", "Tensor"),
            s_bitwise_right_shift_Tensor = new("bitwise_right_shift_", "Tensor"), s_bitwise_xorTensor = new("bitwise_xor", "Tensor"),
            s_bitwise_xor_Tensor = new("bitwise_xor_", "Tensor"), s_clamp = new("clamp"), s_clampTensor = new("clamp", "Tensor"), s_clamp_ = new("clamp_"),
            s_clamp_Tensor = new("clamp_", "Tensor"), s_clamp_max = new("clamp_max"), s_clamp_max_ = new("clamp_max_"), s_clamp_min = new("clamp_min"),
            s_clamp_min_ = new("clamp_min_"), s_clip = new("clip"), s_divScalar = new("div", "Scalar"), s_divScalarMode = new("div", "Scalar_mode"),
            s_divTensorMode = new("div", "Tensor_mode"), s_div_Scalar = new("div_", "Scalar"), s_div_ScalarMode = new("div_", "Scalar_mode"),
            s_div_Tensor = new("div_", "Tensor"), s_div_TensorMode = new("div_", "Tensor_mode"),
            s_float_powerTensor_Tensor = new("float_power", "Tensor_Tensor"), s_floor_divide = new("floor_divide"),
            s_floor_divideScalar = new("floor_divide", "Scalar"), s_floor_divide_Scalar = new("floor_divide_", "Scalar"),
            s_floor_divide_Tensor = new("floor_divide_", "Tensor"), s_fmodScalar = new("fmod", "Scalar"), s_fmodTensor = new("fmod", "Tensor"),
            s_fmod_Scalar = new("fmod_", "Scalar"), s_fmod_Tensor = new("fmod_", "Tensor"), s_gcd = new("gcd"), s_gcd_ = new("gcd_"), s_lcm = new("lcm"),
            s_lcm_ = new("lcm_"), s_lerpTensor = new("lerp", "Tensor"), s_lerp_Tensor = new("lerp_", "Tensor"), s_mulScalar = new("mul", "Scalar"),
            s_mul_Scalar = new("mul_", "Scalar"), s_mul_Tensor = new("mul_", "Tensor"), s_multiplyScalar = new("multiply", "Scalar"), s_neg = new("neg"),
            s_neg_ = new("neg_"), s_negative = new("negative"), s_positive = new("positive"), s_powTensor_Scalar = new("pow", "Tensor_Scalar"),
            s_powTensor_Tensor = new("pow", "Tensor_Tensor"), s_pow_Scalar = new("pow_", "Scalar"), s_pow_Tensor = new("pow_", "Tensor"),
            s_remainderScalar = new("remainder", "Scalar"), s_remainderTensor = new("remainder", "Tensor"), s_remainder_Scalar = new("remainder_", "Scalar"),
            s_remainder_Tensor = new("remainder_", "Tensor"), s_subScalar = new("sub", "Scalar"), s_sub_Scalar = new("sub_", "Scalar"),
            s_sub_Tensor = new("sub_", "Tensor"), s_subtractScalar = new("subtract", "Scalar"), s_subtract_Scalar = new("subtract_", "Scalar"),
            s_subtract_Tensor = new("subtract_", "Tensor"), s_true_divideScalar = new("true_divide", "Scalar"),
            s_true_divideTensor = new("true_divide", "Tensor"), s_true_divide_Scalar = new("true_divide_", "Scalar"),
            s_true_divide_Tensor = new("true_divide_", "Tensor");

        public Tensor add(Scalar scalar) => s_addScalar.Call(this, scalar);
        public Tensor add(Tensor target) => Binary(Native.lo_add(Handle, target.Handle), target);
        public Tensor add(Scalar scalar, Scalar alpha) => s_addScalar.Call(this, scalar, alpha);
        public Tensor add(Tensor target, Scalar alpha) => s_addTensor.Call(this, target, alpha);
        public Tensor add_(Scalar scalar) => s_add_Scalar.InPlace(this, scalar);
        public Tensor add_(Tensor target) => s_add_Tensor.InPlace(this, target);
        public Tensor add_(Scalar scalar, Scalar alpha) => s_add_Scalar.InPlace(this, scalar, alpha);
        public Tensor add_(Tensor target, Scalar alpha) => s_add_Tensor.InPlace(this, target, alpha);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => s_addcdiv.Call(this, tensor1, tensor2);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => s_addcdiv.Call(this, tensor1, tensor2, value);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => s_addcdiv_.InPlace(this, tensor1, tensor2);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => s_addcdiv_.InPlace(this, tensor1, tensor2, value);
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => s_addcmul.Call(this, tensor1, tensor2, value);
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => s_addcmul_.InPlace(this, tensor1, tensor2, value);

        public Tensor bitwise_and(Tensor other) => s_bitwise_andTensor.Call(this, other);
        public Tensor bitwise_and_(Tensor other) => s_bitwise_and_Tensor.InPlace(this, other);
        public Tensor bitwise_left_shift(Tensor other) => s_bitwise_left_shiftTensor.Call(this, other);
        public Tensor bitwise_left_shift_(Tensor other) => s_bitwise_left_shift_Tensor.InPlace(this, other);
        public Tensor bitwise_not() => s_bitwise_not.Call(this);
        public Tensor bitwise_not_() => s_bitwise_not_.InPlace(this);
        public Tensor bitwise_or(Tensor other) => s_bitwise_orTensor.Call(this, other);
        public Tensor bitwise_or_(Tensor other) => s_bitwise_or_Tensor.InPlace(this, other);
        public Tensor bitwise_right_shift(Tensor other) => s_bitwise_right_shiftTensor.Call(this, other);
        public Tensor bitwise_right_shift_(Tensor other) => s_bitwise_right_shift_Tensor.InPlace(this, other);
        public Tensor bitwise_xor(Tensor other) => s_bitwise_xorTensor.Call(this, other);
        public Tensor bitwise_xor_(Tensor other) => s_bitwise_xor_Tensor.InPlace(this, other);

        public Tensor clamp(Scalar min = null, Scalar max = null) => s_clamp.Call(this, min, max);
        public Tensor clamp(Tensor min = null, Tensor max = null) => s_clampTensor.Call(this, min, max);
        public Tensor clamp_(Scalar min = null, Scalar max = null) => s_clamp_.InPlace(this, min, max);
        public Tensor clamp_(Tensor min = null, Tensor max = null) => s_clamp_Tensor.InPlace(this, min, max);
        public Tensor clamp_max(Scalar max) => s_clamp_max.Call(this, max);
        public Tensor clamp_max_(Scalar max) => s_clamp_max_.InPlace(this, max);
        public Tensor clamp_min(Scalar min) => s_clamp_min.Call(this, min);
        public Tensor clamp_min_(Scalar min) => s_clamp_min_.InPlace(this, min);
        public Tensor clip(Scalar min = null, Scalar max = null) => s_clip.Call(this, min, max);

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? s_divScalar.Call(this, target) : s_divScalarMode.Call(this, target, rounding_mode.ToString());
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Binary(Native.lo_div(Handle, target.Handle), target) : s_divTensorMode.Call(this, target, rounding_mode.ToString());
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? s_div_Scalar.InPlace(this, target) : s_div_ScalarMode.InPlace(this, target, rounding_mode.ToString());
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? s_div_Tensor.InPlace(this, target) : s_div_TensorMode.InPlace(this, target, rounding_mode.ToString());
        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);
        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);
        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);
        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);

        public Tensor float_power(Tensor target) => s_float_powerTensor_Tensor.Call(this, target);
        public Tensor floor_divide(Scalar other) => s_floor_divideScalar.Call(this, other);
        public Tensor floor_divide(Tensor other) => s_floor_divide.Call(this, other);
        public Tensor floor_divide_(Scalar other) => s_floor_divide_Scalar.InPlace(this, other);
        public Tensor floor_divide_(Tensor other) => s_floor_divide_Tensor.InPlace(this, other);
        public Tensor fmod(Scalar scalar) => s_fmodScalar.Call(this, scalar);
        public Tensor fmod(Tensor target) => s_fmodTensor.Call(this, target);
        public Tensor fmod_(Scalar scalar) => s_fmod_Scalar.InPlace(this, scalar);
        public Tensor fmod_(Tensor target) => s_fmod_Tensor.InPlace(this, target);

        public Tensor gcd(Tensor other) => s_gcd.Call(this, other);
        public Tensor gcd_(Tensor other) => s_gcd_.InPlace(this, other);

        public Tensor lcm(Tensor other) => s_lcm.Call(this, other);
        public Tensor lcm_(Tensor other) => s_lcm_.InPlace(this, other);
        public Tensor lerp(Tensor end, Tensor weight) => s_lerpTensor.Call(this, end, weight);
        public Tensor lerp_(Tensor end, Tensor weight) => s_lerp_Tensor.InPlace(this, end, weight);

        public Tensor mul(Scalar target) => s_mulScalar.Call(this, target);
        public Tensor mul(Tensor target) => Binary(Native.lo_mul(Handle, target.Handle), target);
        public Tensor mul_(Scalar target) => s_mul_Scalar.InPlace(this, target);
        public Tensor mul_(Tensor target) => s_mul_Tensor.InPlace(this, target);
        public Tensor multiply(Scalar target) => s_multiplyScalar.Call(this, target);
        public Tensor multiply(Tensor target) => mul(target);

        public Tensor neg() => s_neg.Call(this);
        public Tensor neg_() => s_neg_.InPlace(this);
        public Tensor negative() => s_negative.Call(this);

        public Tensor positive() => s_positive.Call(this);
        public Tensor pow(Scalar exponent) => s_powTensor_Scalar.Call(this, exponent);
        public Tensor pow(Tensor exponent) => s_powTensor_Tensor.Call(this, exponent);
        public Tensor pow_(Scalar exponent) => s_pow_Scalar.InPlace(this, exponent);
        public Tensor pow_(Tensor exponent) => s_pow_Tensor.InPlace(this, exponent);

        public Tensor remainder(Scalar scalar) => s_remainderScalar.Call(this, scalar);
        public Tensor remainder(Tensor target) => s_remainderTensor.Call(this, target);
        public Tensor remainder_(Scalar scalar) => s_remainder_Scalar.InPlace(this, scalar);
        public Tensor remainder_(Tensor target) => s_remainder_Tensor.InPlace(this, target);

        public Tensor sub(Scalar target) => s_subScalar.Call(this, target);
        public Tensor sub(Tensor target) => Binary(Native.lo_sub(Handle, target.Handle), target);
        public Tensor sub_(Scalar target) => s_sub_Scalar.InPlace(this, target);
        public Tensor sub_(Tensor target) => s_sub_Tensor.InPlace(this, target);
        public Tensor subtract(Scalar target) => s_subtractScalar.Call(this, target);
        public Tensor subtract(Tensor target) => sub(target);
        public Tensor subtract_(Scalar target) => s_subtract_Scalar.InPlace(this, target);
        public Tensor subtract_(Tensor target) => s_subtract_Tensor.InPlace(this, target);

        public Tensor true_divide(Scalar other) => s_true_divideScalar.Call(this, other);
        public Tensor true_divide(Tensor other) => s_true_divideTensor.Call(this, other);
        public Tensor true_divide_(Scalar other) => s_true_divide_Scalar.InPlace(this, other);
        public Tensor true_divide_(Tensor other) => s_true_divide_Tensor.InPlace(this, other);
    }
}
