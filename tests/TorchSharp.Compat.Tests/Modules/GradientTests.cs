using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Modules;

/// <summary>Gradients of every recorded layer against central differences, in float64 and at points that no recording used.</summary>
[Collection(GlobalGenerator.Name)]
public sealed class GradientTests
{
    // Central differences of step h are off by O(h^2) and by rounding over h.
    private const double Step = 1e-5, Tolerance = 2e-7;

    // A padding row gets no gradient, and frequencies scale others: theirs are no derivatives, on purpose.
    private static readonly string[] s_notDerivatives = ["Embedding", "Embedding.negative"];

    public static IEnumerable<object[]> Layers => RecordedLayers.All.Keys.Except(s_notDerivatives).Select(k => new object[] { k });

    [Theory, MemberData(nameof(Layers))]
    public void GradientsAreCentralDifferences(string name)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(5);
        var layer = RecordedLayers.All[name]();
        using var module = layer.Module.to(ScalarType.Float64);
        module.train(RecordedCase.All[name].Train);
        foreach (var parameter in module.parameters()) nn.init.uniform_(parameter, 0.2, 0.9);
        var inputs = RecordedCase.All[name].Inputs();
        var weights = layer.Call(inputs).Select(o => o is null ? null : rand(o.shape, ScalarType.Float64)).ToArray();

        Tensor Loss()
        {
            var outputs = layer.Call(inputs);
            return outputs.Zip(weights).Where(p => p.First is not null && p.First.is_floating_point())
                .Select(p => (p.First! * p.Second!).sum()).Aggregate((a, b) => a + b);
        }

        var variables = module.named_parameters().Select(p => (p.name, (Tensor)p.parameter))
            .Concat(inputs.Select((x, k) => ($"input {k}", x)).Where(p => p.x.requires_grad)).ToList();
        Loss().backward();
        foreach (var (key, variable) in variables)
        {
            var analytic = variable.grad is { } g ? g.contiguous().data<double>().ToArray() : new double[variable.numel()];
            for (var i = 0; i < variable.numel(); i++)
            {
                using var inner = NewDisposeScope();
                var numeric = (Shifted(variable, i, Step, Loss) - Shifted(variable, i, -Step, Loss)) / (2 * Step);
                Assert.True(Math.Abs(numeric - analytic[i]) <= Tolerance * Math.Max(1, Math.Abs(numeric)), $"{key}[{i}]: {analytic[i]:R}, differences say {numeric:R}");
            }
        }
    }

    private static double Shifted(Tensor variable, int index, double step, Func<Tensor> loss)
    {
        using var off = no_grad();
        using var flat = variable.view(-1);
        using var element = flat[index];
        var before = element.ToDouble();
        element.fill_(before + step);
        var result = loss().ToDouble();
        element.fill_(before);
        return result;
    }
}
