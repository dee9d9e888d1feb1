using System.Globalization;
using LearnedOpt.MetaTraining.Comparison;
using LearnedOpt.Plots;
using LearnedOpt.Tasks;

namespace LearnedOpt.Host;

/// <summary>What a demo leaves: table, numbers, plots, and the lines of code that use the weights.</summary>
internal static class DemoReport
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static void Write(ProgramContext program, RunFolder folder, ITask task, ComparisonResult result, string rule)
    {
        ComparisonFiles.WriteJson(folder.File("comparison.json"), [result]);
        ComparisonFiles.WriteRows(folder.File("comparison.csv"), [result]);
        ComparisonFiles.WriteCurves(folder.File("curves.csv"), result);
        PlotFile.WriteSvg(Plot(task, result, rule), folder.File("comparison.svg"));
        var writer = program.Out.Writer;
        writer.WriteLine();
        program.Out.WriteTable(ComparisonTable.TaskColumns(result.BaselineName), ComparisonTable.OfTask(result));
        writer.WriteLine();
        program.Out.WriteText(Verdict(result, rule));
        writer.WriteLine();
        program.Out.WriteText($"Written to {folder.Path}: {string.Join(", ", Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName).Order())}");
        writer.WriteLine();
        writer.WriteLine("In your own training loop:");
        writer.WriteLine();
        foreach (var line in Usage(folder.File(rule + ".safetensors"))) writer.WriteLine("    " + line);
    }

    private static string Verdict(ComparisonResult result, string rule)
    {
        var learned = result.Summaries().Single(s => s.Optimizer == rule);
        var adam = string.Create(Culture, $"{result.BaselineName} at its best of the swept rates ends at {result.Baseline:0.0000} (mean of the last {TrainingRun.Smoothing} steps, median of seeds)");
        return learned.StepsToBaseline is not { } steps
            ? $"{adam}; {rule} does not get there: {result.BaselineName} wins. Train longer with --minutes."
            : string.Create(Culture, $"{adam}; {rule} gets there in {steps:N0} steps, {learned.Speedup:0.00} times faster in steps.")
              + (learned.Speedup < 1 || learned.FinalLoss > result.Baseline ? $" At the end {result.BaselineName} is ahead." : "");
    }

    private static OxyPlot.PlotModel Plot(ITask task, ComparisonResult result, string rule) => LearningCurvePlot.Create(
        [.. result.Best.Select(pair => new Curve(
            string.Create(Culture, $"{pair.Key} ({pair.Value[0].Contender.LearningRate:0.####})"),
            Enumerable.Range(0, pair.Value[0].Losses.Length).Select(step => (double)step).ToArray(),
            [.. pair.Value.Select(run => (IReadOnlyList<double>)run.Losses.Select(loss => (double)loss).ToArray())]) { Highlight = pair.Key == rule })],
        new LearningCurveOptions
        {
            Title = $"{task.Name}: training loss",
            Smoothing = Smoothing.Mean(TrainingRun.Smoothing),
            References = [new ReferenceLine($"swept {result.BaselineName}'s final loss", result.Baseline)],
        });

    private static IEnumerable<string> Usage(string path) =>
    [
        "using LearnedOpt.Optimizers;",
        $"using var optimizer = LearnedOptimizer.Load(\"{path.Replace('\\', '/')}\", model);",
        "optimizer.zero_grad();",
        "loss.backward();",
        "optimizer.step();",
    ];
}
