using System.Reflection;

namespace LearnedOpt.Host;

/// <summary>How this program was built.</summary>
internal static class BuildFacts
{
    private static readonly Dictionary<string, string?> Metadata =
        typeof(BuildFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .GroupBy(entry => entry.Key).ToDictionary(group => group.Key, group => group.Last().Value);

    /// <summary><c>package</c> or <c>system</c>.</summary>
    public static string TorchBackend => Metadata.GetValueOrDefault(nameof(TorchBackend)) ?? "unknown";

    /// <summary><c>package</c> or <c>system</c>.</summary>
    public static string PlotBackend => Metadata.GetValueOrDefault(nameof(PlotBackend)) ?? "unknown";

    public static IEnumerable<Finding> Collect()
    {
        yield return new("LearnedOpt", LearnedOptProgram.Version + (IsOptimized() ? "" : ", debug build"),
            IsOptimized() ? null : "a debug build is many times slower: use './learnedopt', which builds Release");
        yield return new("torch backend", TorchBackend + (TorchBackend == "package" ? $" ({Metadata.GetValueOrDefault("TorchDevice")})" : ""));
        yield return new("plot backend", PlotBackend);
    }

    private static bool IsOptimized() =>
        typeof(BuildFacts).Assembly.GetCustomAttribute<System.Diagnostics.DebuggableAttribute>() is not { IsJITOptimizerDisabled: true };
}
