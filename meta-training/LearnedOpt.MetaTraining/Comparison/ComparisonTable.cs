using System.Globalization;
using System.Text;

namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>A comparison as tables of text.</summary>
public static class ComparisonTable
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Headings of <see cref="Overall"/>.</summary>
    public static IReadOnlyList<string> OverallColumns(string reference) =>
        ["Optimizer", "Speedup", "95 % interval", $"Reaches {reference}", "Tasks won / lost", "Runs won / lost", "Diverged"];

    /// <summary>Headings of <see cref="OfTask"/>.</summary>
    public static IReadOnlyList<string> TaskColumns(string reference) =>
        ["Optimizer", "Learning rate", "Final loss", $"Steps to {reference}'s", "Speedup", "In seconds", "Step, us", "Diverged"];

    /// <summary>One row an optimizer, the fastest first.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Overall(ComparisonOutcome outcome) =>
    [
        .. outcome.Summaries.OrderByDescending(summary => summary.SpeedupIqm).Select(summary => new List<string>
        {
            summary.Optimizer,
            Number(summary.SpeedupIqm, "0.00"),
            $"{Number(summary.Low, "0.00")} to {Number(summary.High, "0.00")}",
            $"{summary.Reached} of {summary.Tasks}",
            summary.Optimizer == outcome.Plan.Reference ? "-" : $"{summary.Wins} / {summary.Losses}",
            summary.Optimizer == outcome.Plan.Reference ? "-" : $"{summary.RunWins} / {summary.RunLosses}",
            $"{summary.Divergences} of {summary.Runs}",
        }),
    ];

    /// <summary>One row an optimizer on one task, the lowest final loss first.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> OfTask(ComparisonResult result) =>
    [
        .. result.Summaries().OrderBy(summary => summary.FinalLoss).Select(summary => new List<string>
        {
            summary.Optimizer,
            Number(summary.LearningRate, "0.######"),
            Loss(summary.FinalLoss),
            summary.StepsToBaseline?.ToString("N0", Culture) ?? "not reached",
            summary.Speedup is { } speedup ? Number(speedup, "0.00") : $"({Number(summary.CountedSpeedup, "0.00")})",
            summary.SpeedupInSeconds is { } seconds ? Number(seconds, "0.00") : "-",
            Number(summary.MicrosecondsPerStep, "0"),
            $"{summary.Divergences} of {result.Best[summary.Optimizer].Count}",
        }),
    ];

    /// <summary>Headings of <see cref="PastHorizon"/>.</summary>
    public static IReadOnlyList<string> PastHorizonColumns(string reference) =>
        ["Optimizer", "Times its horizon", "Steps", "Loss", $"{reference}'s", "Over its lowest", "Diverged"];

    /// <summary>One row for each whole multiple of its horizon that a learned optimizer ran; none where all runs were shorter.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> PastHorizon(IEnumerable<HorizonRow> rows) =>
    [
        .. rows.Select(row => new List<string>
        {
            row.Optimizer, Number(row.Multiple, "0"), row.Steps.ToString("N0", Culture), Loss(row.Loss), Loss(row.ReferenceLoss), Number(row.Rise, "0.00"), $"{row.Divergences} of {row.Runs}",
        }),
    ];

    /// <summary>Verdict, tables and notes in Markdown.</summary>
    public static string Markdown(ComparisonOutcome outcome)
    {
        var text = new StringBuilder("# Comparison of optimizers\n\n");
        foreach (var verdict in outcome.Verdicts) text.Append(verdict).Append('\n');
        text.Append('\n').Append(ComparisonWords.Protocol(outcome)).Append("\n\n## All tasks\n\n");
        Append(text, OverallColumns(outcome.Plan.Reference), Overall(outcome));
        foreach (var result in outcome.Tasks)
        {
            text.Append(Culture, $"\n## {result.Task}\n\nSwept {result.BaselineName} ends at {Loss(result.Baseline)}.\n\n");
            Append(text, TaskColumns(result.BaselineName), OfTask(result));
            if (HorizonReport.Of(outcome.Plan, result) is not { Count: > 0 } beyond) continue;
            text.Append("\nPast the horizon of meta-training:\n\n");
            Append(text, PastHorizonColumns(result.BaselineName), PastHorizon(beyond));
        }

        text.Append("\nIn brackets: what a run that did not reach the target counts as.\n");
        if (outcome.Notes.Count > 0) text.Append("\n## Notes\n\n");
        foreach (var note in outcome.Notes) text.Append(Culture, $"- {note}\n");
        return text.ToString();
    }

    /// <summary>A loss in four digits, small ones with their power of ten.</summary>
    public static string Loss(double loss) => !double.IsFinite(loss) ? "diverged" : loss.ToString(loss is > 0 and < 1e-3 ? "0.0e0" : "0.0000", Culture);

    private static string Number(double value, string format) => double.IsFinite(value) ? value.ToString(format, Culture) : "-";

    private static void Append(StringBuilder text, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        text.Append(Culture, $"| {string.Join(" | ", columns)} |\n|---|{string.Concat(Enumerable.Repeat("---:|", columns.Count - 1))}\n");
        foreach (var row in rows) text.Append(Culture, $"| {string.Join(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n");
    }
}
