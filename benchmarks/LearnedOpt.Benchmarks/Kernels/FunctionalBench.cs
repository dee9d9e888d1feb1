using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LearnedOpt.Functionals;
using LearnedOpt.Kernels;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Benchmarks.Kernels;

/// <summary>One functional on one weight space; times are nanoseconds per parameter, one thread. <see cref="FunctionalReport.Definitions"/> says how each is counted.</summary>
/// <param name="Space">The weight space.</param>
/// <param name="Parameters">Its elements.</param>
/// <param name="TermByTermNs">Torch operators, one basis term after the other, reading all input channels.</param>
/// <param name="FactoredNs">Torch operators, factored, reading all input channels.</param>
/// <param name="FusedNs">The fused kernels, told which input channels are constant.</param>
/// <param name="Ratio">Term by term over fused.</param>
/// <param name="PeakFraction">Multiply-adds of the elements' own products that are executed, over what the machine could do at most in that time.</param>
/// <param name="PlanFraction">The same for all products that the factored plan needs: those of means and of other tensors too.</param>
/// <param name="TwoThreadsNs">The fused kernels on two threads.</param>
/// <param name="HiddenCopies">Memory kept between sweeps, in copies of 32 channels of every parameter.</param>
/// <param name="AllChannels">The fused kernels, told nothing of constants: they read and multiply all input channels.</param>
public sealed record FunctionalRow(
    string Space, long Parameters, double TermByTermNs, double FactoredNs, double FusedNs, double Ratio, double PeakFraction, double PlanFraction, double TwoThreadsNs, double HiddenCopies,
    AllChannelsRow AllChannels);

/// <summary>The fused kernels without folding, in the same run.</summary>
/// <inheritdoc cref="FunctionalRow"/>
public sealed record AllChannelsRow(double FusedNs, double Ratio, double PeakFraction);

/// <summary>Fused time of a network of this size, tied coefficients, nanoseconds per parameter.</summary>
public sealed record FunctionalPoint(long Parameters, double FusedNs);

/// <summary>What <see cref="FunctionalBench"/> measured.</summary>
/// <param name="Rows">Every layer equivariant, full coefficients.</param>
/// <param name="HybridRows">Only the last layer equivariant, as in the paper's optimizer.</param>
/// <param name="TensorsSlope">Exponent of the fused time against the number of tensors, at equal parameters.</param>
/// <param name="ParametersSlope">Exponent of the fused time against the number of parameters.</param>
public sealed record FunctionalReport(IReadOnlyList<FunctionalRow> Rows, IReadOnlyList<FunctionalRow> HybridRows, double TensorsSlope, double ParametersSlope)
{
    /// <summary>The times behind <see cref="ParametersSlope"/>.</summary>
    public IReadOnlyList<FunctionalPoint> ParameterPoints { get; init; } = [];

