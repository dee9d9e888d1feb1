namespace LearnedOpt.Tasks.Data;

/// <summary>
/// Finds and loads NAME.txt, or NAME.train.txt with NAME.valid.txt and NAME.test.txt, in the data folder or its text/
/// folder. Any name works, so a user's own text needs no registration.
/// </summary>
internal static class TextFiles
{
    private const int MinimumBytes = 1000;

    /// <summary>Part ("" for an undivided text, "train", "valid", "test") and path of each file found.</summary>
    public static IReadOnlyList<(string Part, string Path)> Find(DataFolder data, string name)
    {
        if (name.Length == 0 || name != Path.GetFileName(name))
            return [];
        string[] parts = ["", "train", "valid", "test"];
        foreach (string folder in new[] { Path.Combine(data.Path!, "text"), data.Path! })
        {
            (string, string)[] found = [.. parts.Select(part => (part, Path.Combine(folder, part.Length == 0 ? $"{name}.txt" : $"{name}.{part}.txt"))).Where(file => File.Exists(file.Item2))];
            if (found.Length > 0)
                return found;
        }
        return [];
    }

    public static TextCorpus Load(DataFolder data, string name)
    {
        IReadOnlyList<(string Part, string Path)> files = Find(data, name);
        if (files.Count == 0)
        {
            throw new DataException(data.Path!, $"a text {Path.Combine("text", name + ".txt")} (or {name}.train.txt and so on)", $"{Available(data.Path!)}",
                DataCatalog.Find(name) is { Embedded: not null } ? $"fetch or add it, or leave out --data to use {DataCatalog.Get("docs").Title}" : "add the file or choose another text");
        }
        DataSetInfo? info = DataCatalog.Find(name);
        string title = info?.Title ?? name;
        Dictionary<string, byte[]> parts = files.ToDictionary(file => file.Part, file => Read(file.Path));
        if (parts.TryGetValue("", out byte[]? whole))
            return TextCorpus.Consecutive(title, Describe(title, info, Path.GetFileName(files[0].Path), whole), whole);
        if (parts.TryGetValue("train", out byte[]? train) && parts.TryGetValue("valid", out byte[]? valid) && parts.TryGetValue("test", out byte[]? test))
            return new TextCorpus(title, $"{title}, its own training, validation and test parts ({train.Length} bytes to train)", false, train, valid, test);

        // Some parts are missing: what is there is divided anew.
        byte[] joined = [.. parts.Values.SelectMany(part => part)];
        return TextCorpus.Consecutive(title, $"{title}, a subset (only the parts {string.Join(", ", parts.Keys)}; {joined.Length} bytes)", joined);
    }

    private static string Describe(string title, DataSetInfo? info, string file, byte[] content)
    {
        if (info is not { Files: [var official] })
            return $"{title} ({content.Length} bytes of {file})";
        return official.Matches(content) ? $"{title}, official file ({content.Length} bytes)" : $"{title}, not the official file ({content.Length} bytes)";
    }

    private static byte[] Read(string path)
    {
        byte[] content = FileContent.Read(path);
        if (content is [0xEF, 0xBB, 0xBF, ..])
            content = content[3..];         // byte order mark
        if (content.Length < MinimumBytes)
            throw new DataException(path, $"a text of at least {MinimumBytes} bytes", content.Length.ToString(), "choose a longer text");
        if (content.AsSpan().Contains((byte)0) || !System.Text.Unicode.Utf8.IsValid(content))
            throw new DataException(path, "a text in UTF-8", "other bytes", "convert the file to UTF-8");
        return content;
    }

    private static string Available(string folder)
    {
        string[] names = [.. new[] { Path.Combine(folder, "text"), folder }.Where(Directory.Exists)
            .SelectMany(place => Directory.EnumerateFiles(place, "*.txt")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).Take(6)];
        return names.Length == 0 ? "no text" : $"only {string.Join(", ", names)}";
    }
}
