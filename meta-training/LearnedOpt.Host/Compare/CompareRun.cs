using LearnedOpt.MetaTraining.Comparison;
using LearnedOpt.Plots;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Host;

/// <summary>One comparison: check everything, run, write. Ctrl-C writes what is finished.</summary>
internal sealed class CompareRun(ProgramContext program, CompareOptions options)
{
    private const string JournalName = "runs.jsonl";

    public ExitCode Execute()
    {
        var tasks = new List<ITask>();
        try
        {
            var optimizers = Optimizers();
            var data = DataFolder.Resolve(options.Data);
            foreach (var name in options.Tasks) tasks.Add(Create(name, data));
            var plan = new ComparisonPlan { Tasks = tasks, Optimizers = optimizers, Steps = Steps(optimizers), Seeds = options.Seeds, SweepSeeds = options.SweepSeeds, Seed = options.Seed };
            Validate(plan);
            var folder = Folder();
            foreach (var task in tasks) program.Out.WriteText($"task {task.Name}: {task.Space.ParameterCount:N0} parameters, {task.DataSource}");
            using var journal = new RunJournal(folder.File(JournalName));
            if (journal.Count > 0) program.Out.Writer.WriteLine($"{journal.Count:N0} runs are there already");
            Write(folder, Run(plan, journal));
            return ExitCode.Ok;
        }
        finally
        {
            foreach (var task in tasks) task.Dispose();
        }
    }

    private IReadOnlyList<ComparedOptimizer> Optimizers()
    {
        var words = options.Optimizers;
        return
        [
            .. OptimizerArguments.Parse(words).Select(optimizer => optimizer switch
            {
                { Name: Baselines.Reference or "AdamW" or "NAdam" } when options.AdamPoints.Count > 0 => optimizer with { LearningRates = options.AdamPoints },
                { IsLearned: true } when options.SweepLearned => optimizer with { LearningRates = ComparedOptimizer.LearnedRates },
                _ => optimizer,
            }),
        ];
    }

    private int Steps(IReadOnlyList<ComparedOptimizer> optimizers)
    {
        if (options.Horizon is not { } times) return options.Steps;
        if (times is not (> 0 and <= 1000)) throw UserFaultException.ForUsage($"--horizon must be above 0 and at most 1000; received {times}");
        var longest = optimizers.Max(optimizer => optimizer.Horizon)
            ?? throw UserFaultException.ForUsage("--horizon needs a learned optimizer whose weights say how long their inner runs were; there is none here: give --steps");
        return (int)Math.Min(int.MaxValue, Math.Ceiling(times * longest));
    }

    private static ITask Create(string name, DataFolder data)
    {
        try
        {
            return TaskRegistry.Create(name, data);
        }
        catch (ArgumentException fault)
        {
            var near = ParseFaults.Nearest(name.Split('?')[0], TaskRegistry.Names);
            throw UserFaultException.ForUsage(near is null || name.StartsWith(near, StringComparison.Ordinal) ? fault.Message : $"unknown task '{name}'; did you mean '{near}'?");
        }
    }

    private void Validate(ComparisonPlan plan)
    {
        try
        {
            if (options.Threads is < 1 or > 1024) throw new ArgumentException($"--threads must be 1 to 1024; received {options.Threads}");
            plan.Validate();
        }
        catch (ArgumentException fault)
        {
            throw UserFaultException.ForUsage(fault.Message);
        }
    }

    private RunFolder Folder()
    {
        if (!options.Resume) return RunFolder.Create(options.Folder);
        var folder = new RunFolder(options.Folder);
        return File.Exists(folder.File(JournalName)) ? folder
            : throw UserFaultException.ForUsage($"there is no comparison to resume in '{options.Folder}'; begin one without --resume");
    }

    private ComparisonOutcome Run(ComparisonPlan plan, RunJournal journal)
    {
        var state = new ComparisonProgress();
        using var display = new ProgressReporter(program.Out, "comparing", () => new ProgressSnapshot(state.TotalSteps == 0 ? 0 : (double)state.Steps / state.TotalSteps,
        [
            ("task", state.Task),
            ("doing", state.IsSweeping ? "sweep of learning rates" : "comparison"),
            ("runs", $"{state.Runs} of {state.TotalRuns}"),
        ]));
        return OptimizerComparison.Run(plan, options.Threads, state, journal, program.Stop);
    }

    private void Write(RunFolder folder, ComparisonOutcome outcome)
    {
        var writer = program.Out.Writer;
        ComparisonFiles.Write(folder.Path, outcome);
        writer.WriteLine();
        if (outcome.Tasks.Count == 0)
        {
            program.Out.WriteText($"Stopped before a task was finished. Go on with the same command and --resume --out {folder.Path}");
            return;
        }

        ComparisonPage.Of(outcome).Write(folder.File("report.html"));
        foreach (var result in outcome.Tasks)
        {
            PlotFile.WriteSvg(ComparisonPlots.AgainstSteps(outcome, result), folder.File($"steps-{ComparisonFiles.FileName(result.Task)}.svg"));
            writer.WriteLine($"{result.Task}: swept {result.BaselineName} ends at {ComparisonTable.Loss(result.Baseline)}");
            program.Out.WriteTable(ComparisonTable.TaskColumns(result.BaselineName), ComparisonTable.OfTask(result));
            writer.WriteLine();
            if (HorizonReport.Of(outcome.Plan, result) is not { Count: > 0 } beyond) continue;
            foreach (var optimizer in HorizonReport.Beyond(outcome.Plan, result.Steps))
                PlotFile.WriteSvg(ComparisonPlots.PastHorizon(outcome, result, optimizer), folder.File($"horizon-{ComparisonFiles.FileName(result.Task)}-{ComparisonFiles.FileName(optimizer.Name)}.svg"));
            program.Out.WriteTable(ComparisonTable.PastHorizonColumns(result.BaselineName), ComparisonTable.PastHorizon(beyond));
            writer.WriteLine();
        }

        program.Out.WriteTable(ComparisonTable.OverallColumns(outcome.Plan.Reference), ComparisonTable.Overall(outcome));
        writer.WriteLine();
        foreach (var verdict in outcome.Verdicts) program.Out.WriteText(verdict);
        foreach (var note in outcome.Notes) program.Out.WriteText("Note: " + note);
        if (!outcome.IsComplete) program.Out.WriteText($"Go on with the same command and --resume --out {folder.Path}");
        writer.WriteLine();
        program.Out.WriteText($"Written to {folder.Path}: {string.Join(", ", Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName).Where(name => !name!.StartsWith('.')).Order())}");
    }
}
