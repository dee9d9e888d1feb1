using System.Diagnostics;
using LearnedOpt.Checkpoints;
using LearnedOpt.MetaTraining;
using LearnedOpt.MetaTraining.Comparison;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.Host;

/// <summary>One demo: check everything, meta-train, compare, write. Ctrl-C ends meta-training early; the rest still follows.</summary>
internal sealed class DemoRun(ProgramContext program, DemoOptions options)
{
    private static readonly string[] Rules = ["unf-adam", "pointwise-adam"];

    public ExitCode Execute()
    {
        using var task = TaskRegistry.Create(options.Task, DataFolder.Resolve(options.Data));
        var folder = RunFolder.Create(options.Folder);
        using var pool = new WorkerPool(options.Threads);
        program.Out.WriteText($"task {task.Name}: {task.Space.ParameterCount:N0} parameters, {task.DataSource}");

        var trained = Rules.Select(rule => MetaTrain(rule, task, pool)).ToList();
        foreach (var (rule, theta, steps) in trained)
            RuleFile.Write(folder.File(rule.Name + ".safetensors"), rule, theta, Card(task, steps));

        var result = Compare(task, pool, trained);
        DemoReport.Write(program, folder, task, result, Rules[0]);
        return ExitCode.Ok;
    }

    private (IUpdateRule Rule, float[] Theta, long Steps) MetaTrain(string name, ITask task, WorkerPool pool)
    {
        var plan = MetaTrainingPlans.ForDemo(name, task, TimeSpan.FromMinutes(options.Minutes / Rules.Length), options.Seed);
        var (fraction, last, innerSteps, diverged) = (0.0, default(OuterStep), 0L, 0L);
        var smoothed = double.NaN;
        var clock = Stopwatch.StartNew();
        using var progress = new ProgressReporter(program.Out, "meta-training " + name, () => new ProgressSnapshot(fraction,
        [
            ("outer step", last.Step.ToString("N0")),
            ("meta-loss", smoothed.ToString("0.0000")),
            ("inner steps/s", (innerSteps / Math.Max(1e-3, clock.Elapsed.TotalSeconds)).ToString("N0")),
            ("diverged", diverged.ToString("N0")),
            ("memory", $"{Environment.WorkingSet >> 20} MiB"),
        ]));
        var (theta, steps) = MetaTrainingRun.Execute(plan, pool, (step, done) =>
        {
            (last, fraction) = (step, done);
            innerSteps += step.Estimate.InnerSteps;
            diverged += step.Estimate.Diverged;
            smoothed = double.IsNaN(smoothed) ? step.Estimate.MeanLoss : 0.98 * smoothed + 0.02 * step.Estimate.MeanLoss;
        }, program.Stop);
        if (program.Stop.IsCancellationRequested) progress.Note($"stopped at outer step {steps:N0}; comparing what was trained");
        return (plan.Rule, theta, steps);
    }

    private ComparisonResult Compare(ITask task, WorkerPool pool, IEnumerable<(IUpdateRule Rule, float[] Theta, long Steps)> trained)
    {
        List<Contender> contenders =
        [
            .. Baselines.Sweep(),
            .. trained.Select(t => new Contender(t.Rule.Name, t.Rule, t.Theta, 1)),
        ];
        var (done, total) = (0, contenders.Count * options.Seeds);
        using var progress = new ProgressReporter(program.Out, "comparing", () => new ProgressSnapshot((double)done / total,
            [("runs", $"{done} of {total}"), ("steps each", options.Steps.ToString("N0"))]));
        // Fresh initialisations and data orders: a stream that meta-training never drew from.
        var comparer = new Comparer(task, options.Steps, pool, new CounterRandom(options.Seed).At("comparison"));
        return new ComparisonResult(task.Name, Baselines.Reference, comparer.Run(contenders, options.Seeds, count => done = count));
    }

    private Dictionary<string, string> Card(ITask task, long steps) => new()
    {
        ["trained_on"] = task.Name,
        ["data"] = task.DataSource,
        ["outer_steps"] = steps.ToString(),
        ["command"] = $"./learnedopt demo --minutes {options.Minutes} --seed {options.Seed} --task {options.Task}",
        ["learnedopt"] = LearnedOptProgram.Version,
    };
}
