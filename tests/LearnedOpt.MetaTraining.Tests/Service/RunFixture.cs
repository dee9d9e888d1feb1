using LearnedOpt.MetaTraining.Service;

namespace LearnedOpt.MetaTraining.Tests.Service;

/// <summary>A run folder of a test's own, and sittings in it.</summary>
public abstract class RunFixture : IDisposable
{
    protected string Root { get; } = Directory.CreateTempSubdirectory("learnedopt-run-").FullName;

    protected List<string> Notes { get; } = [];

    protected RunFiles Files => new(Path.Combine(Root, "run"));

    public void Dispose() => Directory.Delete(Root, recursive: true);

    internal static RunConfiguration Configure(params string[] overrides) =>
        RunConfiguration.Read("test.json", ConfigurationText.Parse("test.json", "{}", ["limit.steps=20", "checkpoints.everySteps=4", .. overrides]));

    internal RunOutcome Sit(string? resume, RunConfiguration? configuration = null, FakeSession? session = null, long stopAt = long.MaxValue)
    {
        using var stop = new CancellationTokenSource();
        var run = new TrainingRun(new RunRequest(configuration ?? Configure(), Files.Folder, resume, "0.0"),
            _ => session ?? new FakeSession
            {
                Norm = step =>
                {
                    if (step + 1 >= stopAt) stop.Cancel();
                    return 1;
                },
            },
            line =>
            {
                lock (Notes) Notes.Add(line);
            });
        return run.Execute(stop.Token);
    }
}
