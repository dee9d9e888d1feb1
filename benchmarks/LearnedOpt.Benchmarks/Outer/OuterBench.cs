using System.Globalization;
using LearnedOpt.MetaTraining.Service;
using LearnedOpt.MetaTraining.Workers;
using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Benchmarks.Outer;

/// <summary>What to measure.</summary>
public sealed record OuterBenchOptions
{
    /// <summary>Task names.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = ["mlp/mnist-8", "cnn/cifar-16", "rnn/bytes-16", "transformer/words-8"];

    /// <summary>Estimators; backpropagation runs under Adam, the others under unf-adam with 32 channels.</summary>
    public IReadOnlyList<string> Estimators { get; init; } = ["nres", "pes", "truncated-es", "full-es"];

    /// <summary>Numbers of threads in this process.</summary>
    public IReadOnlyList<int> Threads { get; init; } = [1, 2];

    /// <summary>Numbers of workers, of one thread each, for the first estimator and task; none without a broker.</summary>
    public IReadOnlyList<int> Workers { get; init; } = [1, 2, 4];

    /// <summary>Where workers meet their coordinator; null: no such rows.</summary>
    public BrokerAddress? Broker { get; init; }

    /// <summary>Antithetic pairs.</summary>
    public int Pairs { get; init; } = 16;

    /// <summary>Rounds of each row.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Least length of a round in seconds.</summary>
    public double RoundSeconds { get; init; } = 0.5;
}

/// <summary>
/// Measures the outer loop. The rows of one estimator and task take turns, round by round, so that whatever else the machine
/// does meets all of them.
/// </summary>
public static class OuterBench
{
    private const int Window = 20;

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
        var configuration = Configure(estimator, task, options.Pairs);
        using var tasks = new TaskSet(configuration, folder);
        var cells = new List<OuterCell>();
        try
        {
            foreach (var threads in options.Threads) cells.Add(OuterCell.Here(configuration, tasks, threads));
            if (withWorkers && options.Broker is { } broker)
                foreach (var workers in options.Workers) cells.Add(OuterCell.OnWorkers(configuration, tasks, folder, broker, workers));
            foreach (var cell in cells) cell.WarmUp();
            for (var round = 0; round < options.Rounds && !stop.IsCancellationRequested; round++)
                foreach (var cell in cells) cell.Run(options.RoundSeconds);
            return [.. cells.Select(cell => new OuterRow(estimator, task, cell.Threads, cell.Workers, Median(cell.Rates), Median(cell.Overheads),
                Median([.. cell.Rates.Zip(cells[0].Rates, (rate, first) => rate / first)]), cell.BytesPerStep, cell.Steps))];
        }
        finally
        {
            foreach (var cell in cells) cell.Dispose();
        }
    }

    private static RunConfiguration Configure(string estimator, string task, int pairs)
    {
        var (whole, backprop) = (estimator.StartsWith("full", StringComparison.Ordinal), estimator.EndsWith("backprop", StringComparison.Ordinal));
        return RunConfiguration.Read("bench", ConfigurationText.Parse("bench", "{}",
        [
            $"tasks={task}", $"estimator.name={estimator}", $"estimator.pairs={pairs}", string.Create(CultureInfo.InvariantCulture, $"estimator.window={Window}"),
            .. whole ? (string[])["horizon.schedule=constant", $"horizon.longest={2 * Window}"] : [],
            .. backprop ? (string[])["rule.name=adam"] : ["rule.settings.Channels=32"],
            "limit.steps=1000000",
        ]));
    }

    private static double Median(IReadOnlyList<double> values) => values.Count == 0 ? double.NaN : values.Order().ElementAt(values.Count / 2);
}
