namespace LearnedOpt.Optimizers;

/// <summary>The trained weights that come with this library, each one file with its card in the metadata.</summary>
public static class PretrainedWeights
{
    private const string Folder = "pretrained", Extension = ".safetensors";

    /// <summary>All names, sorted.</summary>
    public static IReadOnlyList<string> Names =>
        [.. Folders().SelectMany(folder => Directory.EnumerateFiles(folder, "*" + Extension)).Select(path => Path.GetFileNameWithoutExtension(path)!).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The file of the weights called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static string PathOf(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        string? found = name.AsSpan().ContainsAny('/', '\\') ? null : Folders().Select(folder => Path.Combine(folder, name + Extension)).FirstOrDefault(File.Exists);
        return found ?? throw new ArgumentException(
            $"no pretrained weights are called '{name}'; {(Names.Count > 0 ? $"choose one of {string.Join(", ", Names)}" : "none are installed")}. For a file of your own, use LearnedOptimizer.Load(path, module).");
    }

    // Beside the program, where the package and the build put them; else in the repository that it was built in.
    private static IEnumerable<string> Folders()
    {
        string beside = Path.Combine(AppContext.BaseDirectory, Folder);
        if (Directory.Exists(beside))
            yield return beside;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string here = Path.Combine(folder.FullName, Folder);
            if (!File.Exists(Path.Combine(folder.FullName, "LearnedOpt.sln")) || !Directory.Exists(here))
                continue;
            yield return here;
            yield break;
        }
    }
}
