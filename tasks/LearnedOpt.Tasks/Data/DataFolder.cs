namespace LearnedOpt.Tasks.Data;

/// <summary>
/// Where data come from: the folder of <c>--data DIR</c>, else the one in the environment variable
/// <c>LEARNEDOPT_DATA</c>, else the data embedded in the program. With a folder a missing data set is an error: results
/// must never come from other data than the user asked for.
/// </summary>
public sealed record DataFolder
{
    /// <summary>Name of the environment variable.</summary>
    public const string Variable = "LEARNEDOPT_DATA";

    private DataFolder()
    {
    }

    /// <summary>No folder: embedded data.</summary>
    public static DataFolder Embedded { get; } = new();

    /// <summary>The folder, absolute; null for embedded data.</summary>
    public string? Path { get; private init; }

    /// <summary>The folder that <paramref name="option"/> names, or the environment variable, or none.</summary>
    /// <exception cref="DataException">The folder that one of them names does not exist.</exception>
    public static DataFolder Resolve(string? option = null) => Resolve(option, Environment.GetEnvironmentVariable(Variable));

    internal static DataFolder Resolve(string? option, string? variable)
    {
        string? path = string.IsNullOrWhiteSpace(option) ? variable : option;
        if (string.IsNullOrWhiteSpace(path))
            return Embedded;
        if (Directory.Exists(path))
            return new DataFolder { Path = System.IO.Path.GetFullPath(path) };
        string from = path == option ? "--data" : Variable;
        throw new DataException(path, $"a folder with data ({from})", File.Exists(path) ? "a file" : "nothing", $"correct {from}, or leave it out to use embedded data");
    }

    /// <summary>True when this data set can be loaded from here (its files are present, or it is embedded).</summary>
    public bool Has(string name)
    {
        DataSetInfo? info = DataCatalog.Find(name);
        if (Path is null || info is { IsEmbedded: true })
            return info is not null;
        return info is { Kind: DataKind.Images } ? FindFolder(info) is not null : TextFiles.Find(this, name).Count > 0;
    }

    /// <summary>The name of the data set that is really used for <paramref name="name"/>: itself, or what stands in for it.</summary>
    internal string Actual(string name) => Path is null && DataCatalog.Find(name) is { Embedded: { } embedded } ? embedded : name;

    /// <summary>The first candidate folder that holds one of the data set's files.</summary>
    internal string? FindFolder(DataSetInfo info) =>
        info.Folders.Select(folder => System.IO.Path.GetFullPath(System.IO.Path.Combine(Path!, folder)))
            .FirstOrDefault(folder => info.Files.Any(file => FindFile(folder, file) is not null));

    internal string RequireFolder(DataSetInfo info) => FindFolder(info) ?? throw new DataException(
        Path!, $"{info.Title} files such as {System.IO.Path.Combine(info.Folders[0], info.Files[0].Name)}", Describe(Path!),
        $"fetch them (learnedopt data fetch {info.Name}), or leave out --data to use {DataCatalog.Get(info.Embedded!).Title}");

    internal static string? FindFile(string folder, OfficialFile file) =>
        file.Spellings.Select(name => System.IO.Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static string Describe(string folder)
    {
        string[] names = [.. Directory.EnumerateFileSystemEntries(folder).Select(entry => System.IO.Path.GetFileName(entry)).Order(StringComparer.Ordinal).Take(5)];
        return names.Length == 0 ? "an empty folder" : $"only {string.Join(", ", names)}{(names.Length == 5 ? ", ..." : "")}";
    }
}
