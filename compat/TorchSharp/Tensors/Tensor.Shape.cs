using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_adjoint = new("adjoint"), s_as_strided = new("as_strided"), s_atleast_1d = new("atleast_1d"),
            s_atleast_2d = new("atleast_2d"), s_atleast_3d = new("atleast_3d"), s_block_diag = new("block_diag"), s_broadcast_to = new("broadcast_to"),
            s_channel_shuffle = new("channel_shuffle"), s_chunk = new("chunk"), s_contiguous = new("contiguous"), s_diag = new("diag"),
            s_diag_embed = new("diag_embed"), s_diagflat = new("diagflat"), s_diagonal = new("diagonal"), s_dsplitArray = new("dsplit", "array"),
            s_dsplitInt = new("dsplit", "int"), s_expand = new("expand"), s_expand_as = new("expand_as"), s_flattenUsing_ints = new("flatten", "using_ints"),
            s_flip = new("flip"), s_fliplr = new("fliplr"), s_flipud = new("flipud"), s_hsplitArray = new("hsplit", "array"),
            s_hsplitInt = new("hsplit", "int"), s_moveaxisIntlist = new("moveaxis", "intlist"), s_movedimIntlist = new("movedim", "intlist"),
            s_narrow = new("narrow"), s_permute = new("permute"), s_ravel = new("ravel"), s_repeat = new("repeat"),
            s_repeat_interleaveSelf_Tensor = new("repeat_interleave", "self_Tensor"), s_repeat_interleaveSelf_int = new("repeat_interleave", "self_int"),
            s_reshape = new("reshape"), s_resolve_conj = new("resolve_conj"), s_resolve_neg = new("resolve_neg"), s_roll = new("roll"), s_rot90 = new("rot90"),
            s_set_source_Tensor = new("set_", "source_Tensor"), s_split = new("split", "Tensor"), s_split_with_sizes = new("split_with_sizes"),
            s_squeeze = new("squeeze"), s_squeezeDim = new("squeeze", "dim"), s_squeeze_ = new("squeeze_"), s_squeeze_Dim = new("squeeze_", "dim"),
            s_swapaxes = new("swapaxes"), s_swapdims = new("swapdims"), s_t = new("t"), s_tensor_splitIndices = new("tensor_split", "indices"),
            s_tensor_splitSections = new("tensor_split", "sections"), s_tensor_splitTensor = new("tensor_split", "tensor_indices_or_sections"),
            s_tile = new("tile"), s_transposeInt = new("transpose", "int"), s_transpose_ = new("transpose_"), s_tril = new("tril"), s_tril_ = new("tril_"),
            s_triu = new("triu"), s_triu_ = new("triu_"), s_unbind = new("unbind", "int"), s_unflatten = new("unflatten", "int"), s_unfold = new("unfold"),
            s_unsqueeze = new("unsqueeze"), s_unsqueeze_ = new("unsqueeze_"), s_vander = new("vander"), s_view = new("view"), s_view_as = new("view_as"),
            s_view_as_complex = new("view_as_complex"), s_view_as_real = new("view_as_real"), s_vsplitArray = new("vsplit", "array"),
            s_vsplitInt = new("vsplit", "int");

        public Tensor adjoint() => s_adjoint.Call(this);
        public Tensor alias() => Alias();
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) => s_as_strided.Call(this, size, strides, storageOffset);
        public Tensor atleast_1d() => s_atleast_1d.Call(this);
        public Tensor atleast_2d() => s_atleast_2d.Call(this);
        public Tensor atleast_3d() => s_atleast_3d.Call(this);

        public static Tensor block_diag(params Tensor[] tensors) => s_block_diag.Call(tensors);
        public Tensor broadcast_to(params long[] shape) => s_broadcast_to.Call(this, shape);

        public Tensor channel_shuffle(long groups) => s_channel_shuffle.Call(this, groups);
        public Tensor[] chunk(long chunks, long dim = 0) => s_chunk.CallList(this, chunks, dim);
        public Tensor contiguous() => s_contiguous.Call(this);

        public Tensor diag(long diagonal = 0) => s_diag.Call(this, diagonal);
        public Tensor diag_embed(long offset = 0, long dim1 = -2, long dim2 = -1) => s_diag_embed.Call(this, offset, dim1, dim2);
        public Tensor diagflat(long offset = 0) => s_diagflat.Call(this, offset);
        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => s_diagonal.Call(this, offset, dim1, dim2);
        public Tensor[] dsplit(long size) => s_dsplitInt.CallList(this, size);
        public Tensor[] dsplit(params long[] sizes) => s_dsplitArray.CallList(this, sizes);
        public Tensor[] dsplit(Tensor indices) => dsplit(ToLongs(indices));
        public Tensor[] dsplit((long, long) indices_or_sections) => dsplit(indices_or_sections.Item1, indices_or_sections.Item2);
        public Tensor[] dsplit((long, long, long) indices_or_sections) => dsplit(indices_or_sections.Item1, indices_or_sections.Item2, indices_or_sections.Item3);
        public Tensor[] dsplit((long, long, long, long) indices_or_sections) =>
            dsplit(indices_or_sections.Item1, indices_or_sections.Item2, indices_or_sections.Item3, indices_or_sections.Item4);

        public Tensor expand(params long[] sizes) => s_expand.Call(this, sizes);
        public Tensor expand(long[] sizes, bool isImplicit = false) => s_expand.Call(this, sizes, isImplicit);
        public Tensor expand(Size sizes, bool isImplicit = false) => s_expand.Call(this, sizes.Shape, isImplicit);
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => s_expand.Call(this, Arg.Ints(sizes), isImplicit);
        public Tensor expand_as(Tensor other) => s_expand_as.Call(this, other);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => s_flattenUsing_ints.Call(this, start_dim, end_dim);
        public Tensor flip(params long[] dims) => s_flip.Call(this, dims);
        public Tensor fliplr() => s_fliplr.Call(this);
        public Tensor flipud() => s_flipud.Call(this);

        public Tensor[] hsplit(long size) => s_hsplitInt.CallList(this, size);
        public Tensor[] hsplit(params long[] sizes) => s_hsplitArray.CallList(this, sizes);
        public Tensor[] hsplit(Tensor indices) => hsplit(ToLongs(indices));

        public Tensor moveaxis(long[] source, long[] destination) => s_moveaxisIntlist.Call(this, source, destination);
        public Tensor movedim(long[] source, long[] destination) => s_movedimIntlist.Call(this, source, destination);

        public Tensor narrow(long dim, long start, long length) => s_narrow.Call(this, dim, start, length);

        public Tensor permute(params long[] permutation) => s_permute.Call(this, permutation);
        public Tensor permute(IEnumerable<long> permutation) => s_permute.Call(this, permutation.ToArray());

        public Tensor ravel() => s_ravel.Call(this);
        public Tensor repeat(params long[] sizes) => s_repeat.Call(this, sizes);
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) => s_repeat_interleaveSelf_int.Call(this, repeats, dim, output_size);
        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            s_repeat_interleaveSelf_Tensor.Call(this, repeats, dim, output_size);
        public Tensor reshape(params long[] shape) => s_reshape.Call(this, shape);
        public Tensor resolve_conj() => s_resolve_conj.Call(this);
        public Tensor resolve_neg() => s_resolve_neg.Call(this);
        public Tensor roll(long[] shifts) => s_roll.Call(this, shifts, System.Array.Empty<long>());
        public Tensor roll(long[] shifts, long[] dims) => s_roll.Call(this, shifts, dims);
        public Tensor roll(long shifts, long? dims = null) => s_roll.Call(this, new[] { shifts }, dims is { } d ? [d] : System.Array.Empty<long>());
        public Tensor roll((long, long) shifts, (long, long) dims) => roll([shifts.Item1, shifts.Item2], [dims.Item1, dims.Item2]);
        public Tensor roll((long, long, long) shifts, (long, long, long) dims) => roll([shifts.Item1, shifts.Item2, shifts.Item3], [dims.Item1, dims.Item2, dims.Item3]);
        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => s_roll.Call(this, Arg.Ints(shifts), Arg.Ints(dims));
        public Tensor rot90(long k = 1, (long, long)? dims = null) => s_rot90.Call(this, k, dims is { } d ? [d.Item1, d.Item2] : new long[] { 0, 1 });

        public Tensor set_(Tensor source) => s_set_source_Tensor.InPlace(this, source);
        public Tensor[] split(params long[] sizes) => split(sizes, 0);
        public Tensor[] split(long size, int dim = 0) => s_split.CallList(this, size, dim);
        public Tensor[] split(long[] sizes, long dim = 0) => s_split_with_sizes.CallList(this, sizes, dim);
        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => s_split_with_sizes.CallList(this, Arg.Ints(sizes), dim);
        public Tensor squeeze(long? dim = null) => dim is { } d ? s_squeezeDim.Call(this, d) : s_squeeze.Call(this);
        public Tensor squeeze_(long? dim = null) => dim is { } d ? s_squeeze_Dim.InPlace(this, d) : s_squeeze_.InPlace(this);
        public Tensor swapaxes(long dim0, long dim1) => s_swapaxes.Call(this, dim0, dim1);
        public Tensor swapdims(long dim0, long dim1) => s_swapdims.Call(this, dim0, dim1);

        public Tensor t() => s_t.Call(this);
        public Tensor[] tensor_split(long size, long dim = 0) => s_tensor_splitSections.CallList(this, size, dim);
        public Tensor[] tensor_split(long[] sizes, long dim = 0) => s_tensor_splitIndices.CallList(this, sizes, dim);
        public Tensor[] tensor_split(Tensor indices, long dim = 0) => s_tensor_splitTensor.CallList(this, indices, dim);
        public Tensor tile(long[] reps) => s_tile.Call(this, reps);
        public Tensor transpose(long dim0, long dim1) => s_transposeInt.Call(this, dim0, dim1);
        public Tensor transpose_(long dim0, long dim1) => s_transpose_.InPlace(this, dim0, dim1);
        public Tensor tril(long diagonal = 0) => s_tril.Call(this, diagonal);
        public Tensor tril_(long diagonal = 0) => s_tril_.InPlace(this, diagonal);
        public Tensor triu(long diagonal = 0) => s_triu.Call(this, diagonal);
        public Tensor triu_(long diagonal = 0) => s_triu_.InPlace(this, diagonal);

        public Tensor[] unbind(long dimension = 0) => s_unbind.CallList(this, dimension);
        public Tensor unflatten(long dim, Size sizes) => s_unflatten.Call(this, dim, sizes.Shape);
        public Tensor unflatten(long dim, params long[] sizes) => s_unflatten.Call(this, dim, sizes);
        public Tensor unfold(long dimension, long size, long step) => s_unfold.Call(this, dimension, size, step);
        public Tensor unsqueeze(long dim) => s_unsqueeze.Call(this, dim);
        public Tensor unsqueeze_(long dim) => s_unsqueeze_.InPlace(this, dim);

        public Tensor vander(long N = -1, bool increasing = false) => s_vander.Call(this, N < 0 ? Arg.None : N, increasing);
        public Tensor view(params long[] shape) => s_view.Call(this, shape);
        public Tensor view_as(Tensor other) => s_view_as.Call(this, other);
        public Tensor view_as_complex() => s_view_as_complex.Call(this);
        public Tensor view_as_real() => s_view_as_real.Call(this);
        public Tensor[] vsplit(long size) => s_vsplitInt.CallList(this, size);
        public Tensor[] vsplit(params long[] sizes) => s_vsplitArray.CallList(this, sizes);
        public Tensor[] vsplit(Tensor indices) => vsplit(ToLongs(indices));
    }
}
