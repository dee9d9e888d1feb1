using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Memory;

/// <summary>Whatever is passed to them, functions throw or work: the process lives.</summary>
public sealed class FaultTests
{
    private static readonly string[] s_skipped = ["set_", "frombuffer", "backward", "retain_grad", "print"];

    [Fact]
    public void MismatchesCarryTheMessageOfLibtorch()
    {
        using var scope = NewDisposeScope();
        Assert.Equal("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", Assert.Throws<ExternalException>(() => ones(2, 3).mm(ones(2, 3))).Message);
        Assert.StartsWith("The size of tensor a (2) must match the size of tensor b (3)", Assert.Throws<ExternalException>(() => ones(2) + ones(3)).Message);
        Assert.Contains("Dimension out of range", Assert.Throws<ExternalException>(() => ones(2).sum(dim: 4)).Message);
        Assert.Contains("Integers to negative integer powers", Assert.Throws<ExternalException>(() => arange(3).pow(-1)).Message);
        Assert.Contains("result type Float can't be cast", Assert.Throws<ExternalException>(() => arange(3).add_(0.5)).Message);
        Assert.Contains("For integral input tensors, argument alpha must not be a floating point", Assert.Throws<ExternalException>(() => arange(3).add(arange(3), 0.5)).Message);
        Assert.Contains("singular", Assert.Throws<ExternalException>(() => linalg.inv(zeros(2, 2))).Message);
    }

    [Fact]
    public void TheSumOfNoughtIsATypeNotADimension()
    {
        using var scope = NewDisposeScope();
        // sum(0) means sum(ScalarType.Byte), as in the real package: name the dimension.
        Assert.Equal(ScalarType.Byte, ones(2, 2).sum(0).dtype);
        Assert.Equal([2L], ones(2, 2).sum(dim: 0).shape);
    }

    [Fact]
    public void RandomArgumentsOnManyThreads()
    {
        var methods = typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName && !method.IsGenericMethod && !s_skipped.Contains(method.Name))
            .Where(method => method.GetParameters().All(p => Argument(p, new Random(0), null) is not null || p.HasDefaultValue))
            .Where(method => typeof(Tensor).IsAssignableFrom(method.ReturnType)).ToArray();
        Assert.True(methods.Length > 400);
        var outcomes = new ConcurrentDictionary<string, int>();
        var surprises = new ConcurrentBag<string>();
        var threads = Enumerable.Range(0, 3).Select(t => new Thread(() =>
        {
            var random = new Random(t);
            for (var i = 0; i < 2000; i++) Try(methods[random.Next(methods.Length)], random, outcomes, surprises);
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.True(surprises.IsEmpty, string.Join("\n", surprises.Distinct().Take(20)));
        Assert.True(outcomes["worked"] > 1000 && outcomes[nameof(ExternalException)] > 1000, string.Join(", ", outcomes));
    }

    private static void Try(MethodInfo method, Random random, ConcurrentDictionary<string, int> outcomes, ConcurrentBag<string> surprises)
    {
        using var scope = NewDisposeScope();
        var target = Any(random);
        var arguments = method.GetParameters().Select(p => Argument(p, random, target) ?? p.DefaultValue).ToArray();
        var outcome = "worked";
        try
        {
            var result = (Tensor)method.Invoke(target, arguments);
            if (result is { IsInvalid: false } && result.numel() < 1000) _ = result.ToString(numpy);
        }
        catch (TargetInvocationException e)
        {
            outcome = e.InnerException!.GetType().Name;
            if (e.InnerException is not (ExternalException or ArgumentException or IndexOutOfRangeException or InvalidOperationException or NotSupportedException))
                surprises.Add($"{method.Name}({string.Join(", ", method.GetParameters().Select(p => p.ParameterType.Name))}): {e.InnerException.GetType().Name}: {e.InnerException.Message}");
        }
        outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
    }

    private static Tensor Any(Random random)
    {
        var shape = Enumerable.Range(0, random.Next(4)).Select(_ => (long)random.Next(4)).ToArray();
        var type = new[] { float32, float64, int64, int32, uint8, @bool, float16, complex64 }[random.Next(8)];
        return (rand(shape) * 4 - 1).to_type(type);
    }

    private static object Argument(ParameterInfo p, Random random, Tensor target) => p.ParameterType switch
    {
        var t when t == typeof(Tensor) => target is null ? ones(1) : random.Next(3) > 0 ? target.alias() : Any(random),
        var t when t == typeof(Tensor[]) => new[] { Any(random), Any(random) },
        var t when t == typeof(Scalar) => random.Next(2) == 0 ? random.Next(-2, 5) : (Scalar)(random.NextDouble() * 4 - 1),
        var t when t == typeof(long) => (long)random.Next(-3, 5),
        var t when t == typeof(long?) => random.Next(2) == 0 ? null : (long?)random.Next(-3, 5),
        var t when t == typeof(int) => random.Next(-3, 5),
        var t when t == typeof(long[]) => Enumerable.Range(0, random.Next(3)).Select(_ => (long)random.Next(-2, 4)).ToArray(),
        var t when t == typeof(bool) => random.Next(2) == 0,
        var t when t == typeof(double) => random.NextDouble() * 4 - 1,
        var t when t == typeof(float) => (float)(random.NextDouble() * 4 - 1),
        var t when t == typeof(ScalarType) => ScalarType.Float64,
        _ => null,
    };
}
