using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>Gradients of the sum of `outputs` (weighted by `grad_outputs`); null for an unused input where that is allowed.
        /// `create_graph` does not imply `retain_graph`: ask for both to differentiate twice.</summary>
        public static unsafe IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor> grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            var o = Handles(outputs, nameof(outputs));
            var i = Handles(inputs, nameof(inputs));
            var g = Handles(grad_outputs, null);
            var results = new IntPtr[i.Length];
            fixed (IntPtr* po = o, pi = i, pg = g, pr = results)
                Native.Check(Native.lo_grad(po, o.Length, pi, i.Length, pg, g.Length, retain_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, pr));
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return results.Select(Tensor.AdoptOrNull).ToArray();
        }

        public static void backward(Tensor tensor, IList<Tensor> grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        public static unsafe void backward(IList<Tensor> tensors, IList<Tensor> grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null)
        {
            var t = Handles(tensors, nameof(tensors));
            var g = Handles(grad_tensors, null);
            var i = Handles(inputs, null);
            fixed (IntPtr* pt = t, pg = g, pi = i)
                Native.Check(Native.lo_backward(pt, t.Length, pg, g.Length, retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0, pi, i.Length));
            GC.KeepAlive(tensors);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
        }

        // Null entries are undefined tensors; `required` names an argument that may have none.
        private static IntPtr[] Handles(IList<Tensor> tensors, string required)
        {
            if (tensors is null) return required is null ? [] : throw new ArgumentNullException(required);
            var handles = new IntPtr[tensors.Count];
            for (var i = 0; i < handles.Length; i++)
                handles[i] = tensors[i] is { } tensor ? tensor.Handle : required is null ? IntPtr.Zero : throw new ArgumentNullException($"{required}[{i}]");
            return handles;
        }
    }
}
