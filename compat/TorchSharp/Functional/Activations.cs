using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static partial class functional
            {
                private static readonly Op
                    s_relu = new("relu"),
                    s_relu_ = new("relu_"),
                    s_leaky_relu = new("leaky_relu"),
                    s_leaky_relu_ = new("leaky_relu_"),
                    s_prelu = new("prelu"),
                    s_elu = new("elu"),
                    s_elu_ = new("elu_"),
                    s_celu = new("celu"),
                    s_celu_ = new("celu_"),
                    s_selu = new("selu"),
                    s_selu_ = new("selu_"),
                    s_gelu = new("gelu"),
                    s_gelu_ = new("gelu_"),
                    s_glu = new("glu"),
                    s_silu = new("silu"),
                    s_silu_ = new("silu_"),
                    s_mish = new("mish"),
                    s_mish_ = new("mish_"),
                    s_softplus = new("softplus"),
                    s_sigmoid = new("sigmoid"),
                    s_sigmoid_ = new("sigmoid_"),
                    s_tanh = new("tanh"),
                    s_tanh_ = new("tanh_"),
                    s_hardtanh = new("hardtanh"),
                    s_hardtanh_ = new("hardtanh_"),
                    s_hardsigmoid = new("hardsigmoid"),
                    s_hardsigmoid_ = new("hardsigmoid_"),
                    s_hardswish = new("hardswish"),
                    s_hardswish_ = new("hardswish_"),
                    s_hardshrink = new("hardshrink"),
                    s_softshrink = new("softshrink"),
                    s_threshold = new("threshold"),
                    s_threshold_ = new("threshold_"),
                    s_log_sigmoid = new("log_sigmoid"),
                    s_log_softmax = new("log_softmax", "int"),
                    s_softmax = new("softmax", "int");

                public static Tensor relu(Tensor x, bool inplace = false) =>
                    inplace ? Operators.Alias(s_relu_.InPlace(x)) : s_relu.Call(x);

                public static Tensor relu6(Tensor x, bool inplace = false) => hardtanh(x, 0, 6, inplace);

                public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                    inplace ? Operators.Alias(s_leaky_relu_.InPlace(input, negative_slope)) : s_leaky_relu.Call(input, negative_slope);

                public static Tensor prelu(Tensor input, Tensor weight) => s_prelu.Call(input, weight);

                public static Tensor elu(Tensor x, double alpha, bool inplace = false) =>
                    inplace ? Operators.Alias(s_elu_.InPlace(x, alpha)) : s_elu.Call(x, alpha);

                public static Tensor celu(Tensor x, double alpha, bool inplace = false) =>
                    inplace ? Operators.Alias(s_celu_.InPlace(x, alpha)) : s_celu.Call(x, alpha);

                public static Tensor selu(Tensor x, bool inplace = false) =>
                    inplace ? Operators.Alias(s_selu_.InPlace(x)) : s_selu.Call(x);

                public static Tensor gelu(Tensor x) => s_gelu.Call(x);
                public static Tensor gelu(Tensor x, bool inplace) => inplace ? Operators.Alias(s_gelu_.InPlace(x)) : s_gelu.Call(x);

                public static Tensor glu(Tensor input, long dim = -1) => s_glu.Call(input, dim);

                public static Tensor silu(Tensor x, bool inplace = false) =>
                    inplace ? Operators.Alias(s_silu_.InPlace(x)) : s_silu.Call(x);

                public static Tensor mish(Tensor x, bool inplace = false) =>
                    inplace ? Operators.Alias(s_mish_.InPlace(x)) : s_mish.Call(x);

                public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => s_softplus.Call(x, beta, threshold);

                public static Tensor sigmoid(Tensor x) => s_sigmoid.Call(x);
                public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? Operators.Alias(s_sigmoid_.InPlace(x)) : s_sigmoid.Call(x);

                public static Tensor tanh(Tensor x, bool inplace = false) =>
                    inplace ? Operators.Alias(s_tanh_.InPlace(x)) : s_tanh.Call(x);

                public static Tensor hardtanh(Tensor x, double min_val = -1, double max_val = 1, bool inplace = false) =>
                    inplace ? Operators.Alias(s_hardtanh_.InPlace(x, min_val, max_val)) : s_hardtanh.Call(x, min_val, max_val);

                public static Tensor hardsigmoid(Tensor input, bool inplace = false) =>
                    inplace ? Operators.Alias(s_hardsigmoid_.InPlace(input)) : s_hardsigmoid.Call(input);

                public static Tensor hardswish(Tensor input, bool inplace = false) =>
                    inplace ? Operators.Alias(s_hardswish_.InPlace(input)) : s_hardswish.Call(input);

                public static Tensor hardshrink(Tensor x, double lambda = 0.5) => s_hardshrink.Call(x, lambda);

                public static Tensor softshrink(Tensor x, double lambda = 0.5) => s_softshrink.Call(x, lambda);

                public static Tensor threshold(Tensor x, double threshold, double value, bool inplace = false) =>
                    inplace ? Operators.Alias(s_threshold_.InPlace(x, threshold, value)) : s_threshold.Call(x, threshold, value);

                public static Tensor logsigmoid(Tensor x) => s_log_sigmoid.Call(x);

                public static Tensor log_softmax(Tensor x, long dim) => s_log_softmax.Call(x, dim);

                public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => s_softmax.Call(input, dim, dtype);
            }
        }
    }
}
