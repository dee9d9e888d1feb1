using System;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static partial class functional
            {
                private static Tensor Reduced(Tensor loss, Reduction reduction) => reduction switch
                {
                    Reduction.Mean => loss.mean(),
                    Reduction.Sum => loss.sum(),
                    _ => loss,
                };

                /// <summary>(log v + (x - y)^2 / v) / 2 with v = max(variance, eps); `full` adds log(2 pi) / 2.</summary>
                public static Tensor gaussian_nll_loss(Tensor input, Tensor target, Tensor variance, bool full = false, float eps = 1E-06f, Reduction reduction = Reduction.Mean)
                {
                    using var scope = NewDisposeScope();
                    // The clamp's effect is added as a constant: the gradient with respect to the variance is that without it.
                    var v = variance + (variance.detach().clamp_min((double)eps) - variance.detach());
                    var difference = input - target;
                    var loss = (v.log() + difference * difference / v) * 0.5;
                    if (full) loss = loss + 0.5 * Math.Log(2 * Math.PI);
                    return Reduced(loss, reduction).MoveToOuterDisposeScope();
                }

                /// <summary>Mean over classes of the binary cross entropy of logits.</summary>
                public static Tensor multilabel_soft_margin_loss(Tensor input, Tensor target, Tensor weight = null, Reduction reduction = Reduction.Mean)
                {
                    using var scope = NewDisposeScope();
                    var loss = -(target * logsigmoid(input) + (1 - target) * logsigmoid(-input));
                    if (weight is not null) loss = loss * weight;
                    return Reduced(loss.mean([-1]), reduction).MoveToOuterDisposeScope();
                }

                /// <summary>max(0, d(anchor, positive) - d(anchor, negative) + margin); with `swap` the nearer of anchor and positive counts.</summary>
                public static Tensor triplet_margin_with_distance_loss(Tensor anchor, Tensor positive, Tensor negative, Func<Tensor, Tensor, Tensor> distance = null, double margin = 1, bool swap = false, Reduction reduction = Reduction.Mean)
                {
                    using var scope = NewDisposeScope();
                    distance ??= (a, b) => pairwise_distance(a, b);
                    var near = distance(anchor, positive);
                    var far = distance(anchor, negative);
                    if (swap) far = far.minimum(distance(positive, negative));
                    return Reduced((near - far + margin).clamp_min(0), reduction).MoveToOuterDisposeScope();
                }
            }
        }
    }
}
