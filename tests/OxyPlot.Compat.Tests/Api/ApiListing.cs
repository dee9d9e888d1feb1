namespace OxyPlot.Compat.Tests.Api;

/// <summary>The public API of the real package: type headers, each with the lines of its members.</summary>
internal sealed class ApiListing
{
    private readonly Dictionary<string, (string Header, List<string> Members)> types = [];

    private ApiListing()
    {
    }

    public static ApiListing Load()
    {
        using var stream = typeof(ApiListing).Assembly.GetManifestResourceStream("public-api.txt")!;
        using var reader = new StreamReader(stream);
        var listing = new ApiListing();
        List<string>? members = null;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line.StartsWith("  ", StringComparison.Ordinal))
                members!.Add(line.Trim());
            else
                listing.types[NameOf(line)] = (line, members = []);
        }

        return listing;
    }

    public int TypeCount => types.Count;

    public string? Header(string typeName) => types.TryGetValue(typeName, out var type) ? type.Header : null;

    public IReadOnlyList<string> Members(string typeName) => types[typeName].Members;

    /// <summary>"public class OxyPlot.Series.LineSeries : DataPointSeries" is about OxyPlot.Series.LineSeries.</summary>
    private static string NameOf(string header) =>
        header.Split(" : ")[0].Split(" where ")[0].Split(' ').First(word => word.StartsWith("OxyPlot.", StringComparison.Ordinal));
}
