using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Host;

/// <summary>Which real data is at hand. Nothing here is needed: every command has embedded data.</summary>
internal static class DataFacts
{
    /// <param name="home">Folder of the repository.</param>
    /// <param name="named">What LEARNEDOPT_DATA names; null where it is not set.</param>
    public static IEnumerable<Finding> Collect(string home, string? named)
    {
        if (!string.IsNullOrEmpty(named) && !Directory.Exists(named))
            yield return new("data", $"{DataFolder.Variable} names {named}, which does not exist", $"correct {DataFolder.Variable}, or unset it");

        var found = false;
        foreach (var folder in Candidates(home, named))
        {
            var sets = DataReport.List(DataFolder.Resolve(folder)).Where(report => report.State == DataState.Sound).Select(report => report.Name).ToList();
            if (sets.Count == 0)
                continue;
            found = true;
            yield return new("data", $"{folder}: {string.Join(", ", sets)}");
        }
        if (!found)
            yield return new("data", "embedded only",
                $"for real data pass --data DIR or set {DataFolder.Variable}; 'learnedopt data list' says what is looked for");
    }

    private static IEnumerable<string> Candidates(string home, string? named)
    {
        string?[] folders = [named, Path.Combine(home, "data"), Path.Combine(home, "..", "shared", "data")];
        return folders.OfType<string>().Where(folder => folder.Length > 0).Select(Path.GetFullPath).Distinct().Where(Directory.Exists);
    }
}
