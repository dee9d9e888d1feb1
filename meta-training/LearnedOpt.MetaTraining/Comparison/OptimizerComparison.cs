using LearnedOpt.Numerics;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>
/// Compares optimizers fairly. On each task every optimizer with several learning rates tries them on seeds of their own and
/// keeps the one with the lowest median final training loss; then all train from the same fresh initial values on the same
/// batches, each at its rate. Results do not depend on the number of threads, wall-clock times excepted.
/// <code>
/// using var task = TaskRegistry.Create("mlp/mnist-8", DataFolder.Resolve(null));
/// var outcome = OptimizerComparison.Run(new ComparisonPlan
/// {
///     Tasks = [task],
///     Optimizers = [.. Baselines.All, ComparedOptimizer.FromFile("unf-adam.safetensors")],
/// });
/// Console.WriteLine(ComparisonTable.Markdown(outcome));
/// ComparisonFiles.Write("results", outcome);
/// </code>
/// </summary>
public static class OptimizerComparison
{
    /// <summary>Runs a plan.</summary>
    /// <param name="plan">What is compared.</param>
    /// <param name="threads">Runs side by side; null: one a processor.</param>
    /// <param name="progress">Kept up to date, if given.</param>
    /// <param name="journal">Keeps finished runs and takes those it has, if given.</param>
    /// <param name="cancellation">Stops at the next step; what was finished is returned.</param>
    /// <exception cref="ArgumentException">The plan cannot be run; the message names every fault.</exception>
    public static ComparisonOutcome Run(
        ComparisonPlan plan, int? threads = null, ComparisonProgress? progress = null, RunJournal? journal = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        plan.Validate();
        progress ??= new ComparisonProgress();
        progress.TotalRuns = plan.Tasks.Count * plan.Optimizers.Sum(optimizer => plan.Seeds + (IsSwept(optimizer) ? plan.SweepSeeds * optimizer.LearningRates.Count : 0));
        progress.TotalSteps = (long)progress.TotalRuns * plan.Steps;
        using var pool = new WorkerPool(threads ?? Environment.ProcessorCount);
        var (results, sweeps) = (new List<ComparisonResult>(), new List<SweepOutcome>());
        foreach (var task in plan.Tasks)
        {
            progress.Task = task.Name;
            var race = new TaskRace(plan, task, pool, progress, journal, cancellation);
            var swept = race.Sweep();
            sweeps.AddRange(swept);
            if (cancellation.IsCancellationRequested) break;
            if (race.Compare(swept) is { } result) results.Add(result);
            if (cancellation.IsCancellationRequested) break;
        }

        return new ComparisonOutcome(plan, pool.Threads, results, sweeps);
    }

    private static bool IsSwept(ComparedOptimizer optimizer) => optimizer.LearningRates.Count > 1;

    /// <summary>One task of a comparison.</summary>
    private sealed class TaskRace(ComparisonPlan plan, ITask task, WorkerPool pool, ComparisonProgress progress, RunJournal? journal, CancellationToken cancellation)
    {
        private readonly CounterRandom _random = new CounterRandom(plan.Seed).At("comparison");

        /// <summary>The sweeps that were finished.</summary>
        public IReadOnlyList<SweepOutcome> Sweep()
        {
            progress.IsSweeping = true;
            var contenders = plan.Optimizers.Where(IsSwept).SelectMany(optimizer => optimizer.LearningRates.Select(rate => optimizer.At(rate, plan.Steps))).ToList();
            var runs = Train("sweep", contenders, plan.SweepSeeds);
            return
            [
                .. contenders.Select((contender, i) => (contender.Name, Runs: runs[i])).GroupBy(entry => entry.Name)
                    .Where(byName => byName.All(entry => !entry.Runs.Contains(null)))
                    .Select(byName => SweepOutcome.Of(task.Name, byName.Key, byName.SelectMany(entry => entry.Runs)!)),
            ];
        }

        /// <summary>Every optimizer at its rate; of an interrupted race the seeds that all have run, or null where there are none.</summary>
        public ComparisonResult? Compare(IReadOnlyList<SweepOutcome> sweeps)
        {
            progress.IsSweeping = false;
            var contenders = plan.Optimizers.Select(optimizer =>
                optimizer.At(sweeps.FirstOrDefault(sweep => sweep.Optimizer == optimizer.Name)?.Best ?? optimizer.LearningRates[0], plan.Steps)).ToList();
            var runs = Train("final", contenders, plan.Seeds);
            var whole = Enumerable.Range(0, plan.Seeds).Where(seed => runs.All(byContender => byContender[seed] is not null)).ToList();
            return whole.Count == 0 ? null : new ComparisonResult(task.Name, plan.Reference, [.. runs.SelectMany(byContender => whole.Select(seed => byContender[seed]!))]);
        }

        // Seed by seed, so that what happens on the machine meanwhile meets all contenders alike. [contender][seed]; null where cancelled.
        private TrainingRun?[][] Train(string phase, List<Contender> contenders, int seeds)
        {
            var runs = contenders.Select(_ => new TrainingRun?[seeds]).ToArray();
            var comparer = new Comparer(task, plan.Steps, pool, _random.At(phase));
            pool.Run(contenders.Count * seeds, item =>
            {
                var (seed, i) = (item / contenders.Count, item % contenders.Count);
                if (cancellation.IsCancellationRequested) return;
                var key = journal is null ? "" : RunJournal.Key(task, contenders[i], plan, phase, seed);
                if (journal?.Find(key, contenders[i], seed, plan.Steps) is { } kept)
                {
                    runs[i][seed] = kept;
                    progress.AddSteps(plan.Steps);
                    progress.AddRun();
                    return;
                }

                try
                {
                    runs[i][seed] = comparer.Train(contenders[i], seed, progress, cancellation);
                }
                catch (OperationCanceledException)
                {
                    return;
                }

                journal?.Add(key, runs[i][seed]!);
                progress.AddRun();
            });
            return runs;
        }
    }
}
