namespace LearnedOpt.Tasks.Data;

/// <summary>A data set that has a name: where its files are looked for, and what stands in for it without a data folder.</summary>
public sealed class DataSetInfo
{
    internal DataSetInfo(string name, string title, DataKind kind, string? embedded, string[] folders, OfficialFile[] files) =>
        (Name, Title, Kind, Embedded, Folders, Files) = (name, title, kind, embedded, folders, files);

    /// <summary>Name on the command line and in task names.</summary>
    public string Name { get; }

    /// <summary>Name for people.</summary>
    public string Title { get; }

    /// <summary>Images or text.</summary>
    public DataKind Kind { get; }

    /// <summary>Name of the embedded data set used when no data folder is given; null when this one is itself embedded.</summary>
    public string? Embedded { get; }

    /// <summary>True when it needs no files.</summary>
    public bool IsEmbedded => Embedded is null;

    internal IReadOnlyList<string> Folders { get; }

    internal IReadOnlyList<OfficialFile> Files { get; }
}
