using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LearnedOpt.Functionals;
using LearnedOpt.Kernels;
using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Benchmarks.Kernels;

/// <summary>One functional on one weight space; times are nanoseconds per parameter, one thread.</summary>
/// <param name="Space">The weight space.</param>
/// <param name="Parameters">Its elements.</param>
/// <param name="TermByTermNs">Torch operators, one basis term after the other.</param>
/// <param name="FactoredNs">Torch operators, factored.</param>
/// <param name="FusedNs">The fused kernels.</param>
/// <param name="Ratio">Term by term over fused.</param>
/// <param name="PeakFraction">Multiply-adds of the elements' own products over what the machine could do at most in that time.</param>
/// <param name="PlanFraction">The same for all products that the factored plan needs: those of means and of other tensors too.</param>
/// <param name="TwoThreadsNs">The fused kernels on two threads.</param>
/// <param name="HiddenCopies">Memory kept between sweeps, in copies of 32 channels of every parameter.</param>
public sealed record FunctionalRow(
    string Space, long Parameters, double TermByTermNs, double FactoredNs, double FusedNs, double Ratio, double PeakFraction, double PlanFraction, double TwoThreadsNs, double HiddenCopies);

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
            output.WriteLine(string.Create(culture, $"{title,-28}{"parameters",10}{"term by term",14}{"factored",10}{"fused",8}{"2 threads",11}  ns/parameter{"ratio",8}{"peak",6}{"plan",6}{"copies",8}"));
            foreach (FunctionalRow row in rows)
                output.WriteLine(string.Create(culture, $"{row.Space,-28}{row.Parameters,10}{row.TermByTermNs,14:f0}{row.FactoredNs,10:f0}{row.FusedNs,8:f1}{row.TwoThreadsNs,11:f1}{row.Ratio,22:f0}{row.PeakFraction,6:p0}{row.PlanFraction,6:p0}{row.HiddenCopies,8:f2}"));
        }

        foreach (FunctionalPoint point in ParameterPoints)
            output.WriteLine(string.Create(culture, $"{point.Parameters,12} parameters: {point.FusedNs:f1} ns each"));
        output.WriteLine(string.Create(culture, $"fused time grows with parameters^{ParametersSlope:f2} and, at equal parameters, with tensors^{TensorsSlope:f2}"));
    }
}

/// <summary>Measures the three evaluators of the 4-layer, 32-channel functional (19-32-32-32-1) against each other in one run.</summary>
public static class FunctionalBench
{
    private static readonly CounterRandom Random = new(7);

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
        float[] theta = Theta(model), values = new float[model.InputChannels * parameters];
        Random.At("features").Fill(values);
        using var scope = NewDisposeScope();
        using var evaluator = new TorchEvaluator(model);
        using var plain = new TermByTermTorch(model, theta);
        var (weights, packed) = (tensor(theta), tensor(values).reshape(1, model.InputChannels, parameters));
        Tensor[] unpacked = [.. FeaturePacking.Unpack(model.Space, packed).Select(feature => feature[0].contiguous())];
        using var fused = new FusedRun(model, theta, values, 1);
        using var two = new FusedRun(model, theta, values, 2);
        void Term() => InScope(() => _ = plain.Evaluate(unpacked));
        void Factored() => InScope(() => _ = evaluator.Evaluate(weights, packed));
        Term();
        Factored();
        var times = new double[rounds][];
        for (int round = 0; round < rounds; round++)                   // they take turns, so that what else the machine does meets them alike
        {
            stop.ThrowIfCancellationRequested();
            times[round] = [Time(Term, 1), Time(Factored, 1), FmaPeak.Measure(SimdPaths.Best), fused.Seconds(), two.Seconds()];
        }

        double operations = model.Layers.Sum(layer => 2.0 * layer.Plan.Coefficients.InputChannels * layer.Plan.Coefficients.OutputChannels) * parameters;
        double Nanoseconds(int column) => 1e9 * Median(times, round => round[column]) / parameters;
        return new FunctionalRow(
            name, parameters, Nanoseconds(0), Nanoseconds(1), Nanoseconds(3), Median(times, round => round[0] / round[3]),
            Median(times, round => operations / round[3] / round[2]), Median(times, round => PlanOperations(model) / round[3] / round[2]), Nanoseconds(4), fused.HiddenCopies);
    }

    private static double PlanOperations(FunctionalModel model) => model.Layers.Sum(layer =>
        2.0 * layer.Plan.Coefficients.InputChannels * layer.Plan.Coefficients.OutputChannels
        * layer.Plan.Outputs.Sum(output => output.Patterns.Sum(pattern => (double)pattern.Pattern.Count * pattern.Contributions.Count)));

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
        FunctionalModel model = FunctionalModel.Deep(space, LayerKind.Tied);
        var values = new float[model.InputChannels * space.ParameterCount];
        Random.Fill(values);
        using var fused = new FusedRun(model, Theta(model), values, 1);
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

    private static double Time(Action action, int repeats)
    {
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++)
            action();
        return Stopwatch.GetElapsedTime(begin).TotalSeconds / repeats;
    }

    /// <summary>A functional on the fused kernels, compiled and warm.</summary>
    private sealed class FusedRun : IDisposable
    {
        private readonly FusedEvaluator evaluator;
        private readonly float[] values, result;
        private readonly int repeats;

        public FusedRun(FunctionalModel model, float[] theta, float[] values, int threads)
        {
            evaluator = new FusedEvaluator(model, SimdPaths.Best, threads);
            evaluator.Bind(theta);
            (this.values, result) = (values, new float[model.OutputChannels * model.Space.ParameterCount]);
            repeats = (int)Math.Clamp(200_000 / model.Space.ParameterCount, 1, 1000);
            for (int phase = 0; phase < 3 && model.Space.ParameterCount < 1_000_000; phase++)
            {
                // The JIT counts thirty calls, compiles in the background, and does it again for what it then knows.
                for (int i = 0; i < 30; i++)
                    evaluator.Evaluate(values, result);
                Thread.Sleep(200);
            }

            HiddenCopies = evaluator.HiddenBytes / (4.0 * 32 * model.Space.ParameterCount);
        }

        /// <summary>Memory kept between sweeps, in copies of 32 channels of every parameter.</summary>
        public double HiddenCopies { get; }

        /// <summary>Seconds of one evaluation.</summary>
        public double Seconds() => Time(() => evaluator.Evaluate(values, result), repeats);

        public void Dispose() => evaluator.Dispose();
    }
}
