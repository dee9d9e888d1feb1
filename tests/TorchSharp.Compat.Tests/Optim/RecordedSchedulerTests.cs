using System.Text.Json;
using TorchSharp.Modules;
using static TorchSharp.torch.optim;
using static TorchSharp.torch.optim.lr_scheduler;

namespace TorchSharp.Compat.Tests.Optim;

public sealed class RecordedSchedulerTests
{
    public static IEnumerable<object[]> Configurations => Recorded.Indices("schedulers");

    /// <summary>The rates of two groups and the momentum of the first, over 20 steps.</summary>
    [Theory, MemberData(nameof(Configurations))]
    public void RatesLikePyTorch(int index, string name)
    {
        var recorded = Recorded.Root.GetProperty("schedulers")[index];
        var metric = Recorded.Root.Numbers("metric");
        using var first = new Parameter(torch.zeros(1));
        using var second = new Parameter(torch.zeros(1));
        using var optimizer = SGD(
            [new SGD.ParamGroup { Parameters = [first] }, new SGD.ParamGroup([second], new SGD.Options { LearningRate = 0.02 })], 0.05, momentum: 0.9);
        var scheduler = Make(name, recorded.GetProperty("arguments"), optimizer);

        var step = 0;
        foreach (var expected in recorded.GetProperty("rates").EnumerateArray())
        {
            var groups = optimizer.ParamGroups.ToList();
            double[] actual = [groups[0].LearningRate, groups[1].LearningRate, ((IMomentum)groups[0]).Momentum];
            Recorded.Close(expected.Numbers(), actual, 1e-12, $"{name} at {step}");
            optimizer.step();
            if (name == "ReduceLROnPlateau") scheduler.step(metric[step]);
            else scheduler.step();
            Assert.Equal(groups.Select(g => g.LearningRate), scheduler.get_last_lr());
            step++;
        }
    }

    private static LRScheduler Make(string name, JsonElement a, Optimizer o)
    {
        double N(string argument, double otherwise) => a.Number(argument, otherwise);
        int I(string argument, int otherwise) => (int)a.Number(argument, otherwise);
        string? T(string argument) => a.TryGetProperty(argument, out var value) ? value.GetString() : null;
        return name switch
        {
            "StepLR" => StepLR(o, I("step_size", 0), N("gamma", 0)),
            "MultiStepLR" => MultiStepLR(o, a.Numbers("milestones").Select(m => (int)m).ToList(), N("gamma", 0)),
            "ExponentialLR" => ExponentialLR(o, N("gamma", 0)),
            "ConstantLR" => ConstantLR(o, N("factor", 0), I("total_iters", 0)),
            "LinearLR" => LinearLR(o, N("start_factor", 0), N("end_factor", 0), I("total_iters", 0)),
            "PolynomialLR" => PolynomialLR(o, I("total_iters", 0), N("power", 0)),
            "CosineAnnealingLR" => CosineAnnealingLR(o, N("T_max", 0), N("eta_min", 0)),
            "LambdaLR" => LambdaLR(o, epoch => 1 / (1 + 0.1 * epoch)),
            "MultiplicativeLR" => MultiplicativeLR(o, epoch => 1 - 0.02 * epoch),
            "CyclicLR" => CyclicLR(o, N("base_lr", 0), N("max_lr", 0), I("step_size_up", 0), I("step_size_down", -1), T("mode") switch
            {
                "triangular2" => impl.CyclicLR.Mode.Triangular2,
                "exp_range" => impl.CyclicLR.Mode.ExpRange,
                _ => impl.CyclicLR.Mode.Triangular,
            }, N("gamma", 1)),
            "OneCycleLR" => OneCycleLR(o, N("max_lr", 0), I("total_steps", -1), I("epochs", -1), I("steps_per_epoch", -1), N("pct_start", 0.3),
                T("anneal_strategy") == "linear" ? impl.OneCycleLR.AnnealStrategy.Linear : impl.OneCycleLR.AnnealStrategy.Cos, three_phase: a.Flag("three_phase")),
            "SequentialLR" => SequentialLR(o, [ConstantLR(o, 0.1, 3), ExponentialLR(o, 0.8), StepLR(o, 3, 0.5)], [4, 10]),
            "ChainedLR" => ChainedLR([ConstantLR(o, 0.1, 3), ExponentialLR(o, 0.9)]),
            "ReduceLROnPlateau" => ReduceLROnPlateau(o, T("mode") ?? "min", N("factor", 0.1), I("patience", 10), N("threshold", 1e-4), T("threshold_mode") ?? "rel", I("cooldown", 0)),
            _ => throw new ArgumentException(name),
        };
    }
}
