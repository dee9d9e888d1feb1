namespace LearnedOpt.Host.Tests;

public sealed class DataCommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void WhatIsEmbeddedNeedsNoFolder()
    {
        var run = TestProgram.Run("data", "list", "--data", folder.FullName);
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Contains("digits: embedded", run.Output, StringComparison.Ordinal);
        Assert.Contains("mnist: missing", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderThatIsNotThereIsADataFault()
    {
        var run = TestProgram.Run("data", "list", "--data", Path.Combine(folder.FullName, "nowhere"));
        Assert.Equal(ExitCode.Data, run.Code);
        Assert.Contains("nowhere", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void ADamagedFileIsFoundByCheckAndNotByList()
    {
        File.WriteAllBytes(Path.Combine(folder.CreateSubdirectory("mnist").FullName, "train-images-idx3-ubyte"), [1, 2, 3]);
        Assert.Equal(ExitCode.Ok, TestProgram.Run("data", "list", "--data", folder.FullName).Code);
        var run = TestProgram.Run("data", "check", "--data", folder.FullName);
        Assert.Equal(ExitCode.Data, run.Code);
        Assert.Contains("mnist: damaged", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void FetchNamesWhatItCanFetch()
    {
        var run = TestProgram.Run("data", "fetch", "imagenet", "--data", folder.FullName);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("imagenet", run.Error, StringComparison.Ordinal);
        Assert.Contains("mnist", run.Error, StringComparison.Ordinal);
    }
}
