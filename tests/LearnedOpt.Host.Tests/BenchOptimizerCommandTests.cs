using System.Text.Json;

namespace LearnedOpt.Host.Tests;

public sealed class BenchOptimizerCommandTests
{
    [Fact]
    public void AsJsonItHasARowForEveryRuleAndOneForTheReference()
    {
        var run = TestProgram.Run("bench", "optimizer", "--model", "mlp-1e5", "--rule", "adam", "rmsprop", "--rounds", "1", "--json");
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        using var document = JsonDocument.Parse(run.Output);
        var rows = document.RootElement.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(["torch.optim.Adam", "adam", "rmsprop"], rows.Select(row => row.GetProperty("rule").GetString()));
        Assert.All(rows, row =>
        {
            Assert.Equal(("mlp-1e5", 101_770), (row.GetProperty("model").GetString(), row.GetProperty("parameters").GetInt64()));
            Assert.True(row.GetProperty("stepMilliseconds").GetDouble() > 0);
            Assert.True(row.GetProperty("ratioToAdam").GetDouble() > 0);
        });
        // What a rule holds is measured on the whole process, in which other tests run too.
        Assert.Equal(8, rows[0].GetProperty("bytesPerParameter").GetDouble());
        Assert.All(rows, row => Assert.True(row.GetProperty("bytesPerParameter").GetDouble() >= 0));
    }

    [Theory]
    [InlineData("--rounds must be 1 to 1000", "--rounds", "0")]
    [InlineData("'nothing'", "--rule", "nothing")]
    public void FaultsSayWhatToDo(string message, params string[] arguments)
    {
        var run = TestProgram.Run(["bench", "optimizer", .. arguments]);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }
}
