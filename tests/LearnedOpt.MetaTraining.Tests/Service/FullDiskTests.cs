using System.Diagnostics;
using LearnedOpt.MetaTraining.Service;

namespace LearnedOpt.MetaTraining.Tests.Service;

/// <summary>A disk that is really full: a memory file system of two megabytes, where this user may mount one.</summary>
public sealed class FullDiskTests : RunFixture
{
    private const int StateBytes = 200_000;

    [Fact]
    public void AFullDiskKeepsTheLastGoodCheckpoint() => OnSmallDisk(() =>
    {
        var filler = Path.Combine(Files.Folder, "filler");
        var fault = Assert.Throws<IOException>(() => Sit("auto", Configure("checkpoints.graceMinutes=0"), Large(step =>
        {
            if (step == 6) Fill(filler);
        })));
        Assert.Contains("step-000000000004", fault.Message, StringComparison.Ordinal);
        Assert.Contains("--resume auto", fault.Message, StringComparison.Ordinal);
        File.Delete(filler);
        Assert.Equal(20, Sit("auto", session: Large(_ => { })).Steps);
        Assert.Contains("continues at step-000000000004, the newest valid checkpoint", Notes);
    });

    [Fact]
    public void ADiskThatGetsSpaceAgainInTimeCostsNothing() => OnSmallDisk(() =>
    {
        var filler = Path.Combine(Files.Folder, "filler");
        Assert.Equal(20, Sit("auto", Configure("checkpoints.everyMinutes=0.001"), Large(step =>
        {
            if (step == 6) Fill(filler);
            if (step == 8) Thread.Sleep(100); // longer than the interval: the save of now fails
            if (step == 9) File.Delete(filler);
        })).Steps);
        Assert.Contains(Notes, note => note.Contains("training goes on for 10 minutes", StringComparison.Ordinal));
    });

    [Fact]
    public void ADiskTooSmallForTheCheckpointsToComeFailsAtTheStart() => OnSmallDisk(() =>
        Assert.Contains("keep fewer", Assert.Throws<IOException>(() => Sit("auto", Configure("checkpoints.keep=20"), Large(_ => { }))).Message, StringComparison.Ordinal));

    private static FakeSession Large(Action<long> step) => new()
    {
        Norm = number =>
        {
            step(number);
            return 1;
        },
        Padding = StateBytes,
    };

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (var block = new byte[4096]; ;) file.Write(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private void OnSmallDisk(Action test)
    {
        Directory.CreateDirectory(Files.Folder);
        if (!OperatingSystem.IsLinux() || Run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", Files.Folder) != 0) return; // not ours to mount
        try
        {
            test();
        }
        finally
        {
            Run("umount", Files.Folder);
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
