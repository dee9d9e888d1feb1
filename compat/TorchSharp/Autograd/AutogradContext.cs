using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What a custom function's forward leaves for its backward. Lives as long as the node in the graph.</summary>
        public class AutogradContext : IDisposable
        {
            private Dictionary<string, object> _data = [];
            private List<Tensor> _saved = [], _dirty = [], _nonDifferentiable = [];
            // libtorch's context, while backward runs.
            private IntPtr _native;

            internal AutogradContext() { }

            public bool MaterializeGrads { get; private set; } = true;

            /// <summary>Keeps tensors (inputs or results; null too) for backward, checked there against changes in place.</summary>
            public void save_for_backward(List<Tensor> tensors) => _saved = [.. tensors];

            /// <summary>Says which inputs forward changed in place.</summary>
            public void mark_dirty(List<Tensor> tensors) => _dirty = [.. tensors];

            /// <summary>Says which results have no gradient.</summary>
            public void mark_non_differentiable(List<Tensor> tensors) => _nonDifferentiable = [.. tensors];

            /// <summary>Whether backward sees zeros (the default) or null for results that nobody used.</summary>
            public void set_materialize_grads(bool value) => MaterializeGrads = value;

            public void save_data(string key, object value) => _data[key] = value;
            public object get_data(string key) => _data.GetValueOrDefault(key);

            public unsafe List<Tensor> get_saved_variables()
            {
                if (_native == IntPtr.Zero) return [.. _saved];
                var handles = new IntPtr[Count(Native.lo_function_saved(_native, null, 0))];
                fixed (IntPtr* results = handles) Count(Native.lo_function_saved(_native, results, handles.Length));
                return handles.Select(Tensor.AdoptOrNull).ToList();
            }

            private static int Count(int count) => count >= 0 ? count : throw Native.Fault();

            internal T During<T>(IntPtr native, Func<T> backward)
            {
                _native = native;
                try { return backward(); }
                finally { _native = IntPtr.Zero; }
            }

            // Hands the lists to libtorch and forgets them, so that the graph alone decides how long tensors live.
            internal void HandOver(IntPtr handed)
            {
                FunctionNode.Hand(handed, 1, _saved);
                FunctionNode.Hand(handed, 2, _dirty);
                FunctionNode.Hand(handed, 3, _nonDifferentiable);
                Native.lo_function_materialize(handed, MaterializeGrads ? 1 : 0);
                _saved = _dirty = _nonDifferentiable = [];
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing) => _data = [];
        }
    }
}
