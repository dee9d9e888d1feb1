using System.Diagnostics;
using System.Text.RegularExpressions;

namespace LearnedOpt.Host;

/// <summary>Native libraries that this process has loaded: the truth about versions, whatever a package claims.</summary>
internal static partial class NativeModules
{
    /// <summary>Real path (links resolved) of the first loaded library whose path holds one of the names, tried in order.</summary>
    public static string? Find(params ReadOnlySpan<string> names)
    {
        using var process = Process.GetCurrentProcess();
        var paths = process.Modules.Cast<ProcessModule>().Select(module => module.FileName).ToList();
        foreach (var name in names)
            foreach (var path in paths)
                if (path.Contains(name, StringComparison.OrdinalIgnoreCase))
                    return Resolve(path);
        return null;
    }

    /// <summary>The version at the end of a shared object's name (libtorch_cpu.so.1.13: 1.13); null where it has none.</summary>
    public static string? VersionOf(string path) =>
        VersionSuffix().Match(Path.GetFileName(path)) is { Success: true } match ? match.Groups[1].Value : null;

    private static string Resolve(string path) =>
        File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? target.FullName : path;

    [GeneratedRegex(@"\.so\.([0-9][0-9.]*)$")]
    private static partial Regex VersionSuffix();
}
