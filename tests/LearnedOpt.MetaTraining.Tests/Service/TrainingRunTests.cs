using System.Text.Json;
using LearnedOpt.MetaTraining.Service;
using LearnedOpt.Optimizers;

namespace LearnedOpt.MetaTraining.Tests.Service;

public sealed class TrainingRunTests : RunFixture
{
    [Fact]
    public void TwiceTheStepsEqualStopAndResume()
    {
        Assert.True(Sit(null).Finished);
        var straight = File.ReadAllBytes(Files.Checkpoints + "/step-000000000020/state.bin");
        var (theta, steps) = (RuleFile.Read(Files.Weights).Theta, Lines());
        Directory.Delete(Files.Folder, recursive: true);

        Assert.False(Sit(null, stopAt: 11).Finished);
        Assert.True(Sit("auto").Finished);
        Assert.Equal(theta, RuleFile.Read(Files.Weights).Theta);
        Assert.Equal(steps, Lines());
        Assert.Equal(straight.Length, new FileInfo(Files.Checkpoints + "/step-000000000020/state.bin").Length);
    }

    [Fact]
    public void DamagedCheckpointsAreSkippedWithTheReason()
    {
        Sit(null, stopAt: 12);
        var states = Directory.GetFiles(Files.Checkpoints, "state.bin", SearchOption.AllDirectories).Order().ToArray();
        Flip(states[^1]);
        var outcome = Sit("auto");
        Assert.Equal(20, outcome.Steps);
        Assert.Contains(Notes, note => note.Contains("step-000000000012 is skipped: its state does not match the SHA-256", StringComparison.Ordinal));
        Assert.Contains("continues at step-000000000008, the newest valid checkpoint", Notes);
        Assert.Equal(Enumerable.Range(1, 20), Lines().Select(line => line.Step));
    }

    [Fact]
    public void WithoutAnyUsableCheckpointNothingIsOverwritten()
    {
        Sit(null, stopAt: 4);
        foreach (var state in Directory.GetFiles(Files.Checkpoints, "state.bin", SearchOption.AllDirectories)) Flip(state);
        var fault = Assert.Throws<InvalidDataException>(() => Sit("auto"));
        Assert.Contains("can be used", fault.Message, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetDirectories(Files.Checkpoints, "step-*"));
    }

    [Fact]
    public void ASecondRunInTheSameFolderIsRefused()
    {
        Sit(null, stopAt: 4);
        Assert.Contains("holds a run already", Assert.Throws<IOException>(() => Sit(null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AutoBeginsWhereThereIsNothingYet() => Assert.Equal(20, Sit("auto").Steps);

    [Fact]
    public void AutoKeepsToTheSettingsAndNamesThoseThatDiffer()
    {
        Sit(null, stopAt: 4);
        var fault = Assert.Throws<ConfigurationException>(() => Sit("auto", Configure("estimator.sigma=0.5")));
        Assert.Contains("estimator.sigma 0.01 -> 0.5", fault.Message, StringComparison.Ordinal);
        Assert.Equal(30, Sit("auto", Configure("limit.steps=30")).Steps);
    }

    [Fact]
    public void AThetaThatIsNotFiniteEndsTheRunAndTheGoodCheckpointStays()
    {
        var fault = Assert.Throws<NotFiniteNumberException>(() => Sit(null, session: new FakeSession { SpoilTheta = true }));
        Assert.Contains("step-000000000000", fault.Message, StringComparison.Ordinal);
        Assert.Equal(20, Sit("auto").Steps);
    }

    [Fact]
    public void BlindStepsAreCountedAndManyInARowEndTheRun()
    {
        Sit(null, session: new FakeSession { Norm = step => step is 3 or 4 ? double.NaN : 1 });
        Assert.Equal(2, Lines()[^1].Skipped);
        Directory.Delete(Files.Folder, recursive: true);
        var fault = Assert.Throws<NotFiniteNumberException>(() => Sit(null, Configure("safety.badSteps=5"), new FakeSession { Norm = step => step < 6 ? 1 : double.NaN }));
        Assert.Contains("5 outer steps in a row, to step 11", fault.Message, StringComparison.Ordinal);
        Assert.Contains("step-000000000004", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AllParticlesDivergedForLongEndsTheRun() =>
        Assert.Contains("every particle diverged", Assert.Throws<NotFiniteNumberException>(
            () => Sit(null, Configure("safety.badSteps=5"), new FakeSession { Diverged = 4 })).Message, StringComparison.Ordinal);

    [Fact]
    public void ADiskThatIsFullLeavesTheLastGoodCheckpointAndIsNamed()
    {
        var session = new FakeSession { Norm = _ => 1 };
        session.BeforeSave = _ =>
        {
            if (session.Steps > 4) throw new IOException("No space left on device");
        };
        var fault = Assert.Throws<IOException>(() => Sit(null, Configure("checkpoints.graceMinutes=0"), session));
        Assert.Contains("No space left on device", fault.Message, StringComparison.Ordinal);
        Assert.Contains("step-000000000004", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(Files.Checkpoints, ".writing-*"));
        Assert.Equal(20, Sit("auto").Steps);
    }

    [Fact]
    public void TheNewestFewAndTheBestAreKept()
    {
        Sit(null, Configure("checkpoints.keep=2"));
        Assert.Equal(["step-000000000016", "step-000000000020"], Directory.GetDirectories(Files.Checkpoints).Select(Path.GetFileName).Order());
    }

    private static void Flip(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private List<(int Step, double MetaLoss, int Skipped)> Lines() =>
    [
        .. File.ReadLines(Files.Metrics).Select(line => JsonDocument.Parse(line).RootElement)
            .Select(line => (line.GetProperty("step").GetInt32(), line.GetProperty("metaLoss").GetDouble(), line.GetProperty("skipped").GetInt32())),
    ];
}
