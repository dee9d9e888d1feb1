using System.Reflection;
using LearnedOpt.Checkpoints;

namespace LearnedOpt.Optimizers;

/// <summary>
/// The trained weights that come with this library. They are inside the assembly, so every program that has the library has them too:
/// from a package, from a project reference, trimmed or as a single file.
/// </summary>
public static class PretrainedWeights
{
    private const string Prefix = "pretrained/", Weights = ".safetensors", CardText = ".md";
    private static readonly Assembly Library = typeof(PretrainedWeights).Assembly;

    /// <summary>All names, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Library.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(Prefix, StringComparison.Ordinal) && resource.EndsWith(Weights, StringComparison.Ordinal))
            .Select(resource => resource[Prefix.Length..^Weights.Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>The rule with the weights called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There are none of this name; the message lists the names.</exception>
    /// <exception cref="CheckpointException">The library's own file is damaged.</exception>
    public static RuleFile Read(string name)
    {
        using Stream stream = Open(name, Weights) ?? throw Unknown(name);
        return RuleFile.ReadFrom($"pretrained weights '{name}'", stream);
    }

    /// <summary>What is known about them, in Markdown: what they were trained on, horizon, command, time, figures, limits.</summary>
    /// <exception cref="ArgumentException">There are no weights of this name; the message lists the names.</exception>
    public static string Card(string name)
    {
        if (!Names.Contains(name))
            throw Unknown(name);
        using Stream? stream = Open(name, CardText);
        if (stream is null)
            return $"# {name}\n";
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Writes the weights to a file of your own, all or nothing; Python reads it with the safetensors package.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="path">Replaced if it exists.</param>
    /// <exception cref="ArgumentException">There are none of this name; the message lists the names.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Export(string name, string path)
    {
        using Stream stream = Open(name, Weights) ?? throw Unknown(name);
        AtomicFile.Write(path, stream.CopyTo);
    }

    private static Stream? Open(string name, string extension)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Library.GetManifestResourceStream(Prefix + name + extension);
    }

    private static ArgumentException Unknown(string name) => new(
        $"no pretrained weights are called '{name}'; {(Names.Count > 0 ? $"choose one of {string.Join(", ", Names)}" : "this build of the library has none")}. For a file of your own, use LearnedOptimizer.Load(path, module).");
}
