using System.Diagnostics;
using LearnedOpt.Benchmarks.Kernels;
using LearnedOpt.Functionals;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Benchmarks.Optimizers;

/// <summary>What to measure.</summary>
public sealed record OptimizerBenchOptions
{
    /// <summary>Keys of <see cref="OptimizerBench.Models"/>.</summary>
    public IReadOnlyList<string> Models { get; init; } = [.. OptimizerBench.Models.Keys];

    /// <summary>Of <see cref="OptimizerBench.Rules"/>.</summary>
    public IReadOnlyList<string> Rules { get; init; } = OptimizerBench.Rules;

    /// <summary>Rounds of each row; medians are taken over them.</summary>
    public int Rounds { get; init; } = 7;
}

/// <summary>Measures <c>step()</c> of every rule against TorchSharp's Adam and the fused one, which take turns with it.</summary>
public static class OptimizerBench
{
    /// <summary>What <see cref="OptimizerRow.RatioToAdam"/> is relative to.</summary>
    public const string Reference = "torch.optim.Adam";

    private const double Rate = 1e-6, RoundSeconds = 0.02;
    private const long LargestTermByTerm = 2_000_000;
    private static readonly CounterRandom Random = new(3);

    /// <summary>Models by label, as tasks of the registry: about 1e5, 1e6 and 1e7 parameters.</summary>
    public static IReadOnlyDictionary<string, string> Models { get; } = new Dictionary<string, string>
    {
        ["mlp-1e5"] = "mlp/mnist-28-wide?hidden=128",
        ["resnet-1e6"] = "resnet/cifar-16?channels=120x240",
        ["gpt-1e7"] = "transformer/bytes-128?width=384&blocks=6&heads=6&headSize=64&inner=1536",
    };

    /// <summary>The registry's rules, the default one with 32 channels too, and the pretrained weights.</summary>
    public static IReadOnlyList<string> Rules { get; } = [.. UpdateRules.Names, "unf-adam-32", .. PretrainedWeights.Names];

    /// <summary>One row after the other.</summary>
    /// <param name="options">What to measure.</param>
    /// <param name="folder">Where data are; the models need none of them, but are made with their tasks.</param>
    /// <param name="skipped">Told of rules that a model is too much for, and why.</param>
    /// <param name="stop">Ends after the row at hand.</param>
    public static IEnumerable<OptimizerRow> Run(OptimizerBenchOptions options, DataFolder folder, Action<string> skipped, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(skipped);
        var threads = get_num_threads();
        set_num_threads(1);
        try
        {
            foreach (var model in options.Models)
            {
                using var task = TaskRegistry.Create(Models[model], folder);
                using var tree = ParameterTree.Of(task, Random.At(model));
                using var adam = optim.Adam(tree.parameters(), Rate);
                using var fused = Make("adam", task, tree);
                yield return MeasureReference(model, task, adam, fused, options.Rounds);
                foreach (var rule in options.Rules)
                {
                    if (stop.IsCancellationRequested) yield break;
                    if (Measure(rule, model, task, tree, adam, fused, options.Rounds, skipped) is { } row) yield return row;
                }
            }
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private static OptimizerRow MeasureReference(string model, ITask task, optim.Optimizer adam, LearnedOptimizer fused, int rounds)
    {
        Warm(adam);
        Warm(fused);
        var times = Rounds(rounds, adam, fused);
        return new OptimizerRow(Reference, model, task.Space.ParameterCount, 1e3 * Median(times, round => round[0]), 1, Median(times, round => round[0] / round[1]), 2 * sizeof(float), null);
    }

    private static OptimizerRow? Measure(string rule, string model, ITask task, nn.Module tree, optim.Optimizer adam, LearnedOptimizer fused, int rounds, Action<string> skipped)
    {
        try
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            using var optimizer = Make(rule, task, tree);
            Warm(optimizer);
            var bytes = Math.Max(0, GC.GetTotalMemory(forceFullCollection: true) - before);
            var times = Rounds(rounds, adam, fused, optimizer);
            var seconds = Median(times, round => round[2]);
            return new OptimizerRow(rule, model, task.Space.ParameterCount, 1e3 * seconds, Median(times, round => round[2] / round[0]),
                Median(times, round => round[2] / round[1]), (double)bytes / task.Space.ParameterCount, TermByTerm(rule, task) / seconds);
        }
        catch (ArgumentException fault)
        {
            skipped($"{rule} on {model}: {fault.Message}");
            return null;
        }
    }

    private static LearnedOptimizer Make(string name, ITask task, nn.Module tree) => new(Load(name, task), tree, lr: Rate, space: task.Space);

    private static RuleFile Load(string name, ITask task)
    {
        if (PretrainedWeights.Names.Contains(name)) return PretrainedWeights.Read(name);
        var rule = name == "unf-adam-32" ? UpdateRules.Create("unf-adam", """{"Channels": 32}""") : UpdateRules.Create(name, null, task.Space);
        var theta = new float[rule.Theta.Count];
        rule.Initialize(theta, Random.At("theta"));
        return new RuleFile(rule, theta, new Dictionary<string, string>());
    }

    // The JIT compiles a method again after thirty calls, in the background, and once more with what it has counted meanwhile: until then a step
    // of a million parameters was seen to take twice as long.
    private static void Warm(optim.Optimizer optimizer)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 2 || (i < 100 && clock.Elapsed.TotalSeconds < 2); i++) optimizer.step();
    }

    /// <summary>Seconds of a step of each optimizer, which take turns: [round][optimizer].</summary>
    private static double[][] Rounds(int rounds, params optim.Optimizer[] optimizers)
    {
        int[] repeats = [.. optimizers.Select(optimizer => (int)Math.Clamp(RoundSeconds / Time(optimizer, 1), 1, 1000))];
        return [.. Enumerable.Range(0, rounds).Select(_ => optimizers.Select((optimizer, i) => Time(optimizer, repeats[i])).ToArray())];
    }

    private static double Time(optim.Optimizer optimizer, int repeats)
    {
        var begin = Now();
        for (var i = 0; i < repeats; i++) optimizer.step();
        return Math.Max(1e-9, (Now() - begin).TotalSeconds / repeats);
    }

    // A step is one thread's work: its processor time is what it would take if nobody else used the machine. Windows counts it too coarsely.
    private static TimeSpan Now() => OperatingSystem.IsWindows() ? Stopwatch.GetElapsedTime(0) : Environment.CpuUsage.TotalTime;

    /// <summary>Seconds of the functional that the paper's rule evaluates, once; null where it is not that rule or too large.</summary>
    private static double? TermByTerm(string rule, ITask task)
    {
        if (rule != "unf" || task.Space.ParameterCount > LargestTermByTerm) return null;
        var model = FunctionalModel.Hybrid(task.Space);
        var theta = new float[model.ThetaCount];
        model.Initialize(theta, Random.At("theta"));
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var plain = new TermByTermTorch(model, theta);
        Tensor[] features = [.. task.Space.Tensors.Select(weight => randn([model.InputChannels, .. weight.Shape]))];
        var times = new double[2];
        for (var i = 0; i < times.Length; i++)
        {
            using var inner = NewDisposeScope();
            var begin = Now();
            _ = plain.Evaluate(features);
            times[i] = (Now() - begin).TotalSeconds;
        }

        return times.Min();
    }

    private static double Median(double[][] rounds, Func<double[], double> value)
    {
        double[] sorted = [.. rounds.Select(value).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
