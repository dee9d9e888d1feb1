using LearnedOpt.Optimizers;
using LearnedOpt.Tests.Samples;

namespace LearnedOpt.MetaTraining.Tests.Samples;

public sealed class MetaTrainOnYourModelTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sample").FullName;

    [Fact]
    public void ItWritesWeightsAndCompares()
    {
        string weights = Path.Combine(folder, "weights.safetensors");
        var (code, output, error) = SampleProgram.Run("MetaTrainOnYourModel", weights, "0.02");
        Assert.True(code == 0, error);
        Assert.Contains("learned", output);
        Assert.Equal("unf-adam", RuleFile.Read(weights).Rule.Name);
    }

    [Theory]
    [InlineData("usage:")]
    [InlineData("usage:", "weights.safetensors", "-1")]
    [InlineData("cannot write", "no-such-folder/weights.safetensors", "0.001")]
    public void AFaultIsOneLineThatSaysWhatToDo(string expected, params string[] arguments)
    {
        var (code, _, error) = SampleProgram.Run("MetaTrainOnYourModel", arguments);
        Assert.NotEqual(0, code);
        Assert.Contains(expected, error);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
