using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static partial class utils
            {
                /// <summary>All parameters, flattened, one after the other.</summary>
                public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
                {
                    using var scope = NewDisposeScope();
                    return cat(tensors.Select(p => p.reshape(-1)).ToArray(), 0).MoveToOuterDisposeScope();
                }

                /// <summary>Makes each parameter a view of its part of `vec`: later changes of one show in the other.</summary>
                public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
                {
                    using var scope = NewDisposeScope();
                    var flat = vec.detach();
                    var list = tensors.ToList();
                    var (have, need) = (flat.numel(), list.Sum(p => p.numel()));
                    if (flat.ndim != 1 || have < need)
                        throw new ArgumentException($"The vector must have one dimension of at least {need} elements; received [{string.Join(", ", flat.shape)}].");
                    long at = 0;
                    foreach (var parameter in list)
                    {
                        var count = parameter.numel();
                        var part = flat.narrow(0, at, count).view(parameter.shape);
                        Native.Check(Native.lo_set_data(parameter.Handle, part.Handle));
                        at += count;
                    }
                }
            }
        }
    }
}
