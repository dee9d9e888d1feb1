using System.Text.Json;

namespace LearnedOpt.Host.Tests;

public sealed class BenchTasksCommandTests
{
    [Fact]
    public void AsJsonItHasARowForEveryCombination()
    {
        var run = TestProgram.Run("bench", "tasks", "quadratic/16", "mlp/mnist-8", "--particles", "1", "2", "--threads", "1", "2", "--rule", "adam", "--json");
        Assert.Equal(ExitCode.Ok, run.Code);
        using var document = JsonDocument.Parse(run.Output);
        var rows = document.RootElement.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(6, rows.Count); // two threads need two particles
        foreach (var row in rows)
        {
            Assert.Equal("adam", row.GetProperty("rule").GetString());
            Assert.True(row.GetProperty("microsecondsPerParticleStep").GetDouble() > 0);
            Assert.Equal(0, row.GetProperty("liveTensorsAdded").GetInt64());
            Assert.Equal(1, row.GetProperty("dataShare").GetDouble() + row.GetProperty("gradientShare").GetDouble() + row.GetProperty("updateShare").GetDouble(), 6);
        }
    }

    [Theory]
    [InlineData("no task is called 'nothing'", "nothing")]
    [InlineData("at least 1", "quadratic/16", "--particles", "0")]
    public void FaultsSayWhatToDo(string message, params string[] arguments)
    {
        var run = TestProgram.Run(["bench", "tasks", .. arguments]);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }
}
