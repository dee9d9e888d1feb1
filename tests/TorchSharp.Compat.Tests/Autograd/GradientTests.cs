using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Autograd;

public sealed class GradientTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    public void Dispose() => _scope.Dispose();

    [Fact]
    public void BackwardAccumulatesIntoLeaves()
    {
        var x = tensor(new[] { 1.0, 2.0, 3.0 }, requires_grad: true);
        Assert.Null(x.grad);
        (x * x).sum().backward();
        (x * x).sum().backward();
        Assert.Equal([4.0, 8.0, 12.0], x.grad.data<double>().ToArray());
        Assert.NotSame(x.grad, x.grad);
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void GradientsOfGradients()
    {
        var x = tensor(2.0, requires_grad: true);
        var y = x.pow(4);
        var first = autograd.grad([y], [x], retain_graph: true, create_graph: true)[0];
        var second = autograd.grad([first], [x], retain_graph: true, create_graph: true)[0];
        var third = autograd.grad([second], [x])[0];
        Assert.Equal(32.0, first.item<double>(), 12);
        Assert.Equal(48.0, second.item<double>(), 12);
        Assert.Equal(48.0, third.item<double>(), 12);
    }

    [Fact]
    public void WeightedSumsOfOutputs()
    {
        var x = tensor(new[] { 1.0, 2.0 }, requires_grad: true);
        var y = x * tensor(new[] { 3.0, 5.0 });
        y.backward([tensor(new[] { 10.0, 100.0 })]);
        Assert.Equal([30.0, 500.0], x.grad.data<double>().ToArray());
    }

    [Fact]
    public void UnusedInputsAreNullWhereAllowed()
    {
        var x = tensor(1.0, requires_grad: true);
        var unused = tensor(1.0, requires_grad: true);
        var y = x * 2;
        Assert.Null(autograd.grad([y], [x, unused], retain_graph: true, allow_unused: true)[1]);
        var error = Assert.Throws<ExternalException>(() => autograd.grad([y], [x, unused], retain_graph: true));
        Assert.Contains("appears to not have been used in the graph", error.Message);
    }

    [Fact]
    public void AFreedGraphIsAnErrorAndTheProcessLives()
    {
        var x = tensor(1.0, requires_grad: true);
        var y = x.exp();
        y.backward();
        Assert.Contains("second time", Assert.Throws<ExternalException>(() => y.backward()).Message);
        Assert.Contains("second time", Assert.Throws<ExternalException>(() => autograd.grad([y], [x])).Message);
    }

    [Fact]
    public void AValueChangedInPlaceIsAnError()
    {
        var x = tensor(1.0, requires_grad: true);
        var y = x.exp();
        using (no_grad()) y.add_(1);
        Assert.Contains("modified by an inplace operation", Assert.Throws<ExternalException>(() => y.backward()).Message);
    }

    [Fact]
    public void ModesNestAndRestore()
    {
        var x = tensor(1.0, requires_grad: true);
        Assert.True(is_grad_enabled());
        using (no_grad())
        {
            Assert.False((x * 2).requires_grad);
            using (enable_grad()) Assert.True((x * 2).requires_grad);
            using (set_grad_enabled(true)) Assert.True(is_grad_enabled());
            Assert.False(is_grad_enabled());
        }
        Assert.True(is_grad_enabled());
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((x * 2).requires_grad);
        }
        Assert.False(is_inference_mode_enabled());
    }

    [Fact]
    public void ModesBelongToOneThread()
    {
        using var off = no_grad();
        var elsewhere = false;
        var thread = new Thread(() => elsewhere = is_grad_enabled());
        thread.Start();
        thread.Join();
        Assert.True(elsewhere);
        Assert.False(is_grad_enabled());
    }

    [Fact]
    public void LeavesAndDetachedTensors()
    {
        var x = ones(2).requires_grad_();
        var y = x * 3;
        Assert.True(x.is_leaf);
        Assert.False(y.is_leaf);
        Assert.False(y.detach().requires_grad);
        y.retain_grad();
        y.sum().backward();
        Assert.Equal([1f, 1f], y.grad.data<float>().ToArray());
        Assert.Contains("Only Tensors of floating point", Assert.Throws<ExternalException>(() => arange(3).requires_grad = true).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void AnomaliesAreNamed()
    {
        Assert.False(AnomalyMode.IsEnabled);
        using (autograd.detect_anomaly())
        {
            Assert.True(AnomalyMode.IsEnabled);
            Assert.True(AnomalyMode.ShouldCheckNaN);
            var x = tensor(-1.0, requires_grad: true);
            Assert.Contains("returned nan values", Assert.Throws<ExternalException>(() => x.sqrt().backward()).Message);
        }
        Assert.False(AnomalyMode.IsEnabled);
    }

    [Fact]
    public void JacobiansOfLinearMapsAreTheMaps()
    {
        var a = randn(3, 2, float64);
        var x = randn(2, float64);
        Assert.True(autograd.functional.jacobian(v => a.mv(v), x).allclose(a));
        var both = autograd.functional.jacobian(v => v[0] * v[1], x, randn(2, float64)).ToArray();
        Assert.True(both[1].allclose(diag(x)));
        Assert.Equal([2L, 2L], both[0].shape);
    }
}
