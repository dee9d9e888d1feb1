using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_rsubScalar = new("rsub", "Scalar");

        public static Tensor operator +(int left, Tensor right) => s_addScalar.Call(right, left);
        public static Tensor operator +(Tensor left, int right) => s_addScalar.Call(left, right);
        public static Tensor operator +(long left, Tensor right) => s_addScalar.Call(right, left);
        public static Tensor operator +(Tensor left, long right) => s_addScalar.Call(left, right);
        public static Tensor operator +(float left, Tensor right) => s_addScalar.Call(right, left);
        public static Tensor operator +(Tensor left, float right) => s_addScalar.Call(left, right);
        public static Tensor operator +(Scalar left, Tensor right) => s_addScalar.Call(right, left);
        public static Tensor operator +(double left, Tensor right) => s_addScalar.Call(right, left);
        public static Tensor operator +(Tensor left, Scalar right) => s_addScalar.Call(left, right);
        public static Tensor operator +(Tensor left, double right) => s_addScalar.Call(left, right);
        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);

        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);

        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);

        public static Tensor operator /(int left, Tensor right) => right.Divides(left);
        public static Tensor operator /(Tensor left, int right) => s_divScalar.Call(left, right);
        public static Tensor operator /(long left, Tensor right) => right.Divides(left);
        public static Tensor operator /(Tensor left, long right) => s_divScalar.Call(left, right);
        public static Tensor operator /(float left, Tensor right) => right.Divides(left);
        public static Tensor operator /(Tensor left, float right) => s_divScalar.Call(left, right);
        public static Tensor operator /(Scalar left, Tensor right) => right.Divides(left);
        public static Tensor operator /(double left, Tensor right) => right.Divides(left);
        public static Tensor operator /(Tensor left, Scalar right) => s_divScalar.Call(left, right);
        public static Tensor operator /(Tensor left, double right) => s_divScalar.Call(left, right);
        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);

        public static Tensor operator ==(Scalar left, Tensor right) => s_eqScalar.Call(right, left);
        public static Tensor operator ==(Tensor left, Scalar right) => s_eqScalar.Call(left, right);
        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);

        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);

        public static Tensor operator >(Scalar left, Tensor right) => s_ltScalar.Call(right, left);
        public static Tensor operator >(Tensor left, Scalar right) => s_gtScalar.Call(left, right);
        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);

        public static Tensor operator >=(Scalar left, Tensor right) => s_leScalar.Call(right, left);
        public static Tensor operator >=(Tensor left, Scalar right) => s_geScalar.Call(left, right);
        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);

        public static Tensor operator !=(Scalar left, Tensor right) => s_neScalar.Call(right, left);
        public static Tensor operator !=(Tensor left, Scalar right) => s_neScalar.Call(left, right);
        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);

        public static Tensor operator <(Scalar left, Tensor right) => s_gtScalar.Call(right, left);
        public static Tensor operator <(Tensor left, Scalar right) => s_ltScalar.Call(left, right);
        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);

        public static Tensor operator <=(Scalar left, Tensor right) => s_geScalar.Call(right, left);
        public static Tensor operator <=(Tensor left, Scalar right) => s_leScalar.Call(left, right);
        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);

        public static Tensor operator %(Tensor left, int right) => s_remainderScalar.Call(left, right);
        public static Tensor operator %(Tensor left, long right) => s_remainderScalar.Call(left, right);
        public static Tensor operator %(Tensor left, float right) => s_remainderScalar.Call(left, right);
        public static Tensor operator %(Tensor left, Scalar right) => s_remainderScalar.Call(left, right);
        public static Tensor operator %(Tensor left, double right) => s_remainderScalar.Call(left, right);
        public static Tensor operator %(Tensor left, Tensor right) => left.remainder(right);

        public static Tensor operator *(int left, Tensor right) => s_mulScalar.Call(right, left);
        public static Tensor operator *(Tensor left, int right) => s_mulScalar.Call(left, right);
        public static Tensor operator *(long left, Tensor right) => s_mulScalar.Call(right, left);
        public static Tensor operator *(Tensor left, long right) => s_mulScalar.Call(left, right);
        public static Tensor operator *(float left, Tensor right) => s_mulScalar.Call(right, left);
        public static Tensor operator *(Tensor left, float right) => s_mulScalar.Call(left, right);
        public static Tensor operator *(Scalar left, Tensor right) => s_mulScalar.Call(right, left);
        public static Tensor operator *(double left, Tensor right) => s_mulScalar.Call(right, left);
        public static Tensor operator *(Tensor left, Scalar right) => s_mulScalar.Call(left, right);
        public static Tensor operator *(Tensor left, double right) => s_mulScalar.Call(left, right);
        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);

        public static Tensor operator ~(Tensor left) => left.bitwise_not();

        public static Tensor operator -(int left, Tensor right) => s_rsubScalar.Call(right, left);
        public static Tensor operator -(Tensor left, int right) => s_subScalar.Call(left, right);
        public static Tensor operator -(long left, Tensor right) => s_rsubScalar.Call(right, left);
        public static Tensor operator -(Tensor left, long right) => s_subScalar.Call(left, right);
        public static Tensor operator -(float left, Tensor right) => s_rsubScalar.Call(right, left);
        public static Tensor operator -(Tensor left, float right) => s_subScalar.Call(left, right);
        public static Tensor operator -(Scalar left, Tensor right) => s_rsubScalar.Call(right, left);
        public static Tensor operator -(double left, Tensor right) => s_rsubScalar.Call(right, left);
        public static Tensor operator -(Tensor left, Scalar right) => s_subScalar.Call(left, right);
        public static Tensor operator -(Tensor left, double right) => s_subScalar.Call(left, right);
        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);
        public static Tensor operator -(Tensor tensor) => tensor.neg();
    }
}
