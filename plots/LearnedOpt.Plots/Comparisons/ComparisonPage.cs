using LearnedOpt.MetaTraining.Comparison;

namespace LearnedOpt.Plots;

/// <summary>A comparison as one page: verdict, tables, learning curves, speedups, how it was done.</summary>
public static class ComparisonPage
{
    /// <param name="outcome">At least one task must be finished.</param>
    /// <exception cref="ArgumentException">No task is finished: there is nothing to show.</exception>
    public static HtmlReport Of(ComparisonOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        if (outcome.Tasks.Count == 0) throw new ArgumentException("no task was finished: there is nothing to show.");
        var reference = outcome.Plan.Reference;
        var several = outcome.Tasks.Count > 1;
        List<ReportBlock> first =
        [
            .. outcome.Verdicts.Select(verdict => new ReportText(verdict)),
            new ReportTable(ComparisonTable.OverallColumns(reference), ComparisonTable.Overall(outcome)) { Best = BestOverall(outcome) },
        ];
        if (outcome.Plan.Optimizers.Count > 1) first.Add(new ReportPlot(ComparisonPlots.Speedups(outcome)) { Height = SpeedupHeight(outcome) });
        if (several) first.Add(new ReportPlot(ComparisonPlots.Profile(outcome)));
        if (outcome.Plan.Optimizers.Count > 1) first.AddRange(TaskVariation.Of(outcome.Tasks).Select(variation => new ReportPlot(ComparisonPlots.Generalisation(outcome, variation))));
        if (outcome.Notes.Count > 0) first.AddRange(outcome.Notes.Select(note => new ReportText("Note: " + note)));
        return new HtmlReport("Comparison of optimizers",
        [
            new ReportSection("Who is faster", first),
            .. outcome.Tasks.Select(result => OfTask(outcome, result)),
            new ReportSection("Learning rates that were tried", [.. outcome.Sweeps.GroupBy(sweep => sweep.Task).Select(SweepTable)]),
            new ReportSection("How it was done", [new ReportText(ComparisonWords.Protocol(outcome))]),
        ])
        {
            Summary = $"{outcome.Plan.Optimizers.Count} optimizers, {outcome.Tasks.Count} {(several ? "tasks" : "task")}, {outcome.Plan.Steps:N0} steps, {outcome.Plan.Seeds} seeds",
        };
    }

    private static ReportSection OfTask(ComparisonOutcome outcome, ComparisonResult result)
    {
        var hidden = result.Best.Keys.Except(ComparisonPlots.Shown(outcome, result)).ToList();
        var more = hidden.Count > 0 ? $" Not drawn: {string.Join(", ", hidden)}." : null;
        return new ReportSection(result.Task,
        [
            new ReportTable(ComparisonTable.TaskColumns(result.BaselineName), ComparisonTable.OfTask(result))
            {
                Caption = "Medians over seeds. In brackets: what a run that did not reach the target counts as.",
                Best = new HashSet<(int, int)> { (0, 2) },
            },
            new ReportPlot(ComparisonPlots.AgainstSteps(outcome, result), $"Each at its best learning rate, in brackets.{more}"),
            new ReportPlot(ComparisonPlots.AgainstSeconds(outcome, result), "Wall-clock time of the whole step: batch, gradient and update."),
            .. PastHorizon(outcome, result),
        ]);
    }

    private static IEnumerable<ReportBlock> PastHorizon(ComparisonOutcome outcome, ComparisonResult result)
    {
        var rows = HorizonReport.Of(outcome.Plan, result);
        if (rows.Count == 0) yield break;
        foreach (var optimizer in HorizonReport.Beyond(outcome.Plan, result.Steps)) yield return new ReportPlot(ComparisonPlots.PastHorizon(outcome, result, optimizer));
        yield return new ReportTable(ComparisonTable.PastHorizonColumns(result.BaselineName), ComparisonTable.PastHorizon(rows))
        {
            Caption = "Past the horizon of meta-training: medians over seeds; over its lowest: how far the loss has risen since its lowest mean of 100 steps.",
        };
    }

    private static ReportTable SweepTable(IGrouping<string, SweepOutcome> task)
    {
        var width = task.Max(sweep => sweep.Points.Count);
        return new ReportTable(["Optimizer", .. Enumerable.Range(1, width).Select(i => $"rate {i}: final loss")],
            [.. task.Select(sweep => (IReadOnlyList<string>)[sweep.Optimizer, .. sweep.Points.Select(Cell)])])
        {
            Caption = $"{task.Key}: median final loss over the sweep's seeds",
            Best = task.SelectMany((sweep, row) => sweep.Points.Select((point, i) => (Row: row, Column: i + 1, Chosen: point.LearningRate == sweep.Best)))
                .Where(cell => cell.Chosen).Select(cell => (cell.Row, cell.Column)).ToHashSet(),
        };
    }

    private static string Cell(SweepPoint point) => FormattableString.Invariant(
        $"{point.LearningRate:0.######}: {ComparisonTable.Loss(point.FinalLoss)}{(point.Divergences > 0 && double.IsFinite(point.FinalLoss) ? $" ({point.Divergences} of {point.Runs} diverged)" : "")}");

    private static HashSet<(int, int)> BestOverall(ComparisonOutcome outcome) => outcome.Summaries.Count > 0 ? [(0, 1)] : [];

    // A row needs room for a point of each optimizer.
    private static double SpeedupHeight(ComparisonOutcome outcome) =>
        150 + ((outcome.Tasks.Count + (outcome.Tasks.Count > 1 ? 1 : 0)) * Math.Max(36, 16 * (outcome.Plan.Optimizers.Count - 1)));
}
