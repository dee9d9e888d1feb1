using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LearnedOpt.Kernels;
using LearnedOpt.Numerics;
using LearnedOpt.Tasks.Kernels;
using LearnedOpt.Tasks.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Tests.Kernels;

public sealed unsafe class SoftmaxLossTests
{
    public static IEnumerable<object[]> Draws => SimdPaths.Supported.SelectMany(path => Enumerable.Range(0, 8).Select(seed => new object[] { path, seed }));

    /// <summary>On random sizes and magnitudes, each vector width: loss and gradient are those of libtorch in double precision.</summary>
    [Theory]
    [MemberData(nameof(Draws))]
    public void KernelEqualsTheDefinition(SimdPath path, int seed)
    {
        using var scope = NewDisposeScope();
        var draw = new CounterRandom((ulong)seed).Sequence();
        var (rows, classes, scale) = (1 + draw.Below(30), 2 + draw.Below(70), MathF.Exp(draw.Uniform(-3, 5)));
        var (x, targets) = (Logits(seed, scale, rows, classes), Targets(seed, classes, rows));
        var gradient = empty_like(x);
        var kernel = SoftmaxKernel.For(path);
        var labels = (long*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(MemoryMarshal.Cast<byte, long>(targets.bytes)));
        var loss = kernel.Loss(TensorMemory.Floats(x), labels, rows, classes, TensorMemory.Floats(gradient));
        Assert.Equal(loss, kernel.Loss(TensorMemory.Floats(x), labels, rows, classes, null));

        var exact = x.to(ScalarType.Float64).requires_grad_();
        var expected = nn.functional.cross_entropy(exact, targets);
        var what = $"{rows} rows of {classes} classes, scale {scale}";
        Assert.True(Math.Abs(expected.item<double>() - loss) <= 3e-6 * (1 + expected.item<double>()), $"{what}: {loss}, not {expected.item<double>()}");
        var difference = (autograd.grad([expected], [exact])[0] - gradient).abs().max().item<double>();
        Assert.True(difference <= 1e-6 / rows, $"{what}: gradient differs by {difference}");
    }

    /// <summary>A population's losses, their weighted gradients and second derivatives are those of libtorch's operators.</summary>
    [Theory]
    [InlineData(1f, 1f)]
    [InlineData(2f, -0.5f)]
    public void DerivativesEqualThoseOfLibtorch(float first, float second)
    {
        using var scope = NewDisposeScope();
        var (x, targets, weights) = (Logits(3, 1, 2, 5, 4, 7).requires_grad_(), Targets(3, 7, 2, 5, 4), tensor(new[] { first, second }));
        var (own, expected) = (Derivatives(new CrossEntropy(7).Loss(x, targets)), Derivatives(SoftmaxLoss.Plain(x, targets)));
        for (var i = 0; i < own.Length; i++) Assert.True(own[i].allclose(expected[i], 1e-5, 1e-7), $"derivative {i} differs");

        Tensor[] Derivatives(Tensor losses)
        {
            var plain = autograd.grad([(losses * weights).sum()], [x], retain_graph: true)[0];
            var graphed = autograd.grad([(losses * weights).sum()], [x], retain_graph: true, create_graph: true)[0];
            return [losses.detach(), plain, graphed.detach(), autograd.grad([graphed.square().sum()], [x])[0]];
        }
    }

    [Fact]
    public void BackwardTwiceGivesTheSameTwice()
    {
        using var scope = NewDisposeScope();
        var (x, targets) = (Logits(4, 1, 1, 6, 5).requires_grad_(), Targets(4, 5, 1, 6));
        var loss = new CrossEntropy(5).Loss(x, targets).sum();
        var once = autograd.grad([loss], [x], retain_graph: true)[0].clone();
        var scaled = autograd.grad([3 * loss], [x], retain_graph: true)[0];
        Assert.True((3 * once).allclose(scaled));
        Assert.True(once.eq(autograd.grad([loss], [x])[0]).all().item<bool>());
    }

    [Fact]
    public void WhatIsNoNumberStaysNone()
    {
        using var scope = NewDisposeScope();
        var x = Logits(5, 1, 1, 3, 40);
        x[0, 1, 7] = float.NaN;
        Assert.True(new CrossEntropy(40).Loss(x, Targets(5, 40, 1, 3)).isnan().all().item<bool>());
    }

    [Fact]
    public void TargetsMustBeClasses()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("targets must be classes 0 .. 2; received 3", Assert.ThrowsAny<Exception>(() => SoftmaxLoss.Apply(zeros(1, 2, 3), tensor(new long[] { 0, 3 }, [1, 2]))).Message);
    }

    private static Tensor Logits(int seed, float scale, params long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        new CounterRandom(19).At((ulong)seed).Fill(values);
        return tensor(values, shape) * scale;
    }

    private static Tensor Targets(int seed, int classes, params long[] shape)
    {
        var random = new CounterRandom(23).At((ulong)seed);
        return tensor([.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(i => random.Below((long)classes, (ulong)i))], shape);
    }
}
