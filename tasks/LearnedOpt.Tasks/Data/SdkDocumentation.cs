using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml;

namespace LearnedOpt.Tasks.Data;

/// <summary>
/// The embedded text: the English reference documentation that every .NET SDK carries
/// (<c>packs/Microsoft.NETCore.App.Ref/VERSION/ref/TARGET/*.xml</c>), stripped of markup, repetitions and code. One text
/// per SDK version; the version is part of the source's description.
/// </summary>
internal static class SdkDocumentation
{
    private const int BytesPerFile = 150_000, MaximumBytes = 3_000_000, MinimumWords = 6;

    private static readonly SearchValues<char> Prose = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ,.'-\"");

    /// <exception cref="DataException">This machine has no reference documentation.</exception>
    public static TextCorpus Load() => Load(DotnetRoot());

    internal static TextCorpus Load(string dotnetRoot)
    {
        string folder = FindFolder(dotnetRoot) ?? throw new DataException(dotnetRoot, "the .NET SDK's reference documentation (packs/Microsoft.NETCore.App.Ref)", "none",
            "install the .NET SDK, or give a text with --data");
        List<string> paragraphs = [];
        var seen = new HashSet<string>();
        int total = 0;
        foreach (string file in Directory.EnumerateFiles(folder, "*.xml").OrderBy(path => Path.GetFileName(path), StringComparer.Ordinal))
        {
            int bytes = 0;
            foreach (string paragraph in Paragraphs(file))
            {
                if (bytes > BytesPerFile || total > MaximumBytes)
                    break;
                if (!IsProse(paragraph) || !seen.Add(paragraph))
                    continue;
                paragraphs.Add(paragraph);
                bytes += paragraph.Length + 1;
                total += paragraph.Length + 1;
            }
        }
        string version = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(folder)))!;
        return TextCorpus.Interleaved("the .NET reference documentation", $"the reference documentation of .NET {version} on this machine ({total} bytes)", false, paragraphs);
    }

    internal static string DotnetRoot()
    {
        // ROOT/shared/Microsoft.NETCore.App/VERSION/
        string runtime = Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());
        return Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
    }

    private static string? FindFolder(string dotnetRoot)
    {
        string pack = Path.Combine(dotnetRoot, "packs", "Microsoft.NETCore.App.Ref");
        if (!Directory.Exists(pack))
            return null;
        return Directory.EnumerateDirectories(pack)
            .OrderByDescending(path => Version.TryParse(Path.GetFileName(path).Split('-')[0], out Version? version) ? version : new Version(0, 0))
            .ThenBy(path => path, StringComparer.Ordinal)
            .Select(path => Path.Combine(path, "ref"))
            .Where(Directory.Exists)
            .SelectMany(path => Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal))
            .FirstOrDefault(path => Directory.EnumerateFiles(path, "*.xml").Any());
    }

    // Each summary, remark, parameter, result or exception is a paragraph; an unreadable file ends early.
    private static IEnumerable<string> Paragraphs(string path)
    {
        using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreComments = true });
        var text = new StringBuilder();
        int depth = -1;
        while (Read(reader))
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when depth < 0:
                    if (reader.Name is "summary" or "remarks" or "param" or "returns" or "exception" or "value" && !reader.IsEmptyElement)
                        depth = reader.Depth;
                    break;
                case XmlNodeType.Element:
                    text.Append(Reference(reader.GetAttribute("cref") ?? reader.GetAttribute("name") ?? reader.GetAttribute("langword") ?? " "));
                    break;
                case XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when depth >= 0:
                    text.Append(reader.Value);
                    break;
                case XmlNodeType.EndElement when reader.Depth == depth:
                    yield return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace(" .", ".").Replace(" ,", ",");
                    text.Clear();
                    depth = -1;
                    break;
            }
        }
    }

    private static bool Read(XmlReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (XmlException)
        {
            return false;
        }
    }

    // M:System.Collections.Generic.List`1.Add(`0) reads Add.
    private static ReadOnlySpan<char> Reference(string name)
    {
        ReadOnlySpan<char> text = name;
        int arguments = text.IndexOf('(');
        text = arguments >= 0 ? text[..arguments] : text;
        text = text[(text.LastIndexOf('.') + 1)..];
        int arity = text.IndexOf('`');
        return arity >= 0 ? text[..arity] : text;
    }

    private static bool IsProse(string paragraph)
    {
        if (!paragraph.EndsWith('.') || paragraph.AsSpan().Count(' ') < MinimumWords - 1)
            return false;
        int other = 0;
        foreach (char c in paragraph)
            other += Prose.Contains(c) ? 0 : 1;
        return other * 20 <= paragraph.Length;
    }
}
