using System.Text.Json;

namespace LearnedOpt.Host.Tests;

public sealed class BenchOuterCommandTests
{
    [Fact]
    public void AsJsonItHasARowForEveryCombination()
    {
        var run = TestProgram.Run("bench", "outer", "quadratic/16", "quadratic/16-noisy", "--estimator", "nres", "truncated-backprop", "--threads", "1", "2", "--minutes", "0.02", "--json");
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        using var document = JsonDocument.Parse(run.Output);
        var rows = document.RootElement.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(8, rows.Count);
        foreach (var row in rows)
        {
            Assert.True(row.GetProperty("innerStepsPerSecond").GetDouble() > 0);
            Assert.InRange(row.GetProperty("overhead").GetDouble(), 0, 100);
            Assert.InRange(row.GetProperty("idle").GetDouble(), 0, 1);
            Assert.Equal(0, row.GetProperty("workers").GetInt32());
            Assert.Contains(row.GetProperty("estimator").GetString(), (string[])["nres", "truncated-backprop"]);
        }
    }

    [Fact]
    public void FaultsSayWhatToDo()
    {
        Assert.Contains("at least 1", TestProgram.Run("bench", "outer", "quadratic/16", "--threads", "0").Error, StringComparison.Ordinal);
        Assert.Contains("tasks has no 'nothing'", TestProgram.Run("bench", "outer", "nothing").Error, StringComparison.Ordinal);
    }
}
