using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_argwhere = new("argwhere"), s_diagonal_scatter = new("diagonal_scatter"), s_gather = new("gather"),
            s_index_add = new("index_add"), s_index_add_ = new("index_add_"), s_index_copy = new("index_copy"), s_index_copy_ = new("index_copy_"),
            s_index_fillInt_Scalar = new("index_fill", "int_Scalar"), s_index_fill_int_Scalar = new("index_fill_", "int_Scalar"),
            s_index_select = new("index_select"), s_masked_fillScalar = new("masked_fill", "Scalar"), s_masked_fill_Scalar = new("masked_fill_", "Scalar"),
            s_masked_scatter = new("masked_scatter"), s_masked_scatter_ = new("masked_scatter_"), s_masked_select = new("masked_select"),
            s_nonzero = new("nonzero"), s_nonzero_numpy = new("nonzero_numpy"), s_scatterSrc = new("scatter", "src"), s_scatter_add = new("scatter_add"),
            s_scatter_add_ = new("scatter_add_"), s_scatter_src = new("scatter_", "src"), s_selectInt = new("select", "int"),
            s_select_scatter = new("select_scatter"), s_slice = new("slice", "Tensor"), s_slice_scatter = new("slice_scatter"), s_take = new("take"),
            s_take_along_dim = new("take_along_dim");

        public Tensor argwhere() => s_argwhere.Call(this);

        public Tensor diagonal_scatter(Tensor src, long offset = 0, long dim1 = 0, long dim2 = 1) => s_diagonal_scatter.Call(this, src, offset, dim1, dim2);

        public Tensor gather(long dim, Tensor index) => s_gather.Call(this, dim, index);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => s_index_add.Call(this, dim, index, source, alpha);
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => s_index_add_.InPlace(this, dim, index, source, alpha);
        public Tensor index_copy(long dim, Tensor index, Tensor source) => s_index_copy.Call(this, dim, index, source);
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => s_index_copy_.InPlace(this, dim, index, source);
        public Tensor index_fill(long dim, Tensor index, Scalar value) => s_index_fillInt_Scalar.Call(this, dim, index, value);
        public Tensor index_fill_(long dim, Tensor index, Scalar value) => s_index_fill_int_Scalar.InPlace(this, dim, index, value);
        public Tensor index_select(long dim, Tensor index) => s_index_select.Call(this, dim, index);

        public Tensor masked_fill(Tensor mask, Scalar value) => s_masked_fillScalar.Call(this, mask, value);
        public Tensor masked_fill_(Tensor mask, Scalar value) => s_masked_fill_Scalar.InPlace(this, mask, value);
        public Tensor masked_scatter(Tensor mask, Tensor value) => s_masked_scatter.Call(this, mask, value);
        public Tensor masked_scatter_(Tensor mask, Tensor value) => s_masked_scatter_.InPlace(this, mask, value);
        public Tensor masked_select(Tensor mask) => s_masked_select.Call(this, mask);

        public Tensor nonzero() => s_nonzero.Call(this);
        public IList<Tensor> nonzero_as_list() => s_nonzero_numpy.CallList(this);

        public Tensor scatter(long dim, Tensor index, Tensor src) => s_scatterSrc.Call(this, dim, index, src);
        public Tensor scatter_(long dim, Tensor index, Tensor src) => s_scatter_src.InPlace(this, dim, index, src);
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => s_scatter_add.Call(this, dim, index, src);
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => s_scatter_add_.InPlace(this, dim, index, src);
        public Tensor select(long dim, long index) => s_selectInt.Call(this, dim, index);
        public Tensor select_scatter(Tensor src, long dim, long index) => s_select_scatter.Call(this, src, dim, index);
        public Tensor slice(long dim, long start, long finish, long step) => s_slice.Call(this, dim, start, finish, step);
        public Tensor slice_scatter(Tensor src, long dim = 0, long? start = null, long? end = null, long step = 1) =>
            s_slice_scatter.Call(this, src, dim, start, end, step);

        public Tensor take(Tensor index) => s_take.Call(this, index);
        public Tensor take_along_dim(Tensor indices) => s_take_along_dim.Call(this, indices);
        public Tensor take_along_dim(IEnumerable<long> indices) => take_along_dim(torch.tensor(indices.ToArray()));
        public Tensor take_along_dim(Tensor indices, long dim) => s_take_along_dim.Call(this, indices, dim);
        public Tensor take_along_dim(IEnumerable<long> indices, long dim) => take_along_dim(torch.tensor(indices.ToArray()), dim);
    }
}
