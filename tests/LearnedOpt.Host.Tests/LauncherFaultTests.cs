namespace LearnedOpt.Host.Tests;

/// <summary>What a new user meets when something is missing: one line that says what to do, and a code of its own.</summary>
public class LauncherFaultTests
{
    [LinuxFact]
    public void NoSdk()
    {
        using var launcher = new Launcher();
        launcher.Set("DOTNET_ROOT", "/nowhere");
        foreach (var folder in (string[])["/usr/share/dotnet", "/usr/lib/dotnet", "/usr/local/share/dotnet"])
            launcher.Write("learnedopt", launcher.Read("learnedopt").Replace(folder, "/nowhere", StringComparison.Ordinal));
        launcher.Run("doctor").AssertFault(10, "not on PATH", "install the .NET 10 SDK");
    }

    [LinuxFact]
    public void AnotherSdk()
    {
        using var launcher = Launcher.Ready();
        launcher.FakeDotnet("8.0.404");
        launcher.Run("doctor").AssertFault(10, "8.0.404", "install the .NET 10 SDK");
    }

    [LinuxFact]
    public void NoNetwork()
    {
        using var launcher = Launcher.Ready();
        launcher.Set("REGISTRY", "down");
        launcher.Run("setup").AssertFault(11, "no package registry could be reached", "nuget.config");
    }

    [LinuxFact]
    public void AnUnansweredProbeIsAskedAgain()
    {
        using var launcher = Launcher.Ready();
        launcher.Set("REGISTRY", "down");
        launcher.Run("setup");
        launcher.Set("REGISTRY", "everything");
        Assert.Equal(0, launcher.Run("setup").Code);
        Assert.Contains("<TorchBackend>package</TorchBackend>", launcher.Read(".learnedopt/backend.props"), StringComparison.Ordinal);
    }

    [LinuxFact]
    public void NoAptGet()
    {
        using var launcher = Launcher.Ready();
        launcher.Remove("cmake");
        launcher.Run("setup").AssertFault(12, "apt-get is not here", "cmake");
    }

    [LinuxFact]
    public void NotRootAndNoSudo()
    {
        using var launcher = Launcher.Ready();
        launcher.Remove("cmake");
        launcher.Remove("id");
        launcher.Fake("id", "echo 1000");
        launcher.Fake("apt-get", "");
        launcher.Run("setup").AssertFault(13, "root", "apt-get install -y --no-install-recommends cmake");
        Assert.Equal(0, launcher.CallsOf("apt-get"));
    }

    [LinuxFact]
    public void SudoThatAsksForAPasswordIsNotWaitedFor()
    {
        using var launcher = Launcher.Ready();
        launcher.Remove("cmake");
        launcher.Remove("id");
        launcher.Fake("id", "echo 1000");
        launcher.Fake("apt-get", "");
        launcher.Fake("sudo", "[ \"$1\" = -n ] && exit 1; read -r password");
        launcher.Run("setup").AssertFault(13, "root");
    }

    [LinuxFact]
    public void AptWithoutNetwork()
    {
        using var launcher = Launcher.Ready();
        launcher.Remove("cmake");
        launcher.Remove("id");
        launcher.Fake("id", "echo 0");
        launcher.Fake("apt-get", "echo 'E: Failed to fetch http://x  Temporary failure resolving x'; exit 100");
        launcher.Run("setup").AssertFault(14, "cmake", "network");
    }

    [LinuxFact]
    public void APackageThatThisReleaseLacks()
    {
        using var launcher = Launcher.Ready();
        launcher.Remove("cmake");
        launcher.Remove("id");
        launcher.Fake("id", "echo 0");
        launcher.Fake("apt-get", "case $* in *install*) echo 'E: Unable to locate package cmake'; exit 100 ;; esac");
        launcher.Run("setup").AssertFault(14, "Unable to locate package cmake");
    }

    [LinuxFact]
    public void WithoutABrokerTheOtherTestsRun()
    {
        using var launcher = Launcher.Ready();
        launcher.Write("eng/test.sh", launcher.Read("eng/test.sh").Replace("/usr/lib/rabbitmq", "/nowhere", StringComparison.Ordinal));
        launcher.Write("tests/LearnedOpt.Host.Tests/LearnedOpt.Host.Tests.csproj", "");
        launcher.Remove("id");
        launcher.Fake("id", "echo 1000");
        launcher.Fake("apt-get", "");
        var run = launcher.Run("test");
        Assert.Equal(0, run.Code);
        Assert.Contains("3 passed, 0 failed", run.Output, StringComparison.Ordinal);
        Assert.Contains("as root", Assert.Single(run.Faults), StringComparison.Ordinal);
        Assert.Contains("tests of workers will fail until RabbitMQ", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, launcher.CallsOf("apt-get"));
    }

    [LinuxFact]
    public void NativeCodeThatDoesNotBuild()
    {
        using var launcher = Launcher.Ready();
        launcher.Fake("cmake", "echo 'a.cpp:1: error: no such header'; exit 1");
        launcher.Run("setup").AssertFault(15, "a.cpp:1: error: no such header", "native.log");
    }

    [LinuxFact]
    public void ManagedCodeThatDoesNotBuild()
    {
        using var launcher = Launcher.Ready();
        launcher.Set("BUILD_FAILS", "1");
        launcher.Run("setup").AssertFault(16, "Some.cs(1,1): error CS1002: ; expected", "build-program.log");
        Assert.False(launcher.Exists(".learnedopt/run.stamp"));
    }

    [LinuxFact]
    public void ALibtorchThatIsNone()
    {
        using var launcher = Launcher.Ready();
        launcher.Set("LIBTORCH", launcher.Root);
        launcher.Run("setup").AssertFault(2, "LIBTORCH=", "include/", "unset it");
    }

    [LinuxFact]
    public void WrongArguments()
    {
        using var launcher = new Launcher();
        launcher.Run("--backend", "cuda", "doctor").AssertFault(2, "unknown backend 'cuda'");
        launcher.Run("setup", "--backend").AssertFault(2, "--backend needs a value");
        launcher.Run("setup", "now").AssertFault(2, "'now'");
        launcher.Run("test", "a", "b").AssertFault(2, "one filter");
        launcher.Run("test", "--fast").AssertFault(2, "unknown option '--fast'");
    }
}
