using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_celu = new("celu"), s_celu_ = new("celu_"), s_elu = new("elu"), s_elu_ = new("elu_"), s_gelu = new("gelu"),
            s_gelu_ = new("gelu_"), s_glu = new("glu"), s_hardsigmoid = new("hardsigmoid"), s_hardsigmoid_ = new("hardsigmoid_"),
            s_hardswish = new("hardswish"), s_hardswish_ = new("hardswish_"), s_hardtanh = new("hardtanh"), s_hardtanh_ = new("hardtanh_"),
            s_leaky_relu = new("leaky_relu"), s_leaky_relu_ = new("leaky_relu_"), s_log_sigmoid = new("log_sigmoid"), s_prelu = new("prelu"),
            s_relu = new("relu"), s_relu6 = new("relu6"), s_relu6_ = new("relu6_"), s_relu_ = new("relu_"), s_rrelu = new("rrelu"), s_rrelu_ = new("rrelu_"),
            s_selu = new("selu"), s_selu_ = new("selu_"), s_sigmoid = new("sigmoid"), s_sigmoid_ = new("sigmoid_"), s_silu = new("silu"),
            s_silu_ = new("silu_"), s_softplus = new("softplus"), s_tanh = new("tanh"), s_tanh_ = new("tanh_"), s_threshold = new("threshold"),
            s_threshold_ = new("threshold_");

        public Tensor celu() => s_celu.Call(this);
        public Tensor celu(Scalar alpha) => s_celu.Call(this, alpha);
        public Tensor celu_() => s_celu_.InPlace(this);
        public Tensor celu_(Scalar alpha) => s_celu_.InPlace(this, alpha);

        public Tensor elu(double alpha = 1) => s_elu.Call(this, alpha);
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => s_elu.Call(this, alpha, scale, input_scale);
        public Tensor elu_(double alpha = 1) => s_elu_.InPlace(this, alpha);
        public Tensor elu_(Scalar alpha, Scalar scale, Scalar input_scale) => s_elu_.InPlace(this, alpha, scale, input_scale);

        public Tensor gelu() => s_gelu.Call(this);
        public Tensor gelu_() => s_gelu_.InPlace(this);
        public Tensor glu(long dim = -1) => s_glu.Call(this, dim);

        public Tensor hardsigmoid() => s_hardsigmoid.Call(this);
        public Tensor hardsigmoid_() => s_hardsigmoid_.InPlace(this);
        public Tensor hardswish() => s_hardswish.Call(this);
        public Tensor hardswish_() => s_hardswish_.InPlace(this);
        public Tensor hardtanh(Scalar min, Scalar max) => s_hardtanh.Call(this, min, max);
        public Tensor hardtanh_(Scalar min, Scalar max) => s_hardtanh_.InPlace(this, min, max);

        public Tensor leaky_relu(Scalar negative_slope) => s_leaky_relu.Call(this, negative_slope);
        public Tensor leaky_relu_(Scalar negative_slope) => s_leaky_relu_.InPlace(this, negative_slope);
        public Tensor log_sigmoid() => s_log_sigmoid.Call(this);

        public Tensor prelu(Tensor target) => s_prelu.Call(this, target);

        public Tensor relu() => s_relu.Call(this);
        public Tensor relu6() => s_relu6.Call(this);
        public Tensor relu6_() => s_relu6_.InPlace(this);
        public Tensor relu_() => s_relu_.InPlace(this);
        public Tensor rrelu(double lower = 0.125, double upper = 0.3333333333333333) => s_rrelu.Call(this, lower, upper);
        public Tensor rrelu_(double lower = 0.125, double upper = 0.3333333333333333) => s_rrelu_.InPlace(this, lower, upper);

        public Tensor selu() => s_selu.Call(this);
        public Tensor selu_() => s_selu_.InPlace(this);
        public Tensor sigmoid() => s_sigmoid.Call(this);
        public Tensor sigmoid_() => s_sigmoid_.InPlace(this);
        public Tensor silu() => s_silu.Call(this);
        public Tensor silu_() => s_silu_.InPlace(this);
        public Tensor softplus(double beta = 1, double threshold = 20) => s_softplus.Call(this, beta, threshold);

        public Tensor tanh() => s_tanh.Call(this);
        public Tensor tanh_() => s_tanh_.InPlace(this);
        public Tensor threshold(Scalar threshold, Scalar value) => s_threshold.Call(this, threshold, value);
        public Tensor threshold_(Scalar threshold, Scalar value) => s_threshold_.InPlace(this, threshold, value);
    }
}
