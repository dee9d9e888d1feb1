using System.Globalization;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;

namespace LearnedOpt.Tests.Samples;

/// <summary>The sample as its reader runs it: a program of its own.</summary>
public sealed class TrainYourModelTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sample").FullName;

    [Fact]
    public void ItLowersItsLoss()
    {
        var rule = UpdateRules.Create("unf-adam");
        var theta = new float[rule.Theta.Count];
        rule.Initialize(theta, new CounterRandom(1));
        string weights = Path.Combine(folder, "weights.safetensors");
        RuleFile.Write(weights, rule, theta, new Dictionary<string, string>());
        var (code, output, error) = SampleProgram.Run("TrainYourModel", weights, "60");
        Assert.True(code == 0, error);
        double[] losses = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture))];
        Assert.True(losses[^1] < 0.8 * losses[0], output);
    }

    [Theory]
    [InlineData("usage:")]
    [InlineData("usage:", "weights.safetensors", "no number")]
    [InlineData("missing.safetensors", "missing.safetensors")]
    public void AFaultIsOneLineThatSaysWhatToDo(string expected, params string[] arguments)
    {
        var (code, _, error) = SampleProgram.Run("TrainYourModel", arguments);
        Assert.NotEqual(0, code);
        Assert.Contains(expected, error);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
