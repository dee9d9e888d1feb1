using System.Globalization;
using System.Text;
using System.Text.Json;
using LearnedOpt.Checkpoints;

namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>The numbers of a comparison on disk: every run as CSV and JSON, every learning curve as CSV.</summary>
public static class ComparisonFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new FiniteOrNull() } };

    /// <summary>
    /// Writes <c>comparison.json</c>, <c>comparison.csv</c>, <c>sweep.csv</c>, <c>comparison.md</c> and for each task <c>curves-TASK.csv</c>
    /// into a folder that exists.
    /// </summary>
    /// <exception cref="IOException">A file cannot be written; the message names it.</exception>
    public static void Write(string folder, ComparisonOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        AtomicFile.WriteText(Path.Combine(folder, "comparison.json"), ToJson(outcome));
        AtomicFile.WriteText(Path.Combine(folder, "comparison.md"), ComparisonTable.Markdown(outcome));
        WriteRows(Path.Combine(folder, "comparison.csv"), outcome.Tasks);
        WriteSweeps(Path.Combine(folder, "sweep.csv"), outcome.Sweeps);
        foreach (var result in outcome.Tasks) WriteCurves(Path.Combine(folder, $"curves-{FileName(result.Task)}.csv"), result);
    }

    /// <summary>
    /// Rows of every run at its chosen rate; <c>summary</c>, one an optimizer over all tasks; <c>tasks</c>, one an optimizer and task; for each
    /// task the loss to reach, <c>baseline</c> being that of the first; every sweep; verdicts and notes.
    /// </summary>
    public static string ToJson(ComparisonOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return JsonSerializer.Serialize(new
        {
            Baseline = outcome.Tasks.Count > 0 ? outcome.Tasks[0].Baseline : double.NaN,
            Baselines = Targets(outcome.Tasks),
            outcome.IsComplete,
            outcome.Plan.Steps,
            outcome.Plan.Seeds,
            outcome.Plan.SweepSeeds,
            outcome.Plan.Seed,
            outcome.Threads,
            outcome.Verdicts,
            outcome.Notes,
            Summary = outcome.Summaries,
            Tasks = outcome.Tasks.SelectMany(result => result.Summaries()),
            PastHorizon = outcome.Tasks.SelectMany(result => HorizonReport.Of(outcome.Plan, result)),
            Rows = outcome.Tasks.SelectMany(result => result.Rows()),
            Sweeps = outcome.Sweeps,
        }, Json);
    }

    /// <summary>As <see cref="ToJson"/>, of results that were swept on the seeds they are compared on, without a summary over tasks.</summary>
    public static void WriteJson(string path, IReadOnlyList<ComparisonResult> results) => AtomicFile.WriteText(path, JsonSerializer.Serialize(new
    {
        Baseline = results[0].Baseline,
        Baselines = Targets(results),
        Rows = results.SelectMany(result => result.Rows()),
        Tasks = results.SelectMany(result => result.Summaries()),
    }, Json));

    /// <summary>One line a run.</summary>
    public static void WriteRows(string path, IReadOnlyList<ComparisonResult> results)
    {
        var text = new StringBuilder("task,optimizer,learningRate,seed,finalLoss,stepsToBaseline,speedup,countedSpeedup,diverged,seconds\n");
        foreach (var row in results.SelectMany(result => result.Rows()))
            text.Append(CultureInfo.InvariantCulture, $"{Quoted(row.Task)},{Quoted(row.Optimizer)},{row.LearningRate},{row.Seed},{row.FinalLoss},{row.StepsToBaseline},{row.Speedup},{row.CountedSpeedup},{(row.Diverged ? 1 : 0)},{row.Seconds:0.####}\n");
        AtomicFile.WriteText(path, text.ToString());
    }

    /// <summary>One line a learning rate that was tried; no final loss where most runs diverged.</summary>
    public static void WriteSweeps(string path, IReadOnlyList<SweepOutcome> sweeps)
    {
        var text = new StringBuilder("task,optimizer,learningRate,medianFinalLoss,diverged,runs,chosen\n");
        foreach (var (sweep, point) in sweeps.SelectMany(sweep => sweep.Points.Select(point => (sweep, point))))
            text.Append(CultureInfo.InvariantCulture, $"{Quoted(sweep.Task)},{Quoted(sweep.Optimizer)},{point.LearningRate},{(double.IsFinite(point.FinalLoss) ? point.FinalLoss : null)},{point.Divergences},{point.Runs},{(point.LearningRate == sweep.Best ? 1 : 0)}\n");
        AtomicFile.WriteText(path, text.ToString());
    }

    /// <summary>Every learning curve, in wide form: a column a run, a line a step; NaN where a run had diverged.</summary>
    public static void WriteCurves(string path, ComparisonResult result)
    {
        var runs = result.Best.Values.SelectMany(best => best).ToList();
        var text = new StringBuilder("step");
        foreach (var run in runs) text.Append(',').Append(Quoted(string.Create(CultureInfo.InvariantCulture, $"{run.Contender.Name} lr={run.Contender.LearningRate} seed={run.Seed}")));
        for (var step = 0; step < runs.Max(run => run.Losses.Length); step++)
        {
            text.Append('\n').Append(step);
            foreach (var run in runs) text.Append(',').Append(step < run.Losses.Length ? run.Losses[step].ToString("G6", CultureInfo.InvariantCulture) : "");
        }

        AtomicFile.WriteText(path, text.Append('\n').ToString());
    }

    /// <summary>A task's name as part of a file's.</summary>
    public static string FileName(string task) => string.Concat(task.Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '-'));

    private static object Targets(IEnumerable<ComparisonResult> results) => results.Select(result => new { result.Task, Optimizer = result.BaselineName, FinalLoss = result.Baseline });

    private static string Quoted(string cell) => cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
