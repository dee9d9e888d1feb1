namespace LearnedOpt.Host;

/// <summary>Which real data is at hand. Nothing here is needed: every command has embedded data.</summary>
internal static class DataFacts
{
    private static readonly (string Folder, string Meaning)[] Known =
    [
        ("mnist", "MNIST"),
        ("fashion-mnist", "Fashion-MNIST"),
        ("cifar-10-batches-bin", "CIFAR-10"),
        ("text", "text"),
    ];

    /// <param name="home">Folder of the repository.</param>
    /// <param name="named">What LEARNEDOPT_DATA names; null where it is not set.</param>
    public static IEnumerable<Finding> Collect(string home, string? named)
    {
        var found = false;
        foreach (var folder in Candidates(home, named))
        {
            var sets = Known.Where(set => HasFiles(Path.Combine(folder, set.Folder))).Select(set => set.Meaning).ToList();
            if (sets.Count == 0)
                continue;
            found = true;
            yield return new("data", $"{folder}: {string.Join(", ", sets)}");
        }
        if (!found)
            yield return new("data", "embedded only: synthetic digits and the .NET documentation's text",
                $"real data: pass --data DIR or set {SharedOptions.DataVariable} to a folder with mnist/, cifar-10-batches-bin/ or text/");
    }

    private static IEnumerable<string> Candidates(string home, string? named)
    {
        string?[] folders =
        [
            named,
            Path.Combine(home, "data"),
            Path.Combine(home, "..", "shared", "data"),
        ];
        return folders.OfType<string>().Where(folder => folder.Length > 0).Select(Path.GetFullPath).Distinct().Where(Directory.Exists);
    }

    private static bool HasFiles(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any();
}
