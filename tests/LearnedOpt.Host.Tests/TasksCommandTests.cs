using System.Text.Json;

namespace LearnedOpt.Host.Tests;

public sealed class TasksCommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void AsJsonItListsEveryTask()
    {
        var run = TestProgram.Run("tasks", "--json");
        Assert.Equal(ExitCode.Ok, run.Code);
        using var document = JsonDocument.Parse(run.Output);
        var tasks = document.RootElement.GetProperty("tasks").EnumerateArray().ToList();
        Assert.Equal(LearnedOpt.Tasks.TaskRegistry.Names, tasks.Select(task => task.GetProperty("name").GetString()));
        var mlp = tasks.Single(task => task.GetProperty("name").GetString() == "mlp/mnist-8");
        Assert.Equal(2410, mlp.GetProperty("parameters").GetInt64());
        Assert.InRange(mlp.GetProperty("initialLoss").GetDouble(), 2.1, 2.6);
        Assert.NotEmpty(document.RootElement.GetProperty("families").EnumerateArray());
    }

    [Fact]
    public void OneTaskWithOptionsIsOneLine()
    {
        var run = TestProgram.Run("tasks", "mlp/mnist-8?hidden=16");
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Contains("mlp/mnist-8?hidden=16: 1,210 parameters", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingDataIsALineInTheListAndAFaultForOneTask()
    {
        var list = TestProgram.Run("tasks", "--data", folder.FullName);
        Assert.Equal(ExitCode.Ok, list.Code);
        Assert.Contains("learnedopt data fetch mnist", list.Output, StringComparison.Ordinal);
        Assert.Contains("mlp/mnist-8: 2,410 parameters, initial loss", list.Output, StringComparison.Ordinal);
        Assert.Contains("quadratic/16: 16 parameters", list.Output, StringComparison.Ordinal);
        var one = TestProgram.Run("tasks", "mlp/mnist-8", "--data", folder.FullName);
        Assert.Equal(ExitCode.Data, one.Code);
        Assert.Single(one.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void AnUnknownTaskIsAUsageFault()
    {
        var run = TestProgram.Run("tasks", "mlp/nothing");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("choose one of mlp/mnist-8", run.Error, StringComparison.Ordinal);
    }
}
