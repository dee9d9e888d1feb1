using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Tensors;

/// <summary>Gradients and second derivatives against central differences, in float64.</summary>
public sealed class GradientCheckTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> s_functions = new()
    {
        ["arithmetic"] = x => (x * 2 - x / 3 + 1.5) * x - 1 / (x + 4),
        ["powers"] = x => (x + 3).pow(2.5) + (x * x).pow(x.sigmoid()) + (x + 3).sqrt().rsqrt(),
        ["exponentials"] = x => x.exp() + x.expm1() + (x + 3).log() + x.exp2() + (x + 2).log1p() + x.logaddexp(-x),
        ["trigonometry"] = x => x.sin() * x.cos() + x.tan() + x.tanh() + x.atan() + x.sinh() + x.asinh() + x.atan2(x + 3),
        ["activations"] = x => x.sigmoid() + x.softplus() + x.gelu() + x.silu() + x.elu() + x.log_sigmoid() + x.celu(),
        ["softmax"] = x => x.softmax(1) * x.log_softmax(0) + x.logsumexp(1, true),
        ["reductions"] = x => x.sum(dim: 0) * x.mean(new long[] { 1 }, true) + x.prod(1, true) + x.var(0) + x.std(dim: 1, keepdim: true) + x.norm() + x.amax(new long[] { 1 }, true),
        ["cumulative"] = x => x.cumsum(1) + x.cumprod(0) + x.logcumsumexp(1),
        ["shapes"] = x => cat([x.T.reshape(2, 3), x.flip(1), x.roll(1, 0)], 0) + x.repeat(3, 1) + x.unsqueeze(0).expand(3, 2, 3).reshape(6, 3),
        ["indexing"] = x => x[.., 1..] + x.gather(1, tensor(new long[,] { { 0, 2 }, { 1, 1 } })) + x.index_select(1, tensor(new long[] { 2, 2 })),
        ["scattering"] = x => zeros(2, 4, float64).scatter_add(1, tensor(new long[,] { { 0, 2, 0 }, { 3, 1, 1 } }), x * x),
        ["choices"] = x => where(x > 0, x * x, x.exp()) + x.clamp(-5, 5) + x.maximum(x * 0.5) + x.abs() + x.relu() * x,
        ["matrices"] = x => x.mm(x.T).mm(x) + einsum("ij,kj->ik", x, x).inverse().mm(x) + tensordot(x, x.T, 1).matmul(x),
        ["linear algebra"] = x => linalg.solve(x.mm(x.T) + eye(2, 2, float64), x) + (x.mm(x.T) + eye(2, 2, float64)).logdet() + linalg.cholesky(x.mm(x.T) + eye(2, 2, float64)).sum(),
        ["special"] = x => x.erf() + x.erfc() + (x + 3).lgamma() + (x + 3).digamma() + special.i0e(x) + special.ndtr(x) + x.sinc(),
        ["interpolation"] = x => x.lerp(x * x, x.sigmoid()) + x.addcmul(x, x, 0.3) + x.addcdiv(x, x + 4, 2.0),
        ["sorting"] = x => x.sort(1).Values * x.topk(3, 1).values + x.median() + x.max(1).values.unsqueeze(1),
    };

    public static IEnumerable<object[]> Names() => s_functions.Keys.Select(name => new object[] { name });

    private static Tensor Point() => tensor(new[,] { { 0.3, -0.8, 1.1 }, { -0.45, 0.62, 0.17 } });

    // A scalar that weighs every output differently.
    private static Tensor Scalar(Func<Tensor, Tensor> function, Tensor x)
    {
        var y = function(x);
        return (y * (arange(y.numel(), float64).reshape(y.shape) * 0.37 + 0.2).cos()).sum();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void FirstAndSecondDerivatives(string name)
    {
        using var scope = NewDisposeScope();
        var f = s_functions[name];
        var x = Point().requires_grad_();
        var direction = tensor(new[,] { { 0.5, -1, 0.25 }, { 0.75, 0.1, -0.6 } });
        var gradient = autograd.grad([Scalar(f, x)], [x], retain_graph: true, create_graph: true)[0];
        Close(Difference(point => Scalar(f, point), direction), (gradient.detach() * direction).sum());
        if (!gradient.requires_grad) return;
        var curvature = autograd.grad([(gradient * direction).sum()], [x])[0];
        Close(Difference(point =>
        {
            var at = point.detach().requires_grad_();
            return (autograd.grad([Scalar(f, at)], [at])[0] * direction).sum();
        }, direction), (curvature * direction).sum());
    }

    private static double Difference(Func<Tensor, Tensor> scalar, Tensor direction)
    {
        const double H = 1e-5;
        return (scalar(Point() + direction * H).ToDouble() - scalar(Point() - direction * H).ToDouble()) / (2 * H);
    }

    private static void Close(double expected, Tensor actual) =>
        Assert.InRange(actual.ToDouble(), expected - 1e-6 * (1 + Math.Abs(expected)), expected + 1e-6 * (1 + Math.Abs(expected)));
}
