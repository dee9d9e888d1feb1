using LearnedOpt.Host;

namespace LearnedOpt.Host.Tests;

public sealed class TextTableTests
{
    private static readonly string[] Columns = ["Optimizer", "Learning rate", "Final loss", "Steps to Adam's", "Speedup", "Diverged"];

    private static readonly string[][] Rows =
    [
        ["unf-general", "1", "0.0303", "1,021", "1.96", "0 of 3"],
        ["Adam", "0.01", "0.0877", "not reached", "(0.97)", "0 of 3"],
    ];

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(80)]
    [InlineData(60)]
    [InlineData(40)]
    [InlineData(26)]
    public void ItFitsTheTerminalAndLosesNothing(int width)
    {
        var lines = TextTable.Lines(Columns, Rows, width).ToList();
        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        var text = string.Join('\n', lines);
        Assert.All(Columns.SelectMany(column => column.Split(' ')).Concat(Rows.SelectMany(row => row)), cell => Assert.Contains(cell, text));
    }

    [Fact]
    public void ColumnsStandUnderTheirHeadings()
    {
        Assert.Equal(["Optimizer    Loss", "Adam       0.0877", "unf             1"], TextTable.Lines(["Optimizer", "Loss"], [["Adam", "0.0877"], ["unf", "1"]]));
        Assert.Equal(["           Final", "Optimizer   loss", "Adam           1"], TextTable.Lines(["Optimizer", "Final loss"], [["Adam", "1"]], 16));
    }

    [Fact]
    public void TextBreaksAtBlanksOnlyAndPathsStayWhole() =>
        Assert.Equal(["Written to", "/a/very/long/path/indeed:", "one, two"], TextWrap.Lines("Written to /a/very/long/path/indeed: one, two", 12));
}
