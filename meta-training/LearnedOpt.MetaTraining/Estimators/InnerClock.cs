using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>
/// Processor time that the threads of this process spend in inner steps, of all runs together. Other programs that take the
/// processor away do not count, so the outer loop's overhead can be told on a busy machine too.
/// </summary>
public static partial class InnerClock
{
    private const int ThreadProcessorTime = 3;
    private static long _nanoseconds;

    /// <summary>Since the process began, as far as slots have ended.</summary>
    public static TimeSpan Total => TimeSpan.FromMicroseconds(Interlocked.Read(ref _nanoseconds) / 1e3);

    /// <summary>Of this thread; to be handed to <see cref="Stop"/> on it.</summary>
    internal static long Start() => OperatingSystem.IsLinux() && GetTime(ThreadProcessorTime, out var time) == 0
        ? time.Seconds * 1_000_000_000 + time.Nanoseconds
        : (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    internal static void Stop(long start) => Interlocked.Add(ref _nanoseconds, Start() - start);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Time time);

    private readonly record struct Time(long Seconds, long Nanoseconds);
}
