using System.Runtime.CompilerServices;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Modules;

/// <summary>One entry of Recorded/nn.json, and the formulas that nn.py makes inputs and weights from.</summary>
internal sealed class RecordedCase(JsonElement element)
{
    private static readonly Lazy<Dictionary<string, RecordedCase>> s_all = new(() =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), "..", "Recorded", "nn.json"))).RootElement.GetProperty("cases")
            .EnumerateArray().ToDictionary(e => e.GetProperty("name").GetString()!, e => new RecordedCase(e)));

    public static IReadOnlyDictionary<string, RecordedCase> All => s_all.Value;

    public bool Train => !element.TryGetProperty("train", out var train) || train.GetBoolean();
    public Tensor[] Inputs() => element.GetProperty("inputs").EnumerateArray().Select((spec, k) => Input(k, spec.GetString()!)).ToArray();
    public (long[] shape, double[] values)[] Outputs => element.GetProperty("outputs").EnumerateArray().Select(Shaped).ToArray();
    public Dictionary<string, (long[] shape, double[] values)>? Start => Map("start", Shaped);
    public Dictionary<string, double[]>? Gradients => Map("gradients", Numbers);
    public Dictionary<string, double[]>? Buffers => Map("buffers", Numbers);
    public double[]?[]? InputGradients => element.TryGetProperty("inputGradients", out var list)
        ? list.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Null ? null : Numbers(e)).ToArray() : null;

    private Dictionary<string, T>? Map<T>(string name, Func<JsonElement, T> read) => element.TryGetProperty(name, out var map)
        ? map.EnumerateObject().ToDictionary(p => p.Name, p => read(p.Value)) : null;

    private static double[] Numbers(JsonElement e) => e.EnumerateArray().Select(v => v.GetDouble()).ToArray();
    private static (long[], double[]) Shaped(JsonElement e) =>
        (e.GetProperty("shape").EnumerateArray().Select(v => v.GetInt64()).ToArray(), Numbers(e.GetProperty("values")));

    /// <summary>0.5 sin(0.37 (i + 1) (k + 1) + k), i counting in row-major order.</summary>
    public static Tensor Wave(int k, long[] shape)
    {
        var count = shape.Aggregate(1L, (a, b) => a * b);
        return tensor(Enumerable.Range(0, (int)count).Select(i => 0.5 * Math.Sin(0.37 * (i + 1) * (k + 1) + k)).ToArray(), shape);
    }

    private static Tensor Input(int k, string spec)
    {
        var (kind, sizes) = (spec[..spec.IndexOf(':')], spec[(spec.IndexOf(':') + 1)..]);
        var shape = sizes.Split(',').Select(long.Parse).ToArray();
        var count = (int)shape.Aggregate(1L, (a, b) => a * b);
        if (kind[0] == 'i') return tensor(Enumerable.Range(0, count).Select(i => (i * 7L + 3 + k) % long.Parse(kind[1..])).ToArray(), shape);
        if (kind == "s") return tensor(Enumerable.Range(0, count).Select(i => (i * 5 + 1 + k) % 3 == 0 ? 1.0 : -1.0).ToArray(), shape);
        var x = Wave(k + 3, shape);
        if (kind is "p" or "w") x = x + 1.5;
        if (kind is "u" or "t") x = 0.5 + 0.8 * x;
        if (kind == "l") x = nn.functional.log_softmax(x, -1);
        return x.requires_grad_(kind is not ("w" or "t"));
    }

    public static void Close(double[] expected, Tensor actual, string what, double tolerance = 1e-8)
    {
        var found = actual.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();
        Assert.True(expected.Length <= found.Length, $"{what}: expected {expected.Length} numbers, got {found.Length}");
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - found[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"{what}[{i}]: expected {expected[i]:R}, got {found[i]:R}");
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
