using System.Diagnostics;
using System.Globalization;

namespace LearnedOpt.Benchmarks.Tasks;

/// <summary>The most memory this process had resident.</summary>
internal static class PeakMemory
{
    /// <summary>Begins a new peak, where the system allows it.</summary>
    public static void Reset()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5"); // proc(5): resets VmHWM
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A locked-down container: the peak is then that of the whole run.
        }
    }

    public static double Megabytes()
    {
        using var process = Process.GetCurrentProcess();
        if (!OperatingSystem.IsLinux()) return process.PeakWorkingSet64 / 1e6;
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? process.PeakWorkingSet64 / 1e6 : 1024 * double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1e6;
    }
}
