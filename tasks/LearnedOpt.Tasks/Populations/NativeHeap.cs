using System.Runtime.InteropServices;

namespace LearnedOpt.Tasks.Populations;

/// <summary>
/// Tells glibc to keep freed memory. Every inner step allocates and frees activations of megabytes; by default they come
/// from fresh pages that the kernel must clear each time, which took 10 to 30 % of a step of the recurrent and
/// convolutional problems. Elsewhere than on glibc this does nothing.
/// </summary>
internal static partial class NativeHeap
{
    private const int TrimThreshold = -1, TopPad = -2, MappingThreshold = -3; // malloc.h
    private const int Megabyte = 1 << 20;

    private static readonly Lazy<bool> Kept = new(Configure);

    /// <summary>Once a process.</summary>
    /// <returns>Whether the allocator took it.</returns>
    public static bool KeepFreedMemory() => Kept.Value;

    private static bool Configure()
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            // 32 MB is the largest threshold that glibc takes.
            return SetOption(MappingThreshold, 32 * Megabyte) != 0 & SetOption(TrimThreshold, 1024 * Megabyte) != 0 & SetOption(TopPad, 16 * Megabyte) != 0;
        }
        catch (Exception fault) when (fault is DllNotFoundException or EntryPointNotFoundException)
        {
            return false; // musl has no such options
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
