namespace LearnedOpt.Tasks.Data;

/// <summary>
/// Says whether files are the published ones, a subset, or others. A file with the published number of records must have
/// the published checksum: otherwise it is damaged, or its folder says in a README that it is a subset.
/// </summary>
internal sealed class Provenance(DataSetInfo info, string folder)
{
    private bool complete = true;

    public void Check(string path, OfficialFile file, int records, byte[] content)
    {
        if (records == file.Records && file.Matches(content))
            return;
        DataSetInfo? other = DataCatalog.All.FirstOrDefault(set => set != info && set.Files.Any(candidate => candidate.Records == records && candidate.Matches(content)));
        if (other is not null)
            throw new DataException(path, info.Title, other.Title, $"put it into {Path.Combine("..", other.Folders[0])} or ask for {other.Name}");
        if (records == file.Records && !DeclaredSubset)
        {
            throw new DataException(path, $"the published {info.Title} file (checksum {file.ContentHash})", "one of the same size with other content",
                "fetch it again; if it is meant to differ, add a README.md with the word 'subset' to its folder");
        }
        complete = false;
    }

    /// <summary>A published file is not there.</summary>
    public void Miss() => complete = false;

    public string Describe(int train, int test)
    {
        int fullTest = info.Files[^1].Records, fullTrain = info.Name == "cifar-10" ? 50000 : info.Files[0].Records;
        return complete
            ? $"{info.Title}, official files ({train} training, {test} test images)"
            : $"{info.Title}, a subset ({train} of {fullTrain} training, {test} of {fullTest} test images; not the official files)";
    }

    private bool DeclaredSubset => new[] { folder, Path.GetDirectoryName(folder) ?? folder }
        .SelectMany(place => new[] { "README.md", "README.txt", "README" }.Select(name => Path.Combine(place, name)))
        .Any(readme => File.Exists(readme) && new FileInfo(readme).Length < 1 << 20 && File.ReadAllText(readme).Contains("subset", StringComparison.OrdinalIgnoreCase));
}
