namespace LearnedOpt.Host.Tests;

/// <summary>When the launcher builds, and when it leaves well alone.</summary>
public class LauncherTests
{
    [LinuxFact]
    public void TheFirstCallSetsUpAndRunsTheCommand()
    {
        using var launcher = Launcher.Ready();
        var run = launcher.Run("demo", "--minutes", "1");
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal("program:demo --minutes 1", run.Output.TrimEnd()); // progress is on standard error
        Assert.Contains("TorchSharp stand-in", run.Error, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void LaterCallsBuildNothingAndSayNothing()
    {
        using var launcher = Launcher.Ready();
        launcher.Run("setup");
        var calls = launcher.CallsOf("dotnet");
        var run = launcher.Run("doctor");
        Assert.Equal("program:doctor", run.Output.TrimEnd());
        Assert.Empty(run.Error);
        Assert.Equal(calls + 1, launcher.CallsOf("dotnet"));
    }

    [LinuxFact]
    public void AChangedNewOrDeletedSourceIsBuilt()
    {
        using var launcher = Launcher.Ready();
        launcher.Run("setup");
        foreach (var change in (Action[])
        [
            () => launcher.Write("src/Some.cs", "changed"),
            () => launcher.Write("tasks/New.cs", "new"),
            () => File.Delete(Path.Combine(launcher.Root, "tasks/New.cs")),
            () => File.SetLastWriteTimeUtc(Path.Combine(launcher.Root, "src/Some.cs"), new DateTime(2001, 1, 1)), // unpacked from elsewhere
        ])
        {
            var builds = launcher.CallsOf("dotnet build");
            change();
            launcher.Run("doctor");
            launcher.Run("doctor");
            Assert.Equal(builds + 1, launcher.CallsOf("dotnet build"));
        }
        Assert.Equal(1, launcher.CallsOf("cmake --install"));
    }

    [LinuxFact]
    public void ANativeSourceRebuildsTheNativeLibrary()
    {
        using var launcher = Launcher.Ready();
        launcher.Run("setup");
        launcher.Write("compat/TorchSharp.Native/src/a.cpp", "");
        launcher.Run("doctor");
        Assert.Equal(2, launcher.CallsOf("cmake --install"));
    }

    [LinuxFact]
    public void AnotherLibtorchIsBuiltAgainst()
    {
        using var launcher = Launcher.Ready();
        launcher.Run("setup");
        launcher.Set("LIBTORCH", launcher.FakeLibtorch("libtorch-2"));
        Assert.Equal(0, launcher.Run("doctor").Code);
        Assert.Equal(2, launcher.CallsOf("cmake --install"));
    }

    [LinuxFact]
    public void TheRegistryIsAskedOnce()
    {
        using var launcher = Launcher.Ready();
        launcher.Run("setup");
        launcher.Write("src/Some.cs", "changed");
        launcher.Run("setup");
        Assert.Equal(1, launcher.CallsOf($"dotnet restore {launcher.Root}/artifacts/probe/TorchSharp/"));
        launcher.Run("setup", "--backend", "auto");
        Assert.Equal(2, launcher.CallsOf($"dotnet restore {launcher.Root}/artifacts/probe/TorchSharp/"));
    }

    [LinuxFact]
    public void RealPackagesAreTakenWhereTheRegistryHasThem()
    {
        using var launcher = Launcher.Ready();
        launcher.Set("REGISTRY", "everything");
        Assert.Equal(0, launcher.Run("setup").Code);
        Assert.Equal(0, launcher.CallsOf("cmake"));
        var props = launcher.Read(".learnedopt/backend.props");
        Assert.Contains("<PlotBackend>package</PlotBackend>", props, StringComparison.Ordinal);
        Assert.Equal("Project", System.Xml.Linq.XDocument.Parse(props).Root!.Name.LocalName);
    }

    [LinuxFact]
    public void ABackendAskedForIsRememberedAndNotProbed()
    {
        using var launcher = Launcher.Ready();
        launcher.Run("setup", "--backend=system");
        var builds = launcher.CallsOf("dotnet build");
        launcher.Run("doctor", "--backend", "system");
        Assert.Equal(builds, launcher.CallsOf("dotnet build"));
        Assert.Equal(0, launcher.CallsOf($"dotnet restore {launcher.Root}/artifacts/probe/"));
        launcher.Run("doctor", "--backend", "package");
        Assert.Contains("<TorchBackend>package</TorchBackend>", launcher.Read(".learnedopt/backend.props"), StringComparison.Ordinal);
        Assert.Equal(builds + 1, launcher.CallsOf("dotnet build"));
    }

    [LinuxFact]
    public void AnInterruptedBuildLeavesNoStamp()
    {
        using var launcher = Launcher.Ready();
        launcher.Set("BUILD_SECONDS", "60");
        var process = launcher.Start("doctor");
        launcher.WaitForCall("dotnet build");
        Launcher.Terminate(process);
        LauncherRun.Finish(process).AssertFault(143, "interrupted");
        Assert.False(launcher.Exists(".learnedopt/run.stamp"));
        launcher.Set("BUILD_SECONDS", "0");
        Assert.Equal("program:doctor", launcher.Run("doctor").Output.TrimEnd());
    }

    [LinuxFact]
    public void TwoAtOnceBuildOnce()
    {
        using var launcher = Launcher.Ready();
        launcher.Set("BUILD_SECONDS", "1");
        var first = launcher.Start("doctor");
        launcher.WaitForCall("dotnet build");
        var second = launcher.Start("demo");
        Assert.Equal("program:doctor", LauncherRun.Finish(first).Output.TrimEnd());
        var waited = LauncherRun.Finish(second);
        Assert.Equal("program:demo", waited.Output.TrimEnd());
        Assert.Contains("waiting", waited.Error, StringComparison.Ordinal);
        Assert.Equal(1, launcher.CallsOf("dotnet build"));
    }

    [LinuxFact]
    public void HelpAndVersionNeedNoSetup()
    {
        using var launcher = new Launcher();
        Assert.Matches(@"^learnedopt \d+\.\d+\.\d+\s*$", launcher.Run("--version").Output);
        foreach (var args in (string[][])[[], ["--help"], ["setup", "--help"], ["test", "-h"]])
            Assert.Contains("Usage: ./learnedopt", launcher.Run(args).Output, StringComparison.Ordinal);
        Assert.Equal(0, launcher.CallsOf("dotnet"));
    }

    [LinuxFact]
    public void ALinkOnPathFindsTheRepository()
    {
        using var launcher = Launcher.Ready();
        var link = Path.Combine(launcher.Root, "home", "lo");
        File.CreateSymbolicLink(link, "../learnedopt");
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("bash", [link, "--version"]) { RedirectStandardOutput = true })!;
        Assert.StartsWith("learnedopt ", process.StandardOutput.ReadToEnd(), StringComparison.Ordinal);
    }
}