    /// <summary>How the figures are counted.</summary>
    public IReadOnlyDictionary<string, string> Definitions { get; } = new Dictionary<string, string>
    {
        ["inputs"] = $"{FunctionalBench.InputChannels} channels for each element, the last {FunctionalBench.ConstantChannels} of them features of time: one value for all elements",
        ["termByTermNs"] = "the definition, with torch operators, on all input channels, as published code does it",
        ["factoredNs"] = "the factored plan with torch operators, on all input channels",
        ["fusedNs"] = $"the same function and theta on the fused kernels, which get the {FunctionalBench.ConstantChannels} values apart, new at each evaluation, and fold them into biases; the time to do so is included",
        ["allChannels"] = "the fused kernels when they are not told that channels are constant, and read and multiply all of them",
        ["times"] = "medians of rounds in which all take turns; each begins its turn with an evaluation that does not count",
        ["ratio"] = "termByTermNs / fusedNs",
        ["peakFraction"] = "multiply-adds that are executed for the products of each element with itself, over those of the measured peak in the same time: "
            + $"{FunctionalBench.InputChannels - FunctionalBench.ConstantChannels}-32-32-32-1 channels where constants are folded, {FunctionalBench.InputChannels}-32-32-32-1 in allChannels",
        ["planFraction"] = "the same with the products of means, and of other tensors of the same symmetries, counted too",
    };

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <summary>The report as a table.</summary>
    public void Print(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        CultureInfo culture = CultureInfo.InvariantCulture;
        foreach (var (title, rows) in new[] { ("every layer equivariant", Rows), ("last layer equivariant", HybridRows) })
        {
            output.WriteLine(string.Create(culture, $"{title,-24}{"parameters",10}{"term by term",14}{"factored",10}{"fused",8}{"2 threads",11}  ns/parameter{"ratio",7}{"peak",6}{"plan",6}{"copies",8}  all channels:{"fused",7}{"ratio",7}{"peak",6}"));
            foreach (FunctionalRow row in rows)
            {
                output.Write(string.Create(culture, $"{row.Space,-24}{row.Parameters,10}{row.TermByTermNs,14:f0}{row.FactoredNs,10:f0}{row.FusedNs,8:f1}{row.TwoThreadsNs,11:f1}{row.Ratio,21:f0}{row.PeakFraction,6:p0}{row.PlanFraction,6:p0}{row.HiddenCopies,8:f2}"));
                output.WriteLine(string.Create(culture, $"{row.AllChannels.FusedNs,22:f1}{row.AllChannels.Ratio,7:f0}{row.AllChannels.PeakFraction,6:p0}"));
            }
        }

        foreach ((string figure, string definition) in Definitions)
            output.WriteLine($"{figure}: {definition}");
        foreach (FunctionalPoint point in ParameterPoints)
            output.WriteLine(string.Create(culture, $"{point.Parameters,12} parameters: {point.FusedNs:f1} ns each"));
        output.WriteLine(string.Create(culture, $"fused time grows with parameters^{ParametersSlope:f2} and, at equal parameters, with tensors^{TensorsSlope:f2}"));
    }
}

/// <summary>Measures the three evaluators of the 4-layer, 32-channel functional (19-32-32-32-1) against each other in one run.</summary>
public static class FunctionalBench
{
    /// <summary>Input channels of the functional.</summary>
    public const int InputChannels = 19;

    private static readonly CounterRandom Random = new(7);

    /// <summary>How many of them, the last, are constant: the features of time.</summary>
    public static int ConstantChannels => TimeFeatures.Count;

