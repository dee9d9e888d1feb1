using System.Text.Json;
using LearnedOpt.Optimizers;

namespace LearnedOpt.Host.Tests;

public sealed class CompareCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("compare").FullName;

    private string Out => Path.Combine(_folder, "out");

    [Fact]
    public void ItWritesNumbersTablesAndAPage()
    {
        var run = Compare("--tasks", "quadratic/16,quadratic/16?condition=10", "--optimizers", "sgdm,adam-cosine", "mine=" + Weights("unf-adam"), "--sweep-learned");
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        Assert.Contains("swept Adam ends at", run.Output, StringComparison.Ordinal);
        Assert.Contains("mine", run.Output, StringComparison.Ordinal);
        foreach (var name in new[] { "comparison.json", "comparison.csv", "comparison.md", "sweep.csv", "report.html", "runs.jsonl", "curves-quadratic-16.csv", "steps-quadratic-16.svg" })
            Assert.True(new FileInfo(Path.Combine(Out, name)).Length > 0, name);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "comparison.json")));
        Assert.Equal(["Adam", "SGDM", "Adam-cosine", "mine"], json.RootElement.GetProperty("summary").EnumerateArray().Select(row => row.GetProperty("optimizer").GetString()));
        Assert.Equal(2 * 4 * 2, json.RootElement.GetProperty("rows").GetArrayLength());
        Assert.Equal(2 * 4, json.RootElement.GetProperty("sweeps").GetArrayLength());
        var page = File.ReadAllText(Path.Combine(Out, "report.html"));
        Assert.Contains("Tasks solved within a factor", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void ToSomeTimesTheHorizonItReportsStabilityBeyondIt()
    {
        var run = TestProgram.Run("compare", "--tasks", "quadratic/16", "--optimizers", "mine=" + Weights("unf-adam", "20 to 110"), "--horizon", "3", "--seeds", "2", "--sweep-seeds", "1", "--out", Out);
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        Assert.Contains("Runs take 3 times the horizon of 110 steps that mine was meta-trained for", run.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "comparison.json")));
        Assert.Equal(330, json.RootElement.GetProperty("steps").GetInt32());
        Assert.Equal([110, 220, 330], json.RootElement.GetProperty("pastHorizon").EnumerateArray().Select(row => row.GetProperty("steps").GetInt32()));
        foreach (var name in new[] { "report.html", "horizon-quadratic-16-mine.svg" }) Assert.Contains("past the horizon of mine", File.ReadAllText(Path.Combine(Out, name)), StringComparison.Ordinal);
        Assert.Contains("Past the horizon of meta-training", File.ReadAllText(Path.Combine(Out, "comparison.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void StoppedBeforeAnythingWasFinishedItSaysHowToGoOnAndThenDoes()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var stopped = TestProgram.Run(CommandRegistry.All, source.Token, Arguments("--optimizers", "sgdm"));
        Assert.Equal(ExitCode.Ok, stopped.Code);
        Assert.Contains($"--resume --out {Out}", stopped.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Out, "comparison.json")));

        var resumed = Compare("--optimizers", "sgdm", "--resume");
        Assert.True(resumed.Code == ExitCode.Ok, resumed.Error);
        var again = Compare("--optimizers", "sgdm", "--resume");
        Assert.Contains("14 runs are there already", again.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Storage, Compare("--optimizers", "sgdm").Code);
    }

    [Theory]
    [InlineData("unknown optimizer 'adm'; did you mean 'adam'?", "--optimizers", "adm")]
    [InlineData("choose of adam, adamw, sgdm, nadam, rmsprop, adam-cosine, baselines", "--optimizers", "magic-thing")]
    [InlineData("'celo' is an update rule without weights; write celo=FILE.safetensors", "--optimizers", "celo")]
    [InlineData("'Adam' is a baseline", "--optimizers", "adam=x.safetensors")]
    [InlineData("unknown task 'mlp/mnist-9'; did you mean 'mlp/mnist-8'?", "--tasks", "mlp/mnist-9")]
    [InlineData("no task is called 'nothing'", "--tasks", "nothing")]
    [InlineData("steps must be 200", "--steps", "20")]
    [InlineData("--threads must be", "--threads", "0")]
    [InlineData("cannot read '0' for option '--adam-points' as a learning rate above 0", "--adam-points", "0,0.1")]
    [InlineData("two optimizers are called 'SGDM'", "--optimizers", "sgdm", "sgdm")]
    [InlineData("there is no comparison to resume", "--resume")]
    [InlineData("--horizon needs a learned optimizer whose weights say", "--horizon", "5", "--optimizers", "sgdm")]
    [InlineData("--horizon and --steps exclude each other", "--horizon", "5", "--steps", "300")]
    [InlineData("--horizon must be above 0", "--horizon", "-1", "--optimizers", "unf-general")]
    public void FaultsSayWhatToDo(string message, params string[] arguments)
    {
        var run = TestProgram.Run(["compare", "--tasks", "quadratic/16", "--out", Out, .. arguments]);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public void AFileThatIsMissingOrOfAnotherRuleIsNamed()
    {
        var missing = Compare("--optimizers", "mine=nowhere.safetensors");
        Assert.Equal(ExitCode.Data, missing.Code);
        Assert.Contains("nowhere.safetensors", missing.Error, StringComparison.Ordinal);
        var other = Compare("--optimizers", "celo=" + Weights("unf-adam"));
        Assert.Equal(ExitCode.Usage, other.Code);
        Assert.Contains("holds weights of the rule 'unf-adam', not of 'celo'", other.Error, StringComparison.Ordinal);
    }

    private TestProgram Compare(params string[] more) => TestProgram.Run(Arguments(more));

    private string[] Arguments(params string[] more) =>
        [.. new[] { "compare", "--steps", "200", "--seeds", "2", "--sweep-seeds", "1", "--threads", "1", "--out", Out }, .. more.Contains("--tasks") ? [] : new[] { "--tasks", "quadratic/16" }, .. more];

    private string Weights(string name, string? horizon = null)
    {
        var rule = UpdateRules.Create(name);
        var theta = new float[rule.Theta.Count];
        rule.Initialize(theta, new Numerics.CounterRandom(1));
        var path = Path.Combine(_folder, name + ".safetensors");
        RuleFile.Write(path, rule, theta, horizon is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["horizon"] = horizon });
        return path;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
