using System.Runtime.CompilerServices;
using System.Text.Json;
using TorchSharp.Modules;

namespace TorchSharp.Compat.Tests.Optim;

/// <summary>What Recorded/optim.py recorded with PyTorch, and the problem it was recorded on.</summary>
internal static class Recorded
{
    private static readonly Lazy<JsonDocument> s_document = new(() => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), "..", "Recorded", "optim.json"))));

    public static JsonElement Root => s_document.Value.RootElement;

    public static IEnumerable<object[]> Indices(string list) => Enumerable.Range(0, Root.GetProperty(list).GetArrayLength()).Select(i => new object[] { i, Root.GetProperty(list)[i].GetProperty("name").GetString()! });

    public static double[] Numbers(this JsonElement element, string name) => element.GetProperty(name).Numbers();
    public static double[] Numbers(this JsonElement element) => element.EnumerateArray().Select(e => e.GetDouble()).ToArray();

    /// <summary>An argument of a recorded configuration, or its default.</summary>
    public static double Number(this JsonElement arguments, string name, double otherwise) => arguments.TryGetProperty(name, out var value) ? value.GetDouble() : otherwise;
    public static bool Flag(this JsonElement arguments, string name) => arguments.TryGetProperty(name, out var value) && value.GetBoolean();

    public static void Close(double[] expected, double[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1e-3, Math.Abs(expected[i])), $"{what}[{i}]: expected {expected[i]:R}, got {actual[i]:R}");
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}

/// <summary>A small regression with a wavy penalty, as in optim.py.</summary>
internal sealed class WavyRegression : IDisposable
{
    private readonly torch.Tensor _inputs = Grid(5, 3, 1.7, 0.3), _targets = Grid(5, 2, 2.3, 1.1);

    public Parameter Weight { get; } = new(Grid(3, 2, 0.9, 0.5));  // [3, 2]
    public Parameter Bias { get; } = new(Grid(1, 2, 0.7, 0.2).reshape(2));  // [2]
    public Parameter[] Parameters => [Weight, Bias];

    public torch.Tensor Loss()
    {
        using var scope = torch.NewDisposeScope();
        var error = (_inputs.mm(Weight) + Bias - _targets).pow(2).mean();
        return (error + (Weight * 3).cos().sum() * 0.1).MoveToOuterDisposeScope();
    }

    /// <summary>Zeroes the gradients and fills them anew; returns the loss.</summary>
    public double Backward(torch.optim.Optimizer optimizer)
    {
        optimizer.zero_grad();
        using var loss = Loss();
        loss.backward();
        return loss.ToDouble();
    }

    /// <summary>sin(phase + scale i), i counting in row-major order.</summary>
    public static torch.Tensor Grid(int rows, int columns, double scale, double phase) =>
        torch.tensor(Enumerable.Range(0, rows * columns).Select(i => Math.Sin(phase + scale * i)).ToArray(), [rows, columns]);

    public void Dispose()
    {
        _inputs.Dispose();
        _targets.Dispose();
        Weight.Dispose();
        Bias.Dispose();
    }
}
