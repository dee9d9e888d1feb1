namespace LearnedOpt.Tasks.Data;

/// <summary>One line of <c>learnedopt data list</c> or <c>data check</c>.</summary>
/// <param name="Name">Name of the data set or text.</param>
/// <param name="Kind">Images or text.</param>
/// <param name="State">What was found.</param>
/// <param name="Text">Its source in words, or the fault, or what to do; one line.</param>
public sealed record DataReport(string Name, DataKind Kind, DataState State, string Text)
{
    /// <summary>Every known data set and every text in the folder, looked up but not read.</summary>
    public static IReadOnlyList<DataReport> List(DataFolder folder) =>
        [.. DataCatalog.All.Select(info => Locate(folder, info)), .. OwnTexts(folder).Select(name => new DataReport(name, DataKind.Text, DataState.Sound, $"{name}.txt in the data folder"))];

    /// <summary>The same, but everything that is present is read and checked.</summary>
    public static IReadOnlyList<DataReport> Check(DataFolder folder) =>
        [.. List(folder).Select(report => report.State is DataState.Missing ? report : Read(folder, report))];

    private static DataReport Locate(DataFolder folder, DataSetInfo info)
    {
        if (info.IsEmbedded)
            return new DataReport(info.Name, info.Kind, DataState.Embedded, $"{info.Title} (embedded)");
        if (folder.Path is not null && folder.Has(info.Name))
            return new DataReport(info.Name, info.Kind, DataState.Sound, $"{info.Title} in {(info.Kind == DataKind.Images ? folder.FindFolder(info) : folder.Path)}");
        string standIn = folder.Path is null ? $"replaced by {DataCatalog.Get(info.Embedded!).Title} without a data folder" : "not in the data folder";
        return new DataReport(info.Name, info.Kind, DataState.Missing, DataDownload.Names.Contains(info.Name) ? $"{standIn}; learnedopt data fetch {info.Name}" : standIn);
    }

    private static DataReport Read(DataFolder folder, DataReport report)
    {
        try
        {
            string source = report.Kind == DataKind.Images ? DataCache.LoadImages(folder, report.Name).Source : DataCache.LoadText(folder, report.Name).Source;
            return report with { Text = source };
        }
        catch (DataException e)
        {
            return report with { State = DataState.Damaged, Text = e.Message };
        }
    }

    private static IEnumerable<string> OwnTexts(DataFolder folder)
    {
        if (folder.Path is null)
            return [];
        string[] places = [Path.Combine(folder.Path, "text"), folder.Path];
        return places.Where(Directory.Exists).SelectMany(place => Directory.EnumerateFiles(place, "*.txt"))
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Select(name => name.EndsWith(".train") || name.EndsWith(".valid") || name.EndsWith(".test") ? Path.GetFileNameWithoutExtension(name) : name)
            .Where(name => DataCatalog.Find(name) is null).Distinct().Order(StringComparer.Ordinal);
    }
}
