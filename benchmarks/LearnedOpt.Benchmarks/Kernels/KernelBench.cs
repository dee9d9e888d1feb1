using System.Diagnostics;
using LearnedOpt.Kernels;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Benchmarks.Kernels;

/// <summary>One thing measured against the machine's peak, in the same run.</summary>
/// <param name="Name">What ran.</param>
/// <param name="Parameters">Elements in one run.</param>
/// <param name="NanosecondsPerParameter">Best time of a run over its elements.</param>
/// <param name="Gigaflops">Multiply-adds of the network's layers alone, times two.</param>
/// <param name="PeakFraction">Median, over rounds, of this rate over the peak measured in the same round.</param>
public sealed record KernelRow(string Name, long Parameters, double NanosecondsPerParameter, double Gigaflops, double PeakFraction);

/// <summary>Measures the fused kernels: single layers, and whole steps of the rules on weight spaces.</summary>
public static unsafe class KernelBench
{
    /// <summary>Writes the rows as a table.</summary>
    public static void Print(TextWriter output, int rounds = 15, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine($"{"",-44}{"parameters",11}{"ns/parameter",14}{"GFLOP/s",9}{"peak",6}");
        foreach (KernelRow row in Run(rounds, stop))
            output.WriteLine(FormattableString.Invariant($"{row.Name,-44}{row.Parameters,11}{row.NanosecondsPerParameter,14:f2}{row.Gigaflops,9:f1}{row.PeakFraction,6:p0}"));
    }

    /// <summary>Runs all rows, interleaved with the peak.</summary>
    /// <param name="rounds">Rounds; a row's time is the best of them.</param>
    /// <param name="stop">Ends it with an <see cref="OperationCanceledException"/>.</param>
    public static IReadOnlyList<KernelRow> Run(int rounds = 15, CancellationToken stop = default)
    {
        var rows = new List<KernelRow>();
        foreach (SimdPath path in SimdPaths.Supported)
            rows.Add(Measure($"layer 32-32, {path}", path, 96, 2 * 32 * 32, rounds, Layer(path)));
        foreach (string rule in UpdateRules.Names)
        {
            foreach ((string name, WeightSpace space) in Spaces())
            {
                stop.ThrowIfCancellationRequested();
                rows.Add(Step(rule, name, space, rounds));
            }
        }

        return rows;
    }

    /// <summary>The weight spaces that figures are given for.</summary>
    internal static IEnumerable<(string Name, WeightSpace Space)> Spaces() =>
    [
        ("MLP 64-32-10", PaperSpaces.Mlp()),
        ("MLP 784-128-128-10", PaperSpaces.Mlp(784, 128, 128, 10)),
        ("CNN 3-16-32-10", PaperSpaces.Cnn()),
        ("RNN 256-32-64", PaperSpaces.Rnn()),
        ("Transformer 2 x 32/128", PaperSpaces.Transformer()),
    ];

    private static Action Layer(SimdPath path)
    {
        var (layer, kernels) = (new DenseLayer(32, 32), KernelSet.For(path));
        var weights = new float[32 * 32];
        new CounterRandom(1).Fill(weights);
        layer.Pack(weights);
        FloatBuffer x = new(32 * 112), y = new(32 * 112);
        new CounterRandom(2).Fill(x.Span);
        return () => kernels.Dense(x.Pointer, 112, layer, SumBegin.Bias(layer.Bias), y.Pointer, 112, 96, relu: true);
    }

    private static KernelRow Step(string name, string spaceName, WeightSpace space, int rounds)
    {
        IUpdateRule rule = UpdateRules.Create(name, null, space);
        var theta = new float[rule.Theta.Count];
        rule.Initialize(theta, new CounterRandom(3));
        using IStepper stepper = rule.CreateStepper(space);
        stepper.Bind(theta);
        var slices = new ParameterSlice[space.Tensors.Count];
        var memory = new List<FloatBuffer>();
        for (int t = 0; t < slices.Length; t++)
        {
            FloatBuffer weight = new(space.Tensors[t].Count), gradient = new(space.Tensors[t].Count);
            new CounterRandom(4).At((ulong)t).Fill(weight.Span);
            new CounterRandom(5).At((ulong)t).Fill(gradient.Span);
            memory.AddRange([weight, gradient]);
            slices[t] = new ParameterSlice(weight.Pointer, gradient.Pointer, weight.Length);
        }

        long step = 0;
        KernelRow row = Measure($"{name}, {spaceName}", SimdPaths.Best, space.ParameterCount, rule.OperationsPerParameter(), rounds, () => stepper.Step(slices, step++, 1e-3f));
        GC.KeepAlive(memory);
        return row;
    }

    private static KernelRow Measure(string name, SimdPath path, long elements, double operations, int rounds, Action action)
    {
        int repeats = 1;
        while (Time(action, repeats) < 1e-3)
            repeats *= 2;
        var fractions = new double[rounds];
        double best = double.MaxValue;
        for (int round = 0; round < rounds; round++)
        {
            double peak = FmaPeak.Measure(path);
            double seconds = Time(action, repeats) / repeats;
            fractions[round] = elements * operations / seconds / peak;
            best = Math.Min(best, seconds);
        }

        Array.Sort(fractions);
        return new KernelRow(name, elements, best / elements * 1e9, elements * operations / best / 1e9, fractions[rounds / 2]);
    }

    /// <summary>Operations of the matrices that every element is multiplied by.</summary>
    private static double OperationsPerParameter(this IUpdateRule rule) => rule.Theta.Arrays
        .Where(array => array.Name.EndsWith(".weight", StringComparison.Ordinal))
        .Sum(array => 2.0 * array.Shape[^2] * array.Shape[^1]);

    private static double Time(Action action, int repeats)
    {
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++)
            action();
        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }
}
