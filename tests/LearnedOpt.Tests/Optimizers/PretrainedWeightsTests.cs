using LearnedOpt.Optimizers;

namespace LearnedOpt.Tests.Optimizers;

/// <summary>What lies in <c>pretrained/</c> is in the library, readable, and has a card.</summary>
public sealed class PretrainedWeightsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pretrained").FullName;

    [Fact]
    public void TheLibraryHasTheFilesOfTheRepository() => Assert.Equal(Files("*.safetensors"), PretrainedWeights.Names);

    [Fact]
    public void EveryFileHasACardAndComesOutAsItWentIn()
    {
        foreach (var name in PretrainedWeights.Names)
        {
            Assert.Contains(name, PretrainedWeights.Card(name), StringComparison.Ordinal);
            Assert.Contains(name, Files("*.md"));
            var path = Path.Combine(_folder, name + ".safetensors");
            PretrainedWeights.Export(name, path);
            var (inside, file) = (PretrainedWeights.Read(name), RuleFile.Read(path));
            Assert.Equal((inside.Rule.Name, inside.Rule.Settings), (file.Rule.Name, file.Rule.Settings));
            Assert.Equal(inside.Theta, file.Theta);
        }
    }

    [Fact]
    public void AnUnknownNameIsAnsweredWithThoseThereAre()
    {
        foreach (var call in new Action<string>[] { name => PretrainedWeights.Read(name), name => PretrainedWeights.Card(name), name => PretrainedWeights.Export(name, Path.Combine(_folder, "x")) })
        {
            var message = Assert.Throws<ArgumentException>(() => call("unf-genral")).Message;
            Assert.Contains("no pretrained weights are called 'unf-genral'", message);
            Assert.All(PretrainedWeights.Names, name => Assert.Contains(name, message));
        }

        Assert.Empty(Directory.GetFiles(_folder));
    }

    private static List<string> Files(string pattern)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var here = Path.Combine(folder.FullName, "pretrained");
            if (File.Exists(Path.Combine(folder.FullName, "LearnedOpt.sln")))
                return Directory.Exists(here) ? [.. Directory.GetFiles(here, pattern).Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)] : [];
        }

        return [.. PretrainedWeights.Names];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
