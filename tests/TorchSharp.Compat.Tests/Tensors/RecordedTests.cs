using System.Collections;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Tensors;

/// <summary>Results, types and shapes against PyTorch's own; Recorded/tensors.py made the numbers.</summary>
public sealed partial class RecordedTests
{
    private static readonly JsonElement s_recorded = Load();
    private static readonly Tensor
        x = Wave(0, 2, 3, 2), y = Wave(1, 2, 3, 2), c = Wave(2, 8, 3, 1).reshape(4, 2, 3), m = Wave(3, 3, 3, 1),
        p = x.abs() + 0.25, u = x * 0.2 + 0.5, v = tensor(new[] { 3.0, -1.0, 2.0, 2.0, 5.0, -1.0 }), s = m.mm(m.T) + eye(3, 3, float64),
        z = complex(x, y), i = tensor(new long[,] { { 5, -3, 0 }, { 7, 2, -8 } }), j = tensor(new long[,] { { 4, 6, 9 }, { 12, 3, 8 } }),
        b = tensor(new[,] { { true, false, true }, { false, false, true } }), spread = tensor(new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1.5 });

    private static Tensor Wave(int k, long rows, long columns, double scale) =>
        (sin(0.7 * (arange(rows * columns, float64) + 1) * (k + 1) + k) * scale).reshape(rows, columns);

    private static JsonElement Load()
    {
        using var stream = typeof(RecordedTests).Assembly.GetManifestResourceStream("tensors.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }

    public static IEnumerable<object[]> Names() => s_recorded.EnumerateObject().Select(entry => new object[] { entry.Name });

    [Theory]
    [MemberData(nameof(Names))]
    public void AsPyTorch(string call)
    {
        using var scope = NewDisposeScope();
        var result = s_calls.TryGetValue(call, out var run) ? run() : ByName(call);
        Compare(s_recorded.GetProperty(call), result);
    }

    // "hypot(x, y)" is the function hypot, or the method of a tensor, with the fields x and y.
    private static object ByName(string call)
    {
        var open = call.IndexOf('(');
        var arguments = call[(open + 1)..^1].Split(", ").Select(name => name == "i > 0" ? i > 0 : Input(name)).ToArray();
        var methods = typeof(torch).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => method.Name == call[..open]);
        foreach (var method in methods.OrderBy(method => method.GetParameters().Length))
        {
            var parameters = method.GetParameters();
            if (parameters.Length < arguments.Length || !parameters.Take(arguments.Length).All(q => q.ParameterType == typeof(Tensor))) continue;
            if (!parameters.Skip(arguments.Length).All(q => q.HasDefaultValue)) continue;
            return method.Invoke(null, [.. arguments, .. parameters.Skip(arguments.Length).Select(q => q.DefaultValue)])!;
        }
        return typeof(Tensor).GetMethod(call[..open], [.. arguments.Skip(1).Select(_ => typeof(Tensor))])!.Invoke(arguments[0], [.. arguments.Skip(1)])!;
    }

    private static Tensor Input(string name) =>
        (Tensor)typeof(RecordedTests).GetField(name, BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;

    private static void Compare(JsonElement expected, object actual)
    {
        switch (actual)
        {
            case Tensor tensor when expected.ValueKind == JsonValueKind.Object:
                CompareTensor(expected, tensor);
                return;
            case Tensor tensor: // a Python number where TorchSharp gives a tensor
                Assert.Equal(expected.GetDouble(), tensor.ToDouble(), 1e-9);
                return;
            case bool flag:
                Assert.Equal(expected.GetBoolean(), flag);
                return;
            case ScalarType type:
                Assert.Equal(expected.GetString(), Python(type));
                return;
        }
        var parts = actual is ITuple tuple ? Enumerable.Range(0, tuple.Length).Select(k => tuple[k]) : ((IEnumerable)actual).Cast<object?>();
        var list = parts.Where(part => part is not null).ToArray();
        // PyTorch gives one result where TorchSharp gives a triple with nulls.
        if (expected.ValueKind == JsonValueKind.Object)
        {
            Compare(expected, Assert.Single(list)!);
            return;
        }
        Assert.Equal(expected.GetArrayLength(), list.Length);
        for (var k = 0; k < list.Length; k++) Compare(expected[k], list[k]!);
    }

    private static void CompareTensor(JsonElement expected, Tensor actual)
    {
        Assert.Equal(expected.GetProperty("type").GetString(), Python(actual.dtype));
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(n => n.GetInt64()), actual.shape);
        var numbers = expected.GetProperty("data").EnumerateArray().Select(Number).ToArray();
        var flat = (actual.is_complex() ? actual.to_type(complex128).resolve_conj().view_as_real() : actual.to_type(float64)).reshape(-1).data<double>().ToArray();
        var tolerance = actual.dtype is ScalarType.Float32 or ScalarType.ComplexFloat32 ? 1e-6 : actual.dtype == ScalarType.Float16 ? 1e-3 : 1e-10;
        for (var k = 0; k < numbers.Length; k++)
            if (!numbers[k].Equals(flat[k])) Assert.InRange(flat[k], numbers[k] - tolerance * Math.Max(1, Math.Abs(numbers[k])), numbers[k] + tolerance * Math.Max(1, Math.Abs(numbers[k])));
        Assert.Equal(numbers.Length, flat.Length);
    }

    private static double Number(JsonElement n) => n.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => n.GetString() switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.NaN },
        _ => n.GetDouble(),
    };

    private static string Python(ScalarType type) => type switch
    {
        ScalarType.Byte => "uint8",
        ScalarType.ComplexFloat32 => "complex64",
        ScalarType.ComplexFloat64 => "complex128",
        _ => type.ToString().ToLowerInvariant(),
    };
}
