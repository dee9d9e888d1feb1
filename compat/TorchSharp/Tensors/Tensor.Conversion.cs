using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_clone = new("clone"), s_copy_ = new("copy_"), s_detach = new("detach"), s_detach_ = new("detach_"),
            s_fill_Scalar = new("fill_", "Scalar"), s_is_pinned = new("is_pinned"), s_pin_memory = new("pin_memory"), s_requires_grad_ = new("requires_grad_"),
            s_to_dense = new("to_dense"), s_type_as = new("type_as");

        public Tensor bfloat16() => to_type(ScalarType.BFloat16);
        public Tensor @bool() => to_type(ScalarType.Bool);
        public Tensor @byte() => to_type(ScalarType.Byte);

        public Tensor cdouble() => to_type(ScalarType.ComplexFloat64);
        public Tensor cfloat() => to_type(ScalarType.ComplexFloat32);
        public Tensor @char() => to_type(ScalarType.Int8);
        public Tensor clone() => s_clone.Call(this);
        public Tensor copy_(Tensor source, bool nonBlocking = false) => s_copy_.InPlace(this, source, nonBlocking);
        public Tensor cpu() => to(CPU);
        public Tensor cuda(Device device = null, bool non_blocking = false) => to(device ?? CUDA, non_blocking: non_blocking);

        public Tensor detach() => s_detach.Call(this);
        public Tensor detach_() => s_detach_.InPlace(this);
        public Tensor @double() => to_type(ScalarType.Float64);

        public Tensor fill_(Scalar value) => s_fill_Scalar.InPlace(this, value);
        public Tensor @float() => to_type(ScalarType.Float32);

        public Tensor half() => to_type(ScalarType.Float16);

        public Tensor @int() => to_type(ScalarType.Int32);
        public bool is_pinned() => s_is_pinned.CallBool(this);

        public Tensor @long() => to_type(ScalarType.Int64);

        public Tensor mps(bool non_blocking = false) => to(MPS, non_blocking: non_blocking);

        public Tensor pin_memory() => s_pin_memory.Call(this);

        public Tensor requires_grad_(bool requires_grad = true) => s_requires_grad_.InPlace(this, requires_grad);

        public Tensor @short() => to_type(ScalarType.Int16);

        public Tensor to_dense() => s_to_dense.Call(this);
        public Tensor type_as(Tensor tensor) => s_type_as.Call(this, tensor);

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);
    }
}
