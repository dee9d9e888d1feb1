using LearnedOpt.Checkpoints;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;

namespace LearnedOpt.Tests.Optimizers;

public sealed class RuleFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rule-file").FullName;

    public static TheoryData<string> Rules => [.. UpdateRules.Names];

    [Theory]
    [MemberData(nameof(Rules))]
    public void EveryRuleComesBackAsItWas(string name)
    {
        var (rule, theta) = Make(name);
        RuleFile.Write(Path("a"), rule, theta, new Dictionary<string, string> { ["trained_on"] = "a task" });
        var read = RuleFile.Read(Path("a"));
        Assert.Equal(rule.Name, read.Rule.Name);
        Assert.Equal(rule.Settings, read.Rule.Settings);
        Assert.Equal(theta, read.Theta);
        Assert.Equal("a task", read.Card["trained_on"]);
    }

    [Fact]
    public void SettingsOtherThanTheDefaultsSurvive()
    {
        var rule = new AdamFunctionalRule(new AdamFunctionalOptions { Channels = 7, HiddenLayers = 3, TimeLimit = 1234 });
        var theta = new float[rule.Theta.Count];
        RuleFile.Write(Path("a"), rule, theta, new Dictionary<string, string>());
        Assert.Equal(rule.Options, Assert.IsType<AdamFunctionalRule>(RuleFile.Read(Path("a")).Rule).Options);
    }

    [Fact]
    public void AForeignFileIsRefusedInOneLine()
    {
        SafeTensors.Write(Path("b"), [StoredTensor.Create<float>("w", [1f], 1)]);
        var fault = Assert.Throws<CheckpointException>(() => RuleFile.Read(Path("b")));
        Assert.Contains("learnedopt-rule", fault.Message);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void UnknownSettingsAreRefused()
    {
        var fault = Assert.Throws<ArgumentException>(() => UpdateRules.Create("unf-adam", """{"Chanels": 3}"""));
        Assert.Contains("Chanels", fault.Message);
    }

    [Fact]
    public void ThetaThatIsNotFiniteIsNotWritten()
    {
        var (rule, theta) = Make(UpdateRules.Names[0]);
        theta[3] = float.NaN;
        Assert.Throws<ArgumentException>(() => RuleFile.Write(Path("c"), rule, theta, new Dictionary<string, string>()));
        Assert.False(File.Exists(Path("c")));
    }

    private static (IUpdateRule Rule, float[] Theta) Make(string name)
    {
        var rule = UpdateRules.Create(name);
        var theta = new float[rule.Theta.Count];
        rule.Initialize(theta, new CounterRandom(3));
        return (rule, theta);
    }

    private string Path(string name) => System.IO.Path.Combine(_folder, name + ".safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
