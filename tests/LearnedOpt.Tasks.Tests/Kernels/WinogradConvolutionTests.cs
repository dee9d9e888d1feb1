using LearnedOpt.Kernels;
using LearnedOpt.Numerics;
using LearnedOpt.Tasks.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Tests.Kernels;

public sealed unsafe class WinogradConvolutionTests
{
    private static readonly int Lanes = WinogradKernel.For(SimdPaths.Best).Lanes;

    public static IEnumerable<object[]> Draws => SimdPaths.Supported.SelectMany(path => Enumerable.Range(0, 6).Select(seed => new object[] { path, seed }));

    /// <summary>On random sizes, each vector width: result and gradients are those of the definition in double precision.</summary>
    [Theory]
    [MemberData(nameof(Draws))]
    public void KernelEqualsTheDefinition(SimdPath path, int seed)
    {
        using var scope = NewDisposeScope();
        var kernel = WinogradKernel.For(path);
        var draw = new CounterRandom((ulong)seed).Sequence();
        var shape = new WinogradShape(1 + draw.Below(40), 2 * (1 + draw.Below(5)), 2 * (1 + draw.Below(5)), kernel.Lanes * (1 + draw.Below(3)), kernel.Lanes * (1 + draw.Below(3)));
        var rectify = seed % 2 == 0;
        var (x, w, b, g) = (Normal(seed, shape.Images, shape.In, shape.Height, shape.Width), Normal(seed + 1, shape.Out, shape.In, 3, 3), Normal(seed + 2, shape.Out), Normal(seed + 3, shape.Images, shape.Out, shape.Height, shape.Width));
        if (seed % 3 == 0) g = g.mean([2, 3], keepdim: true).expand_as(g);
        var y = TensorMemory.EmptyChannelsLast(shape.Images, shape.Out, shape.Height, shape.Width);
        var dx = TensorMemory.EmptyChannelsLast(shape.Images, shape.In, shape.Height, shape.Width);
        var (dw, db) = (empty_like(w), empty_like(b));
        kernel.Forward(shape, TensorMemory.Planes(x, out var input), TensorMemory.Floats(w), TensorMemory.Floats(b), rectify ? 0 : float.NegativeInfinity, TensorMemory.Planes(y, out var output));
        kernel.Backward(shape, TensorMemory.Planes(x, out input), TensorMemory.Floats(w), rectify ? TensorMemory.Planes(y, out output) : null, TensorMemory.Planes(g, out var gradient),
            TensorMemory.Planes(dx, out var inputGradient), TensorMemory.Floats(dw), TensorMemory.Floats(db));
        GC.KeepAlive((input, output, gradient, inputGradient));

        Tensor[] operands = [.. new[] { x, w, b }.Select(operand => operand.to(ScalarType.Float64).requires_grad_())];
        var expected = nn.functional.conv2d(operands[0], operands[1], operands[2], [1, 1], [1, 1]);
        // Where rounding decides on which side of 0 a unit lies, the kernel's side counts.
        var gate = rectify ? (y > 0).to(ScalarType.Float64) : ones_like(expected);
        var gradients = autograd.grad([(expected * gate * g).sum()], operands);
        Near(rectify ? expected.relu() : expected, y, $"{shape}: result");
        Near(gradients[0], dx, $"{shape}: gradient of the input");
        Near(gradients[1], dw, $"{shape}: gradient of the weights");
        Near(gradients[2], db, $"{shape}: gradient of the bias");
    }

    /// <summary>Through autograd, the first and the second derivative are those of conv2d.</summary>
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void DerivativesEqualThoseOfConv2d(bool rectify, bool differentiatesInput)
    {
        if (SimdPaths.Best == SimdPath.Scalar) return; // nothing fits there
        using var scope = NewDisposeScope();
        var (x, w, b) = (Normal(1, 3, Lanes, 4, 6).requires_grad_(differentiatesInput), (0.1 * Normal(2, 2 * Lanes, Lanes, 3, 3)).requires_grad_(), Normal(3, 2 * Lanes).requires_grad_());
        Assert.True(WinogradConvolution.Fits(x, w, 1, 1));
        var (own, ownSecond) = Derivatives(WinogradConvolution.Apply(x, w, b, rectify));
        var plain = nn.functional.conv2d(x, w, b, [1, 1], [1, 1]);
        var (expected, expectedSecond) = Derivatives(rectify ? plain.relu() : plain);
        for (var i = 0; i < own.Length; i++) Near(expected[i], own[i], $"first derivative {i}");
        for (var i = 0; i < ownSecond.Length; i++) Near(expectedSecond[i], ownSecond[i], $"second derivative {i}");

        (Tensor[] First, Tensor[] Second) Derivatives(Tensor y)
        {
            Tensor[] wanted = differentiatesInput ? [x, w, b] : [w, b];
            var first = autograd.grad([y.square().sum()], wanted, retain_graph: true);
            var again = autograd.grad([y.square().sum()], wanted, retain_graph: true, create_graph: true);
            var second = autograd.grad([again.Select(gradient => gradient.square().sum()).Aggregate((sum, term) => sum + term)], wanted);
            for (var i = 0; i < first.Count; i++) Near(again[i], first[i], $"gradient {i} with and without a graph of its own");
            return ([.. first], [.. second]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatIsNoNumberStaysNone(bool rectify)
    {
        if (SimdPaths.Best == SimdPath.Scalar) return;
        using var scope = NewDisposeScope();
        var w = Normal(2, Lanes, Lanes, 3, 3).requires_grad_();
        var y = WinogradConvolution.Apply(full([1, Lanes, 2, 2], float.NaN), w, zeros(Lanes), rectify);
        Assert.True(y.isnan().all().item<bool>());
        Assert.True(autograd.grad([y.sum()], [w])[0].isnan().all().item<bool>());
    }

    [Fact]
    public void OthersAreLeftToConv2d()
    {
        using var scope = NewDisposeScope();
        var (x, w) = (zeros(1, Lanes, 4, 4), zeros(Lanes, Lanes, 3, 3));
        Assert.Equal(SimdPaths.Best != SimdPath.Scalar, WinogradConvolution.Fits(x, w, 1, 1));
        Assert.False(WinogradConvolution.Fits(x, w, 2, 1));
        Assert.False(WinogradConvolution.Fits(x, w, 1, 0));
        Assert.False(WinogradConvolution.Fits(x.to(ScalarType.Float64), w.to(ScalarType.Float64), 1, 1));
        Assert.False(WinogradConvolution.Fits(zeros(1, Lanes, 3, 4), w, 1, 1));
        Assert.False(WinogradConvolution.Fits(x, zeros(Lanes, Lanes, 5, 5), 1, 1));
        Assert.Equal(Lanes == 1, WinogradConvolution.Fits(x, zeros(Lanes + 1, Lanes, 3, 3), 1, 1));
    }

    private static Tensor Normal(int seed, params long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        new CounterRandom(17).At((ulong)seed).Fill(values);
        return tensor(values, shape);
    }

    private static void Near(Tensor expected, Tensor measured, string what)
    {
        var difference = (expected.detach().to(ScalarType.Float64) - measured.detach()).abs().max().item<double>();
        var scale = expected.detach().to(ScalarType.Float64).square().mean().sqrt().item<double>();
        Assert.True(difference <= 2e-5 * scale, $"{what}: differs by {difference} where values are about {scale}");
    }
}
