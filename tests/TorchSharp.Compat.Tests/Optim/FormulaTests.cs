using TorchSharp.Modules;
using static TorchSharp.torch.optim;

namespace TorchSharp.Compat.Tests.Optim;

public sealed class FormulaTests
{
    public static IEnumerable<object[]> Names => Optimizers.All;

    /// <summary>40 steps on given gradients, which change sign and size, follow the formula weight by weight.</summary>
    [Theory, MemberData(nameof(Names))]
    public void FollowsItsFormula(string name)
    {
        double[] weights = [1.5, -0.3, 0.7, -2];
        using var parameter = new Parameter(torch.tensor(weights, [2, 2]));
        using var optimizer = Make(name, [parameter]);
        var formulas = weights.Select(_ => Formulas.Of(name)).ToArray();
        var random = new Random(1);

        for (var step = 0; step < 40; step++)
        {
            var gradient = weights.Select(w => (random.NextDouble() - 0.3) * (step % 7 == 0 ? 5 : 0.2)).ToArray();
            using (var g = torch.tensor(gradient, [2, 2])) parameter.grad = g;
            for (var i = 0; i < weights.Length; i++) weights[i] = formulas[i](weights[i], gradient[i]);
            Assert.Null(optimizer.step());
            Recorded.Close(weights, parameter.data<double>().ToArray(), 1e-12, $"{name} at {step}");
        }
    }

    private static Optimizer Make(string name, Parameter[] p) => name switch
    {
        "SGD" => SGD(p, 0.05, momentum: 0.9, weight_decay: 0.01),
        "Adam" => Adam(p, 0.02, 0.8, 0.95, 1e-3, 0.1),
        "AdamW" => AdamW(p, 0.02, 0.8, 0.95, 1e-3, 0.1),
        "NAdam" => NAdam(p, 0.02, 0.8, 0.95, 1e-3, 0, 0.1),
        "RAdam" => RAdam(p, 0.02, 0.8, 0.95, 1e-3),
        "RMSprop" => RMSProp(p, 0.01, 0.9, 1e-4, 0, 0.8),
        "Adagrad" => Adagrad(p, 0.1, 0.1, 0, 0.5),
        "Adadelta" => Adadelta(p, 2, 0.8, 1e-4),
        "Adamax" => Adamax(p, 0.02, 0.8, 0.95),
        "Rprop" => Rprop(p, 0.1, 0.3, 1.5, 1e-3, 0.2),
        "ASGD" => ASGD(p, 0.05, 0.01, 0.5),
        _ => throw new ArgumentException(name),
    };
}
