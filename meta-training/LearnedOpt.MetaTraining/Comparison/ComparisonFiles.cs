using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LearnedOpt.Checkpoints;

namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>The numbers of a comparison on disk: every run as CSV and JSON, every learning curve as CSV.</summary>
public static class ComparisonFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Converters = { new FiniteOrNull() },
    };

    /// <summary>
    /// <c>comparison.json</c>: rows of every run, one summary an optimizer and task, and for each task the loss to reach;
    /// <c>baseline</c> is that of the first task.
    /// </summary>
    public static void WriteJson(string path, IReadOnlyList<ComparisonResult> results) => AtomicFile.WriteText(path, JsonSerializer.Serialize(new
    {
        Baseline = results[0].Baseline,
        Baselines = results.Select(result => new { result.Task, Optimizer = result.BaselineName, FinalLoss = result.Baseline }),
        Rows = results.SelectMany(result => result.Rows()),
        Summary = results.SelectMany(result => result.Summaries()),
    }, Json));

    /// <summary>One line a run.</summary>
    public static void WriteRows(string path, IReadOnlyList<ComparisonResult> results)
    {
        var text = new StringBuilder("task,optimizer,learningRate,seed,finalLoss,stepsToBaseline,speedup\n");
        foreach (var row in results.SelectMany(result => result.Rows()))
            text.AppendLine(CultureInfo.InvariantCulture, $"{row.Task},{row.Optimizer},{row.LearningRate},{row.Seed},{row.FinalLoss},{row.StepsToBaseline},{row.Speedup}");
        AtomicFile.WriteText(path, text.ToString());
    }

    /// <summary>Every learning curve, in wide form: a column a run, a line a step; NaN where a run had diverged.</summary>
    public static void WriteCurves(string path, ComparisonResult result)
    {
        var runs = result.Best.Values.SelectMany(best => best).ToList();
        var text = new StringBuilder("step");
        foreach (var run in runs) text.Append(CultureInfo.InvariantCulture, $",{run.Contender.Name} lr={run.Contender.LearningRate} seed={run.Seed}");
        for (var step = 0; step < runs.Max(run => run.Losses.Length); step++)
        {
            text.Append('\n').Append(step);
            foreach (var run in runs) text.Append(',').Append(step < run.Losses.Length ? run.Losses[step].ToString("G6", CultureInfo.InvariantCulture) : "");
        }

        AtomicFile.WriteText(path, text.Append('\n').ToString());
    }
}
