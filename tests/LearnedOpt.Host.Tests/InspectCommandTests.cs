using System.Text.Json;

namespace LearnedOpt.Host.Tests;

public sealed class InspectCommandTests
{
    /// <summary>Counts of the paper's specifications: Zhou, Finn, Harrison 2024, figure 3 (the CNN without its aliased axis).</summary>
    [Theory]
    [InlineData("mlp", "unf", 32, 3783)]
    [InlineData("mlp", "deepset", 32, 2788)]
    [InlineData("cnn", "unf", 86, 5513)]
    [InlineData("rnn", "unf", 165, 8043)]
    [InlineData("transformer", "unf", 1918, 64168)]
    public void CountsAreThePapers(string model, string rule, long terms, int metaParameters)
    {
        var run = TestProgram.Run("inspect", "--model", model, "--rule", rule, "--json");
        Assert.Equal(ExitCode.Ok, run.Code);
        using var document = JsonDocument.Parse(run.Output);
        Assert.Equal(terms, document.RootElement.GetProperty("terms").GetInt64());
        Assert.Equal(metaParameters, document.RootElement.GetProperty("metaParameters").GetInt32());
        Assert.InRange(document.RootElement.GetProperty("invarianceError").GetDouble(), 0, 1e-5);
        Assert.NotEmpty(document.RootElement.GetProperty("tensors").EnumerateArray());
        Assert.NotEmpty(document.RootElement.GetProperty("symmetries").EnumerateArray());
    }

    [Fact]
    public void ATaskIsInspectedByName()
    {
        var run = TestProgram.Run("inspect", "--task", "mlp/mnist-8");
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Contains("basis terms of a full layer: 32", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("inspect", "--model", "nope")]
    [InlineData("inspect", "--task", "nope")]
    [InlineData("inspect", "--model", "mlp", "--rule", "nope")]
    public void WhatIsUnknownIsOneLine(params string[] args)
    {
        var run = TestProgram.Run(args);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }
}