    /// <summary>Runs everything on one thread.</summary>
    /// <param name="rounds">Rounds, in which all measurements take turns; medians count, of times as of ratios.</param>
    /// <param name="largest">Parameters of the largest space for the slope.</param>
    /// <param name="stop">Ends it with an <see cref="OperationCanceledException"/>.</param>
    public static FunctionalReport Run(int rounds = 7, long largest = 10_000_000, CancellationToken stop = default)
    {
        int threads = get_num_threads();
        set_num_threads(1);
        using var guard = no_grad();
        try
        {
            var points = ParameterPoints(rounds, largest, stop);
            return new FunctionalReport(
                [.. KernelBench.Spaces().Select(entry => Row(entry.Name, FunctionalModel.Deep(entry.Space, LayerKind.Full), rounds, stop))],
                [.. KernelBench.Spaces().Select(entry => Row(entry.Name, FunctionalModel.Hybrid(entry.Space), rounds, stop))],
                TensorsSlope(rounds, stop),
                Slope([.. points.Select(point => (Math.Log(point.Parameters), Math.Log(point.FusedNs * point.Parameters)))]))
            {
                ParameterPoints = points,
            };
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private static FunctionalRow Row(string name, FunctionalModel model, int rounds, CancellationToken stop)
    {
        long parameters = model.Space.ParameterCount;
        float[] theta = Theta(model), values = Features(parameters, InputChannels);
        using var scope = NewDisposeScope();
        using var evaluator = new TorchEvaluator(model);
        using var plain = new TermByTermTorch(model, theta);
        var (weights, packed) = (tensor(theta), tensor(values).reshape(1, model.InputChannels, parameters));
        Tensor[] unpacked = [.. FeaturePacking.Unpack(model.Space, packed).Select(feature => feature[0].contiguous())];
        using var fused = new FusedRun(model, theta, values, 1, ConstantChannels);
        using var two = new FusedRun(model, theta, values, 2, ConstantChannels);
        using var all = new FusedRun(model, theta, values, 1, 0);
        void Term() => InScope(() => _ = plain.Evaluate(unpacked));
        void Factored() => InScope(() => _ = evaluator.Evaluate(weights, packed));
        Term();
        using (Tensor expected = evaluator.Evaluate(weights, packed))
        {
            foreach (FusedRun run in new[] { fused, two, all })
                run.RequireResult(expected, name);
        }

        var times = new double[rounds][];
        for (int round = 0; round < rounds; round++)                   // they take turns, so that what else the machine does meets them alike
        {
            stop.ThrowIfCancellationRequested();
            times[round] = [Time(Term, 1), Time(Factored, 1), FmaPeak.Measure(SimdPaths.Best), fused.Seconds(), two.Seconds(), all.Seconds()];
        }

        double Nanoseconds(int column) => 1e9 * Median(times, round => round[column]) / parameters;
        double Fraction(int column, int constants, bool own) => Median(times, round => Operations(model, constants, own) / round[column] / round[2]);
        return new FunctionalRow(
            name, parameters, Nanoseconds(0), Nanoseconds(1), Nanoseconds(3), Median(times, round => round[0] / round[3]),
            Fraction(3, ConstantChannels, own: true), Fraction(3, ConstantChannels, own: false), Nanoseconds(4), fused.HiddenCopies,
            new AllChannelsRow(Nanoseconds(5), Median(times, round => round[0] / round[5]), Fraction(5, 0, own: true)));
    }

    /// <summary>Two for each multiply-add that is executed when so many input channels are folded: of each element's own products, or of all that the plan needs.</summary>
    private static double Operations(FunctionalModel model, int constants, bool own) => model.Layers.Sum(layer =>
    {
        Coefficients coefficients = layer.Plan.Coefficients;
        double products = own ? model.Space.ParameterCount : layer.Plan.Outputs.Sum(output => output.Patterns.Sum(pattern => (double)pattern.Pattern.Count * pattern.Contributions.Count));
        return 2.0 * (coefficients.InputChannels - (layer == model.Layers[0] ? constants : 0)) * coefficients.OutputChannels * products;
    });

    // Normal values, and behind them the time at step 100 for every element.
    private static float[] Features(long parameters, int channels)
    {
        var values = new float[channels * parameters];
        Random.At("features").Fill(values);
        float[] time = Time();
        for (int c = 0; c < time.Length && channels == InputChannels; c++)
            values.AsSpan((int)((InputChannels - time.Length + c) * parameters), (int)parameters).Fill(time[c]);
        return values;
    }

    private static float[] Time()
    {
        var time = new float[ConstantChannels];
        TimeFeatures.Fill(100, long.MaxValue, time);
        return time;
    }

    /// <summary>2 to 64 layers of about 100,000 parameters together, tied coefficients.</summary>
    private static double TensorsSlope(int rounds, CancellationToken stop)
    {
        var points = new List<(double X, double Y)>();
        foreach (int layers in new[] { 2, 4, 8, 16, 32, 64 })
        {
            int width = (int)Math.Round(Math.Sqrt(100_000.0 / layers));
            WeightSpace space = PaperSpaces.Mlp([.. Enumerable.Repeat(width, layers + 1)]);
            points.Add((Math.Log(space.Tensors.Count), Math.Log(Point(space, rounds, stop).FusedNs)));
        }

        return Slope(points);
    }

    private static List<FunctionalPoint> ParameterPoints(int rounds, long largest, CancellationToken stop)
    {
        var points = new List<FunctionalPoint>();
        for (double parameters = 1e3; parameters <= largest; parameters *= 10)
        {
            int width = (int)Math.Round(Math.Sqrt(parameters / 2));
            points.Add(Point(PaperSpaces.Mlp(width, width, width), parameters > 1e6 ? 2 : rounds, stop));
        }

        return points;
    }

    private static FunctionalPoint Point(WeightSpace space, int rounds, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        FunctionalModel model = FunctionalModel.Deep(space, LayerKind.Tied, InputChannels);
        using var fused = new FusedRun(model, Theta(model), Features(space.ParameterCount, InputChannels - ConstantChannels), 1, ConstantChannels);
        double[][] times = [.. Enumerable.Range(0, rounds).Select(_ => new[] { fused.Seconds() })];
        return new FunctionalPoint(space.ParameterCount, 1e9 * Median(times, round => round[0]) / space.ParameterCount);
    }

    private static double Slope(List<(double X, double Y)> points)
    {
        double x = points.Average(point => point.X), y = points.Average(point => point.Y);
        return points.Sum(point => (point.X - x) * (point.Y - y)) / points.Sum(point => (point.X - x) * (point.X - x));
    }

    private static float[] Theta(FunctionalModel model)
    {
        var theta = new float[model.ThetaCount];
        model.Initialize(theta, Random.At("theta"));
        return theta;
    }

    private static void InScope(Action action)
    {
        using var scope = NewDisposeScope();
        action();
    }

    private static double Median(double[][] rounds, Func<double[], double> value)
    {
        double[] sorted = [.. rounds.Select(value).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    // The first call does not count: before it the caches hold what others left in their turns.
    private static double Time(Action action, int repeats)
    {
        action();
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++)
            action();
        return Stopwatch.GetElapsedTime(begin).TotalSeconds / repeats;
    }

    /// <summary>A functional on the fused kernels, compiled and warm.</summary>
    private sealed class FusedRun : IDisposable
    {
        private readonly FusedEvaluator evaluator;
        private readonly float[] values, result, time = Time();
        private readonly int features, repeats;

        public FusedRun(FunctionalModel model, float[] theta, float[] values, int threads, int constantChannels)
        {
            evaluator = new FusedEvaluator(model, SimdPaths.Best, threads, constantChannels);
            evaluator.Bind(theta);
            (this.values, result) = (values, new float[model.OutputChannels * model.Space.ParameterCount]);
            features = (int)((InputChannels - constantChannels) * model.Space.ParameterCount);
            repeats = (int)Math.Clamp(200_000 / model.Space.ParameterCount, 1, 1000);
            for (int phase = 0; phase < 3; phase++)
            {
                // The JIT counts thirty calls, compiles in the background, and does it again for what it then knows. A large space calls often enough in one.
                for (int i = 0; i < (model.Space.ParameterCount < 1_000_000 ? 30 : 1); i++)
                    Run();
                Thread.Sleep(200);
            }

            HiddenCopies = evaluator.HiddenBytes / (4.0 * 32 * model.Space.ParameterCount);
        }

        /// <summary>Memory kept between sweeps, in copies of 32 channels of every parameter.</summary>
        public double HiddenCopies { get; }

        /// <summary>Seconds of one evaluation.</summary>
        public double Seconds() => FunctionalBench.Time(Run, repeats);

        /// <summary>What is measured must be the same function.</summary>
        public void RequireResult(Tensor expected, string space)
        {
            using Tensor actual = tensor(result).reshape(expected.shape), difference = (actual - expected).abs().max(), largest = expected.abs().max();
            double error = difference.ToDouble() / largest.ToDouble();
            if (!(error <= 1e-5))
                throw new InvalidOperationException($"the fused result on '{space}' must be that of the torch operators to 1e-5; it differs by {error:g3} of the largest.");
        }

        public void Dispose() => evaluator.Dispose();

        private void Run()
        {
            if (evaluator.ConstantChannels > 0)
                evaluator.SetConstants(time);
            evaluator.Evaluate(values.AsSpan(0, features), result);
        }
    }
}
