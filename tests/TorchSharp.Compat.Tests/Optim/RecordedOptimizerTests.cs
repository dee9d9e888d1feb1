namespace TorchSharp.Compat.Tests.Optim;

public sealed class RecordedOptimizerTests
{
    public static IEnumerable<object[]> Configurations => Recorded.Indices("optimizers");

    /// <summary>25 steps from the same start end where PyTorch ended.</summary>
    [Theory, MemberData(nameof(Configurations))]
    public void StepsLikePyTorch(int index, string name)
    {
        var recorded = Recorded.Root.GetProperty("optimizers")[index];
        using var problem = new WavyRegression();
        using var optimizer = Optimizers.Make(name, recorded.GetProperty("arguments"), problem.Parameters);

        var step = 0;
        foreach (var expected in recorded.GetProperty("steps").EnumerateArray())
        {
            var loss = 0.0;
            for (; step < expected.GetProperty("step").GetInt32(); step++)
            {
                using var value = optimizer.step(() =>
                {
                    optimizer.zero_grad();
                    var current = problem.Loss();
                    current.backward();
                    return current;
                });
                loss = value.ToDouble();
            }
            // PyTorch keeps ASGD's rate and NAdam's product in float32, we in float64.
            var tolerance = name is "ASGD" or "NAdam" ? 1e-5 : 1e-9;
            Recorded.Close([expected.GetProperty("loss").GetDouble()], [loss], tolerance, $"{name} loss at {step}");
            Recorded.Close(expected.Numbers("weight"), problem.Weight.data<double>().ToArray(), tolerance, $"{name} weight at {step}");
            Recorded.Close(expected.Numbers("bias"), problem.Bias.data<double>().ToArray(), tolerance, $"{name} bias at {step}");
        }
    }
}
