using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Writes a tensor's elements in the ways that Julia, NumPy and C# write arrays.</summary>
internal sealed class TensorPrinter(TensorStringStyle style, string format, int? width, CultureInfo culture, string newLine)
{
    private readonly string _format = format ?? s_floatFormat, _line = newLine ?? s_newLine;
    private readonly int _width = width ?? s_lineWidth;
    private readonly CultureInfo _culture = culture ?? CultureInfo.CurrentCulture;
    private Func<long, string> _element;
    private long[] _shape;

    public static string Metadata(Tensor tensor) =>
        $"[{string.Join("x", tensor.shape)}], type = {tensor.dtype}, device = {tensor.device}{(tensor.is_sparse ? ", layout = sparse_coo" : "")}";

    public string Print(Tensor tensor)
    {
        if (style == TensorStringStyle.Metadata || tensor.is_meta || tensor.is_sparse) return Metadata(tensor);
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var values = tensor.detach().cpu().contiguous();
        _shape = values.shape;
        if (System.Array.Exists(_shape, size => size < 0)) return Metadata(tensor);  // libtorch lets some empty tensors have those
        _element = Elements(values);
        var scalar = _shape.Length == 0;
        return style switch
        {
            TensorStringStyle.Numpy => scalar ? _element(0) : Nested(0, 0, '[', ']', NumpySeparator),
            TensorStringStyle.CSharp => Metadata(tensor) + ", value = " + (scalar ? _element(0) : CSharp(values.dtype)),
            _ => Metadata(tensor) + (scalar ? ", value = " + _element(0) : _line + Julia()),
        };
    }

    // How element i of a contiguous tensor is written.
    private Func<long, string> Elements(Tensor values)
    {
        var suffix = style != TensorStringStyle.CSharp ? "" : values.dtype switch { ScalarType.Float32 => "f", ScalarType.Int64 => "L", _ => "" };
        switch (values.dtype)
        {
            case ScalarType.Bool:
                return i => style == TensorStringStyle.CSharp ? values.ReadCpuBool(i) ? "true" : "false" : values.ReadCpuBool(i).ToString(_culture);
            case ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64:
                var wide = values.to_type(ScalarType.ComplexFloat64);
                return i => Number(wide.ReadCpuValue<Complex>(i));
            case ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32:
                var single = values.to_type(ScalarType.Float32);
                return i => single.ReadCpuSingle(i).ToString(_format, _culture) + suffix;
            case ScalarType.Float64:
                return i => values.ReadCpuDouble(i).ToString(_format, _culture);
            default:
                var integers = values.to_type(ScalarType.Int64);
                return i => integers.ReadCpuInt64(i).ToString(_culture) + suffix;
        }
    }

    private string Number(Complex value)
    {
        if (value.Imaginary == 0) return value.Real.ToString(_format, _culture);
        var imaginary = value.Imaginary.ToString(_format, _culture) + "i";
        return value.Real == 0 ? imaginary : value.Real.ToString(_format, _culture) + (value.Imaginary > 0 ? "+" : "") + imaginary;
    }

    // Matrices of right-aligned columns, each headed by its place among the leading axes.
    private string Julia()
    {
        var columns = _shape[^1];
        var rows = _shape.Length > 1 ? _shape[^2] : 1;
        var matrices = _shape.SkipLast(2).Aggregate(1L, (product, size) => product * size);
        if (columns == 0 || rows == 0 || matrices == 0) return "";
        var texts = new List<string>();
        for (var m = 0L; m < matrices; m++)
        {
            var head = _shape.Length > 2 ? $"[{string.Join(",", Place(m))},..,..] ={_line}" : "";
            texts.Add(head + Matrix(m * rows * columns, rows, columns));
        }
        return string.Join(_line, texts);
    }

    private IEnumerable<long> Place(long matrix)
    {
        var place = new long[_shape.Length - 2];
        for (var d = place.Length - 1; d >= 0; d--)
        {
            place[d] = matrix % _shape[d];
            matrix /= _shape[d];
        }
        return place;
    }

    private string Matrix(long offset, long rows, long columns)
    {
        // As many columns as fit the line, at least one.
        var widths = new List<int>();
        for (var (c, used) = (0L, 0); c < columns; c++)
        {
            var widest = 0;
            for (var r = 0L; r < rows; r++) widest = Math.Max(widest, _element(offset + r * columns + c).Length);
            used += widest + 1;
            if (used > _width && c > 0) break;
            widths.Add(widest);
        }
        var more = widths.Count < columns ? " ..." : "";
        var lines = Enumerable.Range(0, checked((int)rows)).Select(r =>
            string.Concat(widths.Select((w, c) => " " + _element(offset + r * columns + c).PadLeft(w))) + more + _line);
        return string.Concat(lines);
    }

    private string CSharp(ScalarType type)
    {
        var name = type switch
        {
            ScalarType.Bool => "bool", ScalarType.Byte => "byte", ScalarType.Int8 => "sbyte", ScalarType.Int16 => "short", ScalarType.Int32 => "int",
            ScalarType.Int64 => "long", ScalarType.Float16 or ScalarType.BFloat16 => "Half", ScalarType.Float32 => "float", ScalarType.Float64 => "double", _ => "Complex",
        };
        var array = $"{name} [{new string(',', _shape.Length - 1)}] ";
        if (_shape.Length == 1) return array + Nested(0, 0, '{', '}', CSharpSeparator);
        return $"{_line}{array}{{{_line} {Inner(0, 0, '{', '}', CSharpSeparator)}{_line}}}";
    }

    private string NumpySeparator(int depth) => string.Concat(Enumerable.Repeat(_line, _shape.Length - depth - 1)) + new string(' ', depth + 1);
    private string CSharpSeparator(int depth) => "," + _line + new string(' ', depth + 1);

    private string Nested(int depth, long offset, char open, char close, Func<int, string> separator) =>
        open + Inner(depth, offset, open, close, separator) + close;

    // Long axes keep their first and last three entries.
    private string Inner(int depth, long offset, char open, char close, Func<int, string> separator)
    {
        var last = depth == _shape.Length - 1;
        var size = _shape[depth];
        var stride = _shape.Skip(depth + 1).Aggregate(1L, (product, s) => product * s);
        string Entry(long i) => last ? _element(offset + i) : Nested(depth + 1, offset + i * stride, open, close, separator);
        var between = last ? ", " : separator(depth);
        var limit = last ? s_maxColumns : s_maxRows;
        if (size <= limit) return string.Join(between, Indices(0, size).Select(Entry));
        var half = limit / 2;
        var gap = last ? " ... " : between.TrimStart(',') + "..." + between.TrimStart(',');
        var (head, tail) = (string.Join(between, Indices(0, half).Select(Entry)), string.Join(between, Indices(size - half, size).Select(Entry)));
        return head + (last || between[0] == ',' ? "," : "") + gap + tail;
    }

    private static IEnumerable<long> Indices(long from, long to)
    {
        for (var i = from; i < to; i++) yield return i;
    }
}
