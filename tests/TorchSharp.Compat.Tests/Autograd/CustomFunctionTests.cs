using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Autograd;

public sealed class CustomFunctionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    public void Dispose() => _scope.Dispose();

    private sealed class Cube : autograd.SingleTensorFunction<Cube>
    {
        public override string Name => nameof(Cube);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            ctx.save_for_backward([x]);
            ctx.save_data("factor", vars[1]);
            return x.pow(3) * (double)vars[1];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var x = ctx.get_saved_variables()[0];
            return [grad_output * 3 * x * x * (double)ctx.get_data("factor"), null!];
        }
    }

    private sealed class Exponential : autograd.SingleTensorFunction<Exponential>
    {
        public override string Name => nameof(Exponential);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var result = ((Tensor)vars[0]).exp();
            ctx.save_for_backward([result]);
            return result;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output * ctx.get_saved_variables()[0]];
    }

    private sealed class SumAndIndex : autograd.MultiTensorFunction<SumAndIndex>
    {
        public static List<Tensor>? Seen;
        public override string Name => nameof(SumAndIndex);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (a, b) = ((Tensor)vars[0], (Tensor)vars[1]);
            var index = a.argmax();
            ctx.mark_non_differentiable([index]);
            return [a + b, a - b, index];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
        {
            Seen = grad_outputs;
            return [grad_outputs[0] + grad_outputs[1], grad_outputs[0] - grad_outputs[1]];
        }
    }

    private sealed class Faulty : autograd.SingleTensorFunction<Faulty>
    {
        public override string Name => nameof(Faulty);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) =>
            vars[1] is "forward" ? throw new ArithmeticException("forward broke") : ((Tensor)vars[0]) * 2;

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => Fault switch
        {
            "backward" => throw new ArithmeticException("backward broke"),
            "few" => [],
            _ => [grad_output, grad_output],
        };

        public static string Fault = "";
    }

    private sealed class Doubling : autograd.SingleTensorFunction<Doubling>
    {
        public override string Name => nameof(Doubling);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var x = ((Tensor)vars[0]).mul_(2);
            ctx.mark_dirty([x]);
            return x;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output * 2];
    }

    [Fact]
    public void SavedInputsDifferentiateTwice()
    {
        var x = tensor(new[] { 1.0, 2.0 }, requires_grad: true);
        var y = Cube.apply(x, 5.0);
        Assert.Equal([5.0, 40.0], y.data<double>().ToArray());
        var first = autograd.grad([y.sum()], [x], retain_graph: true, create_graph: true)[0];
        Assert.Equal([15.0, 60.0], first.data<double>().ToArray());
        Assert.Equal([30.0, 60.0], autograd.grad([first.sum()], [x])[0].data<double>().ToArray());
    }

    [Fact]
    public void SavedResultsDifferentiateTwice()
    {
        var x = tensor(0.5, requires_grad: true);
        var y = Exponential.apply(x);
        var first = autograd.grad([y], [x], retain_graph: true, create_graph: true)[0];
        var second = autograd.grad([first], [x], retain_graph: true, create_graph: true)[0];
        var third = autograd.grad([second], [x])[0];
        Assert.All([first, second, third], g => Assert.Equal(Math.Exp(0.5), g.item<double>(), 12));
    }

    [Fact]
    public void SeveralResultsAndOneWithoutGradient()
    {
        var (a, b) = (ones(3).requires_grad_(), full(3L, 2f).requires_grad_());
        var results = SumAndIndex.apply(a, b);
        Assert.True(results[0].requires_grad);
        Assert.False(results[2].requires_grad);
        results[0].sum().backward();
        Assert.Equal(3, SumAndIndex.Seen!.Count);
        Assert.Equal(0f, SumAndIndex.Seen[1].sum().item<float>());
        Assert.Equal([1f, 1f, 1f], b.grad.data<float>().ToArray());
    }

    [Fact]
    public void InputsChangedInPlaceKeepTheirHistory()
    {
        var x = ones(2).requires_grad_();
        var y = x * 3;
        Doubling.apply(y).sum().backward();
        Assert.Equal([6f, 6f], y.data<float>().ToArray());
        Assert.Equal([6f, 6f], x.grad.data<float>().ToArray());
    }

    [Fact]
    public void FaultsReachTheCaller()
    {
        var x = ones(1).requires_grad_();
        Assert.Equal("forward broke", Assert.Throws<ArithmeticException>(() => Faulty.apply(x, "forward")).Message);
        Faulty.Fault = "backward";
        Assert.Contains("backward broke", Assert.Throws<ExternalException>(() => Faulty.apply(x, "").sum().backward()).Message);
        Faulty.Fault = "few";
        Assert.Contains("expected 2", Assert.Throws<ExternalException>(() => Faulty.apply(x, "").sum().backward()).Message);
        Faulty.Fault = "many";
        Assert.Contains("argument 2, which was not a tensor", Assert.Throws<ExternalException>(() => Faulty.apply(x, "").sum().backward()).Message);
    }

    [Fact]
    public void WithoutAGraphNothingIsRecorded()
    {
        Assert.False(Cube.apply(ones(1), 1.0).requires_grad);
        using (no_grad()) Assert.False(Cube.apply(ones(1).requires_grad_(), 1.0).requires_grad);
    }

    [Fact]
    public void TheContextEndsWithTheGraph()
    {
        var payload = Build();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(payload.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Build()
    {
        using var scope = NewDisposeScope();
        object factor = 2.0 + 1;
        var y = Cube.apply(ones(4).requires_grad_(), factor);
        y.sum().backward();
        return new WeakReference(factor);
    }
}
