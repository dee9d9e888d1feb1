using System.Text.RegularExpressions;

namespace TorchSharp.Compat.Tests.Api;

/// <summary>The public API of the real package: type headers, each with the lines of its members.</summary>
internal sealed partial class ApiListing
{
    private readonly Dictionary<string, (string Header, HashSet<string> Members)> _types = [];

    public static ApiListing Load()
    {
        using var stream = typeof(ApiListing).Assembly.GetManifestResourceStream("public-api.txt")!;
        using var reader = new StreamReader(stream);
        var listing = new ApiListing();
        HashSet<string>? members = null;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line.StartsWith("  ", StringComparison.Ordinal)) members!.Add(Plain(line.Trim()));
            else listing._types[NameOf(line)] = (line, members = []);
        }
        return listing;
    }

    public int TypeCount => _types.Count;
    public int MemberCount => _types.Values.Sum(t => t.Members.Count);
    public string? Header(string typeName) => _types.TryGetValue(typeName, out var type) ? type.Header : null;
    public bool Has(string typeName, string member) => _types.TryGetValue(typeName, out var type) && type.Members.Contains(member);

    /// <summary>"public class TorchSharp.torch.Storage&lt;T&gt; : torch.Storage" is about TorchSharp.torch.Storage&lt;T&gt;.</summary>
    private static string NameOf(string header) => Name().Match(header).Value;

    /// <summary>A member without its obsolescence, and whether it is new, virtual or an override: calls look the same.</summary>
    public static string Plain(string member) => Variant().Replace(Obsolete().Replace(member, ""), "");

    /// <summary>A header without its interfaces: what stands between " : " and " where ", but for the base class.</summary>
    public static (string rest, string[] listed) Split(string header)
    {
        var where = header.IndexOf(" where ", StringComparison.Ordinal);
        var (head, constraints) = where < 0 ? (header, "") : (header[..where], header[where..]);
        var colon = head.IndexOf(" : ", StringComparison.Ordinal);
        if (colon < 0) return (head + constraints, []);
        return (head[..colon] + constraints, Comma().Split(head[(colon + 3)..]));
    }

    [GeneratedRegex(@"TorchSharp\.[^ (]*?(<[^>]*>[^ (]*)?(?=( : | where |\(|$))")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\[Obsolete[^\]]*\] ")]
    private static partial Regex Obsolete();

    [GeneratedRegex(@"\b(virtual|sealed override|abstract override|override|abstract) ")]
    private static partial Regex Variant();

    // Commas between types, not those inside <...> or (...).
    [GeneratedRegex(@", (?![^<(]*[>)])")]
    private static partial Regex Comma();
}
