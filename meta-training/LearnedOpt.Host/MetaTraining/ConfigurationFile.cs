using LearnedOpt.MetaTraining.Service;

namespace LearnedOpt.Host;

/// <summary>Finds and reads a configuration: a file, a preset by its name, or what a run folder stored.</summary>
internal static class ConfigurationFile
{
    /// <param name="home">Folder with <c>configs/</c>.</param>
    /// <param name="config">Path, or name of a preset; null to take what the run folder stored.</param>
    /// <param name="folder">Run folder, if one was given.</param>
    /// <param name="overrides">From <c>--set</c>, <c>--minutes</c> and <c>--steps</c>.</param>
    /// <exception cref="UserFaultException">There is none, or it cannot be used.</exception>
    public static RunConfiguration Read(string home, string? config, string? folder, IEnumerable<string> overrides)
    {
        var path = config is not null ? Find(home, config) : Stored(home, folder);
        try
        {
            return RunConfiguration.Read(path, ConfigurationText.Parse(path, File.ReadAllText(path), overrides));
        }
        catch (ConfigurationException fault)
        {
            throw UserFaultException.ForUsage(fault.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw UserFaultException.ForUsage($"configuration {path} cannot be read: {fault.Message.TrimEnd('.')}");
        }
    }

    /// <summary>Names of the presets.</summary>
    public static IReadOnlyList<string> Presets(string home) => Directory.Exists(Folder(home))
        ? [.. Directory.EnumerateFiles(Folder(home), "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)]
        : [];

    private static string Find(string home, string config)
    {
        foreach (var candidate in (string[])[config, Path.Combine(Folder(home), config), Path.Combine(Folder(home), config + ".json"), Path.Combine(home, config)])
            if (File.Exists(candidate)) return candidate;
        throw UserFaultException.ForUsage($"there is no configuration '{config}'; give a file, or one of the presets: {string.Join(", ", Presets(home))}");
    }

    private static string Stored(string home, string? folder)
    {
        if (folder is not null && new RunFiles(folder).Configuration is var stored && File.Exists(stored)) return stored;
        throw UserFaultException.ForUsage(folder is null
            ? $"meta-train needs --config FILE, or --out with the folder of a run to continue; presets are {string.Join(", ", Presets(home))}"
            : $"{folder} holds no configuration.json of a run; give --config FILE");
    }

    private static string Folder(string home) => Path.Combine(home, "configs");
}
