using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LearnedOpt.Host;

/// <summary>Processor, memory, disk and thread settings: what decides how fast the arithmetic can be.</summary>
internal static class MachineFacts
{
    private const double GiB = 1 << 30;

    public static IEnumerable<Finding> Collect(string folder)
    {
        yield return new("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.RuntimeIdentifier}, {RuntimeInformation.FrameworkDescription}");
        yield return new("processor", $"{ProcessorName()}, {Environment.ProcessorCount} cores usable");
        yield return Simd();
        yield return Memory();
        yield return Disk(folder);
        yield return Setting("OMP_NUM_THREADS", "1",
            "several OpenMP threads on busy cores spin against each other; './learnedopt' sets 1");
        yield return Setting("OMP_WAIT_POLICY", "PASSIVE", "active waiting burns a core; './learnedopt' sets PASSIVE");
        yield return Setting("OPENBLAS_NUM_THREADS", "1", "particles are spread over threads already; './learnedopt' sets 1");
    }

    private static Finding Simd()
    {
        var width = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
        var fma = Fma.IsSupported || System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported;
        return new("SIMD", $"{width} bits, {(fma ? "fused multiply-add" : "no fused multiply-add")}",
            width >= 256 || RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? null : "the fused kernels run on their scalar path: expect a tenth of the speed");
    }

    private static Finding Memory()
    {
        var bytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return new("memory", Format(bytes / GiB) + " GiB for this process",
            bytes < 2 * GiB ? "below 2 GiB: use few particles and small tasks" : null);
    }

    private static Finding Disk(string folder)
    {
        try
        {
            var free = new DriveInfo(folder).AvailableFreeSpace;
            return new("disk", Format(free / GiB) + " GiB free here", free < GiB ? "below 1 GiB: checkpoints and builds may fail" : null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new("disk", "unknown: " + Fault.FirstLine(fault.Message));
        }
    }

    private static Finding Setting(string name, string wanted, string advice)
    {
        var value = Environment.GetEnvironmentVariable(name);
        return new(name, string.IsNullOrEmpty(value) ? "not set" : value,
            string.Equals(value, wanted, StringComparison.OrdinalIgnoreCase) ? null : advice);
    }

    private static string ProcessorName()
    {
        const string cpuInfo = "/proc/cpuinfo";
        var line = File.Exists(cpuInfo)
            ? File.ReadLines(cpuInfo).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':') + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string Format(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
