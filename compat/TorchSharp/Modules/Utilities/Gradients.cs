using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;
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
                private static readonly Op s_norm = new("linalg_vector_norm"), s_scale = new("mul_", "Scalar"), s_clamp = new("clamp_");

                /// <summary>Scales all gradients by the same factor so that their joint norm is at most `max_norm`; returns the norm before.</summary>
                public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
                {
                    using var scope = NewDisposeScope();
                    using var off = GradientsOff.Enter();
                    var gradients = tensors.Select(p => p.grad).Where(g => g is not null).ToList();
                    if (gradients.Count == 0) return 0;
                    var norms = gradients.Select(g => s_norm.Call(g, norm_type)).ToArray();
                    var total = s_norm.Call(stack(norms), norm_type).ToDouble();
                    var factor = max_norm / (total + 1e-6);
                    if (!(factor >= 1))
                        foreach (var gradient in gradients) s_scale.Do(gradient, factor);
                    return total;
                }

                /// <summary>Clamps each element of each gradient to [-clip_value, clip_value].</summary>
                public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
                {
                    using var off = GradientsOff.Enter();
                    foreach (var parameter in tensors)
                    {
                        using var gradient = parameter.grad;
                        if (gradient is not null) s_clamp.Do(gradient, -clip_value, clip_value);
                    }
                }
            }
        }
    }
}
