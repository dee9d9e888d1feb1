using System.Diagnostics;
using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Service;
using LearnedOpt.MetaTraining.Workers;
using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Benchmarks.Outer;

/// <summary>What to measure.</summary>
public sealed record OuterBenchOptions
{
    /// <summary>Task names.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = ["mlp/mnist-8", "cnn/cifar-16", "rnn/bytes-16", "transformer/words-8"];

    /// <summary>Estimators of unf-adam's meta-gradient, with 32 channels.</summary>
    public IReadOnlyList<string> Estimators { get; init; } = [.. GradientEstimators.Names];

    /// <summary>Numbers of threads in this process.</summary>
    public IReadOnlyList<int> Threads { get; init; } = [1, 2];

    /// <summary>Numbers of workers, of one thread each, for the first estimator and task; none without a broker.</summary>
    public IReadOnlyList<int> Workers { get; init; } = [1, 2, 4];

    /// <summary>Where workers meet their coordinator; null: no such rows.</summary>
    public BrokerAddress? Broker { get; init; }

    /// <summary>Antithetic pairs; null: as many as make <see cref="Slots"/> slots, which four threads can share evenly.</summary>
    public int? Pairs { get; init; }

    /// <summary>What all rows together take, about; each has at least one outer step.</summary>
    public double Minutes { get; init; } = 2;

    internal const int Slots = 4, Rounds = 5;

    /// <summary>Seconds of a round of a row.</summary>
    internal double RoundSeconds => 60 * Minutes / Rounds / (Tasks.Count * Estimators.Count * Threads.Count + (Broker is null ? 0 : Workers.Count));
}

/// <summary>
/// Measures the outer loop. The rows of one estimator and task take turns, round by round, so that whatever else the machine
/// does meets all of them.
/// </summary>
public static class OuterBench
{
    // Backpropagation keeps all activations of an unroll, twice differentiated.
    private const int Window = 20, BackpropWindow = 4;

    /// <param name="options">What to measure.</param>
    /// <param name="folder">Where data are.</param>
    /// <param name="stop">Ends after the round at hand.</param>
    public static IEnumerable<OuterRow> Run(OuterBenchOptions options, DataFolder folder, CancellationToken stop)
    {
        foreach (var task in options.Tasks)
        {
            foreach (var estimator in options.Estimators)
            {
                if (stop.IsCancellationRequested) yield break;
                var isFirst = task == options.Tasks[0] && estimator == options.Estimators[0];
                foreach (var row in Measure(estimator, task, isFirst, options, folder, stop)) yield return row;
            }
        }
    }

    private static List<OuterRow> Measure(string estimator, string task, bool withWorkers, OuterBenchOptions options, DataFolder folder, CancellationToken stop)
    {
        var configuration = Configure(estimator, task, options.Pairs ?? PairsOf(estimator, task, folder));
        using var tasks = new TaskSet(configuration, folder);
        var cells = new List<OuterCell>();
        try
        {
            foreach (var threads in options.Threads) cells.Add(OuterCell.Here(configuration, tasks, threads));
            if (withWorkers && options.Broker is { } broker)
                foreach (var workers in options.Workers) cells.Add(OuterCell.OnWorkers(configuration, tasks, folder, broker, workers));
            foreach (var cell in cells)
                if (!stop.IsCancellationRequested) cell.WarmUp(TimeSpan.FromSeconds(Math.Min(2, options.RoundSeconds)));
            // What is slow has one round of one step.
            var budget = Stopwatch.StartNew();
            for (var round = 0; round < OuterBenchOptions.Rounds && (round == 0 || budget.Elapsed.TotalSeconds < OuterBenchOptions.Rounds * cells.Count * options.RoundSeconds); round++)
                foreach (var cell in cells)
                    if (!stop.IsCancellationRequested) cell.Run(options.RoundSeconds);
            return [.. cells.Where(cell => cell.Rates.Count > 0).Select(cell => new OuterRow(estimator, task, cell.Threads, cell.Workers, Median(cell.Rates), Median(cell.Overheads), Median(cell.Idle),
                Median([.. cell.Rates.Zip(cells[0].Rates, (rate, first) => rate / first)]), cell.BytesPerStep, cell.Steps))];
        }
        finally
        {
            foreach (var cell in cells) cell.Dispose();
        }
    }

    private static int PairsOf(string estimator, string task, DataFolder folder)
    {
        using var one = new TaskSet(Configure(estimator, task, 1), folder);
        var chunk = one.Tasks[0].ChunkSize;
        return OuterBenchOptions.Slots * (GradientEstimators.IsBackprop(estimator) ? Math.Min(chunk, BackpropEstimator.MostParticles) : Math.Max(1, chunk / (estimator == "truncated-es" ? 3 : 2)));
    }

    private static RunConfiguration Configure(string estimator, string task, int pairs)
    {
        var window = GradientEstimators.IsBackprop(estimator) ? BackpropWindow : Window;
        return RunConfiguration.Read("bench", ConfigurationText.Parse("bench", "{}",
        [
            $"tasks={task}", $"estimator.name={estimator}", $"estimator.pairs={pairs}", $"estimator.window={window}",
            .. estimator.StartsWith("full", StringComparison.Ordinal) ? (string[])["horizon.schedule=constant", $"horizon.longest={2 * window}"] : [],
            "rule.settings.Channels=32", "limit.steps=1000000",
        ]));
    }

    private static double Median(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);
}
