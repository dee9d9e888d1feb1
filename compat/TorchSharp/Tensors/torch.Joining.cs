using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    private static readonly Op s_cat = new("cat"), s_stack = new("stack"), s_hstack = new("hstack"), s_vstack = new("vstack"), s_dstack = new("dstack"),
        s_column_stack = new("column_stack"), s_row_stack = new("row_stack"), s_cartesian_prod = new("cartesian_prod"), s_broadcast_tensors = new("broadcast_tensors"),
        s_meshgrid = new("meshgrid", "indexing"), s_einsum = new("einsum"), s_chain_matmul = new("chain_matmul"), s_moveaxis = new("moveaxis", "int"), s_movedim = new("movedim", "int"),
        s_atleast_1d = new("atleast_1d", "Sequence"), s_atleast_2d = new("atleast_2d", "Sequence"), s_atleast_3d = new("atleast_3d", "Sequence");

    public static Tensor cat(Tensor[] tensors, long dim = 0) => Join(s_cat, tensors, dim);
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Join(s_cat, tensors.ToArray(), dim);
    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => Join(s_cat, tensors.ToArray(), dim);
    public static Tensor concat(Tensor[] tensors, long dim = 0) => cat(tensors, dim);
    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);
    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors, dim);
    public static Tensor concatenate(Tensor[] tensors, long axis = 0) => cat(tensors, axis);
    public static Tensor concatenate(IList<Tensor> tensors, long axis = 0) => cat(tensors, axis);
    public static Tensor concatenate(ReadOnlySpan<Tensor> tensors, long axis = 0) => cat(tensors, axis);
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => s_stack.Call(Arg.Tensors(tensors), dim);

    private static Tensor Join(Op op, Tensor[] tensors, long dim) =>
        tensors.Length > 0 ? op.Call(tensors, dim) : throw new ArgumentException("Expected a non-empty list of tensors.", nameof(tensors));

    public static Tensor hstack(IList<Tensor> tensors) => s_hstack.Call(Arg.Tensors(tensors));
    public static Tensor hstack(params Tensor[] tensors) => s_hstack.Call(tensors);
    public static Tensor hstack(IEnumerable<Tensor> tensors) => s_hstack.Call(Arg.Tensors(tensors));
    public static Tensor hstack(ReadOnlySpan<Tensor> tensors) => s_hstack.Call(Arg.Tensors(tensors));
    public static Tensor vstack(Tensor[] tensors) => s_vstack.Call(tensors);
    public static Tensor vstack(IList<Tensor> tensors) => s_vstack.Call(Arg.Tensors(tensors));
    public static Tensor vstack(ReadOnlySpan<Tensor> tensors) => s_vstack.Call(Arg.Tensors(tensors));
    public static Tensor dstack(IList<Tensor> tensors) => s_dstack.Call(Arg.Tensors(tensors));
    public static Tensor dstack(params Tensor[] tensors) => s_dstack.Call(tensors);
    public static Tensor dstack(IEnumerable<Tensor> tensors) => s_dstack.Call(Arg.Tensors(tensors));
    public static Tensor dstack(ReadOnlySpan<Tensor> tensors) => s_dstack.Call(Arg.Tensors(tensors));
    public static Tensor column_stack(IList<Tensor> tensors) => s_column_stack.Call(Arg.Tensors(tensors));
    public static Tensor column_stack(params Tensor[] tensors) => s_column_stack.Call(tensors);
    public static Tensor column_stack(ReadOnlySpan<Tensor> tensors) => s_column_stack.Call(Arg.Tensors(tensors));
    public static Tensor row_stack(IList<Tensor> tensors) => s_row_stack.Call(Arg.Tensors(tensors));
    public static Tensor row_stack(params Tensor[] tensors) => s_row_stack.Call(tensors);
    public static Tensor row_stack(ReadOnlySpan<Tensor> tensors) => s_row_stack.Call(Arg.Tensors(tensors));
    public static Tensor cartesian_prod(IList<Tensor> tensors) => s_cartesian_prod.Call(Arg.Tensors(tensors));
    public static Tensor cartesian_prod(params Tensor[] tensors) => s_cartesian_prod.Call(tensors);
    public static Tensor cartesian_prod(ReadOnlySpan<Tensor> tensors) => s_cartesian_prod.Call(Arg.Tensors(tensors));
    public static Tensor block_diag(params Tensor[] tensors) => Tensor.block_diag(tensors);

    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) => s_broadcast_tensors.CallList(tensors);
    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") => s_meshgrid.CallList(Arg.Tensors(tensors), indexing);
    public static IEnumerable<Tensor> atleast_1d(params Tensor[] input) => s_atleast_1d.CallList(input);
    public static IEnumerable<Tensor> atleast_2d(params Tensor[] input) => s_atleast_2d.CallList(input);
    public static IEnumerable<Tensor> atleast_3d(params Tensor[] input) => s_atleast_3d.CallList(input);

    /// <summary>The shape that all of `shapes` broadcast to.</summary>
    public static Size broadcast_shapes(params long[][] shapes)
    {
        var result = Enumerable.Repeat(1L, shapes.Length == 0 ? 0 : shapes.Max(s => s.Length)).ToArray();
        foreach (var shape in shapes)
            for (var i = 0; i < shape.Length; i++)
            {
                ref var size = ref result[result.Length - shape.Length + i];
                if (size != 1 && shape[i] != 1 && size != shape[i])
                    throw new ArgumentException($"Shape mismatch: objects cannot be broadcast to a single shape ({string.Join(" and ", shapes.Select(s => $"[{string.Join(", ", s)}]"))}).");
                if (shape[i] != 1) size = shape[i];
            }
        return new Size(result);
    }

    public static Tensor einsum(string equation, params Tensor[] tensors) => s_einsum.Call(equation, tensors);
    public static Tensor chain_matmul(params Tensor[] matrices) => s_chain_matmul.Call(matrices);
    public static Tensor[] unbind(Tensor tensor, int dim = 0) => tensor.unbind(dim);
    public static Tensor[] where(Tensor condition) => condition.nonzero_as_list().ToArray();

    public static Tensor moveaxis(Tensor input, long source, long destination) => s_moveaxis.Call(input, source, destination);
    public static Tensor movedim(Tensor input, long source, long destination) => s_movedim.Call(input, source, destination);
    public static Tensor moveaxis(Tensor input, (long, long) source, (long, long) destination) =>
        input.moveaxis([source.Item1, source.Item2], [destination.Item1, destination.Item2]);
    public static Tensor moveaxis(Tensor input, (long, long, long) source, (long, long, long) destination) =>
        input.moveaxis([source.Item1, source.Item2, source.Item3], [destination.Item1, destination.Item2, destination.Item3]);
    public static Tensor moveaxis(Tensor input, (long, long, long, long) source, (long, long, long, long) destination) =>
        input.moveaxis([source.Item1, source.Item2, source.Item3, source.Item4], [destination.Item1, destination.Item2, destination.Item3, destination.Item4]);

    public static Tensor[] hsplit(Tensor input, (long, long) indices_or_sections) => input.hsplit(indices_or_sections.Item1, indices_or_sections.Item2);
    public static Tensor[] hsplit(Tensor input, (long, long, long) indices_or_sections) =>
        input.hsplit(indices_or_sections.Item1, indices_or_sections.Item2, indices_or_sections.Item3);
    public static Tensor[] hsplit(Tensor input, (long, long, long, long) indices_or_sections) =>
        input.hsplit(indices_or_sections.Item1, indices_or_sections.Item2, indices_or_sections.Item3, indices_or_sections.Item4);
}
