using TorchSharp.Interop;

namespace TorchSharp
{
    public static partial class torch
    {
        public partial class Tensor
        {
            private static readonly Op s_addScalar = new("add", "Scalar"), s_add_ = new("add_", "Tensor");

            public Tensor add(Tensor target) => Adopt(Native.Check(Native.lo_add(Handle, target.Handle)));
            public Tensor add(Tensor target, Scalar alpha) => new Op("add", "Tensor").Call(this, target, alpha);
            public Tensor add(Scalar scalar) => s_addScalar.Call(this, scalar);
            public Tensor add_(Tensor target) => s_add_.InPlace(this, target);

            public static Tensor operator +(Tensor left, Tensor right) => left.add(right);
        }
    }
}
