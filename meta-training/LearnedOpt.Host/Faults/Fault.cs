using System.Runtime.InteropServices;
using LearnedOpt.Checkpoints;
using LearnedOpt.MetaTraining.Workers;
using LearnedOpt.Tasks.Data;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Host;

/// <summary>What an exception means to the user: an exit code and one line.</summary>
internal sealed record Fault(ExitCode Code, string Line)
{
    /// <summary>
    /// The projects below the host know no exit codes, so the kind of fault is read from the type of exception:
    /// bad content or a missing input is Data, a refused or failed write Storage, libtorch Device, NaN Diverged.
    /// </summary>
    /// <param name="exception">What reached the top.</param>
    /// <param name="stopRequested">Whether the user had asked to stop; a cancellation is then the graceful end.</param>
    public static Fault From(Exception exception, bool stopRequested)
    {
        var cause = Unwrap(exception);
        return cause switch
        {
            UserFaultException fault => new(fault.Code, OneLine(fault.Message)),
            OperationCanceledException when stopRequested => new(ExitCode.Ok, "stopped"),
            BrokerException => new(ExitCode.Broker, OneLine(cause.Message)),
            CheckpointException or DataException or InvalidDataException or EndOfStreamException or FileNotFoundException or DirectoryNotFoundException =>
                new(ExitCode.Data, OneLine(cause.Message)),
            UnauthorizedAccessException => new(ExitCode.Storage, OneLine(cause.Message)),
            IOException => new(ExitCode.Storage, OneLine(cause.Message)),
            WeightSpaceException => new(ExitCode.Usage, OneLine(cause.Message)),
            NotFiniteNumberException => new(ExitCode.Diverged, OneLine(cause.Message)),
            DllNotFoundException or BadImageFormatException or EntryPointNotFoundException => NativeLoad(cause),
            NotSupportedException when exception is TypeInitializationException => NativeLoad(cause),
            ExternalException => new(ExitCode.Device, "libtorch: " + FirstLine(cause.Message)),
            OutOfMemoryException => new(ExitCode.Internal,
                "out of memory: try fewer particles or a smaller batch"),
            _ => new(ExitCode.Internal,
                $"internal fault, please report it with the lines below: {cause.GetType().Name}: {OneLine(cause.Message)}"),
        };
    }

    /// <summary>The first line of a message; libtorch appends a native stack trace to its own.</summary>
    public static string FirstLine(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return (end < 0 ? text : text[..end]).Trim();
    }

    /// <summary>
    /// Why a native library does not load. The runtime opens with advice on tools and lists the loader's own words
    /// below it; those name the file that is missing.
    /// </summary>
    public static string NativeReason(Exception exception)
    {
        var message = Unwrap(exception).Message;
        var first = FirstLine(message);
        var rest = message[message.IndexOf(first, StringComparison.Ordinal)..][first.Length..].TrimStart();
        return first.EndsWith(':') && rest.Length > 0 ? FirstLine(rest) : first.TrimEnd('.');
    }

    private static Fault NativeLoad(Exception cause) => new(ExitCode.Device,
        $"libtorch does not load ({NativeReason(cause)}); './learnedopt doctor' says what is missing");

    private static Exception Unwrap(Exception exception) => exception switch
    {
        AggregateException { InnerException: { } inner } => Unwrap(inner),
        TypeInitializationException { InnerException: { } inner } => Unwrap(inner),
        System.Reflection.TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        _ => exception,
    };

    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
