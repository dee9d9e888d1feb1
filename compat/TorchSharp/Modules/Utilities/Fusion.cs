using System;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static partial class utils
            {
                /// <summary>Weight and bias of a convolution that does what `conv` followed by an evaluating batch norm does.</summary>
                public static (Parameter weight, Parameter bias) fuse_conv_bn_weights(Tensor conv_w, Tensor conv_b, Tensor bn_rm, Tensor bn_rv, double bn_eps, Tensor bn_w, Tensor bn_b, bool transpose = false)
                {
                    var shape = new long[conv_w.ndim];
                    Array.Fill(shape, 1);
                    shape[transpose ? 1 : 0] = -1;
                    return Fused(conv_w, conv_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b, shape);
                }

                /// <summary>Weight and bias of a linear layer that does what `linear` followed by an evaluating batch norm does.</summary>
                public static (Parameter weight, Parameter bias) fuse_linear_bn_weights(Tensor linear_w, Tensor linear_b, Tensor bn_rm, Tensor bn_rv, double bn_eps, Tensor bn_w, Tensor bn_b) =>
                    Fused(linear_w, linear_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b, [-1, 1]);

                public static Linear fuse_linear_bn_eval(Linear linear, BatchNorm bn)
                {
                    if (linear.training || bn.training) throw new InvalidOperationException("Fusion is for evaluation: call eval() on both modules first.");
                    if (bn.running_mean is null) throw new InvalidOperationException("Fusion needs the batch norm's running statistics.");
                    var (weight, bias) = fuse_linear_bn_weights(linear.weight, linear.bias, bn.running_mean, bn.running_var, bn.eps, bn.weight, bn.bias);
                    var result = nn.Linear(weight, bias);
                    result.eval();
                    return result;
                }

                // y = (W x + b - mean) / sqrt(var + eps) gain + shift
                private static (Parameter, Parameter) Fused(Tensor w, Tensor b, Tensor mean, Tensor variance, double eps, Tensor gain, Tensor shift, long[] shape)
                {
                    using var scope = NewDisposeScope();
                    using var off = GradientsOff.Enter();
                    var scale = (variance + eps).rsqrt();
                    if (gain is not null) scale = scale * gain;
                    var bias = (b is null ? -mean : b - mean) * scale;
                    if (shift is not null) bias = bias + shift;
                    var (weight, offset) = (new Parameter(w * scale.reshape(shape), w.requires_grad), new Parameter(bias, b?.requires_grad ?? w.requires_grad));
                    scope.MoveToOuter(weight, offset);
                    return (weight, offset);
                }
            }
        }
    }
}
