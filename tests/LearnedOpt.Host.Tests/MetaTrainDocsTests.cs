using System.Text.Json.Nodes;
using LearnedOpt.MetaTraining.Service;

namespace LearnedOpt.Host.Tests;

public sealed class MetaTrainDocsTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Launcher.RepositoryRoot, "docs", "meta-training.md"));

    [Fact]
    public void EveryKeyIsDocumented()
    {
        var configuration = RunConfiguration.Read("docs.json", ConfigurationText.Parse("docs.json", """{"limit":{"steps":1}}""", []));
        Assert.All(Keys("", JsonNode.Parse(configuration.ToJson())), key => Assert.Contains($"`{key}`", Page, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryOptionIsDocumented()
    {
        var help = TestProgram.Run("meta-train", "--help").Output;
        var options = help.Split([' ', '\r', '\n', ',', '(', ')', ';', ':'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.StartsWith("--", StringComparison.Ordinal)).Distinct();
        Assert.All(options.Except(["--help", "--plain"]), option => Assert.Contains($"`{option}", Page, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Keys(string path, JsonNode? node) => node is JsonObject section
        ? section.SelectMany(pair => Keys(path.Length == 0 ? pair.Key : $"{path}.{pair.Key}", pair.Value))
        : [path];
}
