using System;
using System.Collections.Generic;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_index = new("index", "Tensor"), s_index_put_ = new("index_put_");

        public Tensor this[long i1] { get => select(0, i1); set => Assign([i1], value); }
        public Tensor this[long i1, long i2] { get => this[new[] { i1, i2 }]; set => Assign([i1, i2], value); }
        public Tensor this[long i1, long i2, long i3] { get => this[new[] { i1, i2, i3 }]; set => Assign([i1, i2, i3], value); }
        public Tensor this[long i1, long i2, long i3, long i4] { get => this[new[] { i1, i2, i3, i4 }]; set => Assign([i1, i2, i3, i4], value); }
        public Tensor this[long i1, long i2, long i3, long i4, long i5] { get => this[new[] { i1, i2, i3, i4, i5 }]; set => Assign([i1, i2, i3, i4, i5], value); }
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6] { get => this[new[] { i1, i2, i3, i4, i5, i6 }]; set => Assign([i1, i2, i3, i4, i5, i6], value); }
        public Tensor this[params long[] indices] { get => Select(indices); set => Assign(indices, value); }
        public Tensor this[params TensorIndex[] indices] { get => index(indices); set => index_put_(value, indices).Keep(); }
        public Tensor this[params Tensor[] indices] { get => index(indices); set => index_put_(value, indices).Keep(); }

        private void Keep() => GC.KeepAlive(this);

        private Tensor Select(ReadOnlySpan<long> indices)
        {
            if (indices.Length == 0) return Alias();
            var view = select(0, indices[0]);
            foreach (var i in indices[1..])
                using (var outer = view) view = outer.select(0, i);
            return view;
        }

        private void Assign(ReadOnlySpan<long> indices, Tensor value)
        {
            using var view = Select(indices);
            view.copy_(value);
        }

        public Tensor index(params Tensor[] indices) => s_index.Call(this, indices);

        public Tensor index(params TensorIndex[] indices)
        {
            var (view, tensors) = Resolve(indices);
            if (tensors is null) return view;
            using (view)
            using (new Owned(tensors, indices)) return s_index.Call(view, tensors);
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);
        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);
        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) => s_index_put_.InPlace(this, indices, value, accumulate);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            var (view, tensors) = Resolve(indices);
            using (view)
            {
                if (tensors is not null)
                    using (new Owned(tensors, indices)) s_index_put_.Do(view, tensors, value, accumulate);
                else if (accumulate) view.add_(value);
                else view.copy_(value);
            }
            return this;
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices)
        {
            using var filled = torch.full(System.Array.Empty<long>(), value, dtype, device);
            return index_put_(filled, indices);
        }

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var filled = torch.full(System.Array.Empty<long>(), value, dtype, device);
            return index_put_(filled, indices);
        }

        // Numbers, slices and new axes make a view; what is left are index tensors, one or null per axis of that view.
        private (Tensor view, Tensor[] tensors) Resolve(TensorIndex[] indices)
        {
            var consumed = 0L;
            foreach (var index in indices)
                consumed += index.Type switch
                {
                    TensorIndex.Kind.Single or TensorIndex.Kind.Slice => 1,
                    TensorIndex.Kind.Tensor => index.Indices.dtype == ScalarType.Bool ? index.Indices.Dimensions : 1,
                    _ => 0,
                };
            if (consumed > Dimensions) throw new IndexOutOfRangeException($"too many indices for tensor of dimension {Dimensions}");
            var view = Alias();
            List<Tensor> tensors = null;
            var dim = 0L;
            foreach (var index in indices)
            {
                if (index.Type == TensorIndex.Kind.Ellipsis) { dim += Dimensions - consumed; continue; }
                if (index.Type is TensorIndex.Kind.Tensor or TensorIndex.Kind.Bool)
                {
                    tensors ??= [];
                    if (index.Type == TensorIndex.Kind.Bool) Replace(ref view, view.unsqueeze(dim));
                    while (tensors.Count < dim) tensors.Add(null);
                    tensors.Add(index.Type == TensorIndex.Kind.Bool ? torch.tensor(new[] { index.Start == 1 }, device: device) : index.Indices);
                    dim += index.Type == TensorIndex.Kind.Tensor && index.Indices.dtype == ScalarType.Bool ? index.Indices.Dimensions : 1;
                    while (tensors.Count < dim && index.Indices is not { dtype: ScalarType.Bool }) tensors.Add(null);
                    continue;
                }
                if (index.Type == TensorIndex.Kind.Single) { Replace(ref view, view.select(dim, index.Start.Value)); continue; }
                if (index.Type == TensorIndex.Kind.None) Replace(ref view, view.unsqueeze(dim));
                else if (index.Start is not null || index.Stop is not null || index.Step is not null)
                    Replace(ref view, s_slice.Call(view, dim, index.Start, index.Stop, index.Step ?? 1));
                dim++;
            }
            return (view, tensors?.ToArray());
        }

        private static void Replace(ref Tensor view, Tensor next)
        {
            view.Dispose();
            view = next;
        }

        // The index tensors that were made here for true and false.
        private readonly struct Owned(Tensor[] tensors, TensorIndex[] indices) : IDisposable
        {
            public void Dispose()
            {
                foreach (var tensor in tensors)
                    if (tensor is not null && System.Array.TrueForAll(indices, i => !ReferenceEquals(i.Indices, tensor))) tensor.Dispose();
            }
        }
    }
}
