namespace LearnedOpt.Host.Tests;

public class DoctorTests
{
    [Fact]
    public void ItReportsWhatDecidesSpeedAndResult()
    {
        var run = TestProgram.Run("doctor");
        Assert.Equal(ExitCode.Ok, run.Code);
        foreach (var name in (string[])["LearnedOpt:", "torch backend:", "plot backend:", "TorchSharp:", "libtorch:", "BLAS:", "devices:",
            "processor:", "SIMD:", "memory:", "disk:", "OMP_NUM_THREADS:", "data:"])
            Assert.Contains(name, run.Output, StringComparison.Ordinal);
        Assert.Contains(LearnedOptProgram.Version, run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData("/usr/lib/libtorch_cpu.so.1.13.0", "1.13.0")]
    [InlineData("/usr/lib/libtorch_cpu.so.2", "2")]
    [InlineData("/opt/libtorch/lib/libtorch_cpu.so", null)]
    [InlineData("C:\\torch\\torch_cpu.dll", null)]
    public void ALibrarysVersionIsInItsFileName(string path, string? version) => Assert.Equal(version, NativeModules.VersionOf(path));

    [Fact]
    public void DataFoldersAreRecognisedByTheirSubfolders()
    {
        var folder = Directory.CreateTempSubdirectory();
        var home = folder.CreateSubdirectory("home").FullName;
        try
        {
            Assert.NotNull(Assert.Single(DataFacts.Collect(home, null)).Advice);
            var named = folder.CreateSubdirectory("named");
            File.WriteAllText(Path.Combine(named.CreateSubdirectory("text").FullName, "mine.txt"), "words");
            Assert.EndsWith("named: mine", Assert.Single(DataFacts.Collect(home, named.FullName)).Value, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
