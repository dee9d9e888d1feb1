namespace LearnedOpt.Host;

/// <summary>A fault that the user can mend: its message is the one line they see, and says what to do.</summary>
/// <param name="code">The exit code of this kind of fault.</param>
/// <param name="message">Path or option, what was expected, what was found, the likely fix; one line.</param>
/// <param name="inner">What was caught, if anything; shown only with LEARNEDOPT_TRACE=1.</param>
internal sealed class UserFaultException(ExitCode code, string message, Exception? inner = null) : Exception(message, inner)
{
    public ExitCode Code { get; } = code;

    public static UserFaultException ForUsage(string message) => new(ExitCode.Usage, message);

    public static UserFaultException ForData(string message, Exception? inner = null) => new(ExitCode.Data, message, inner);

    public static UserFaultException ForStorage(string message, Exception? inner = null) => new(ExitCode.Storage, message, inner);

    public static UserFaultException ForDevice(string message, Exception? inner = null) => new(ExitCode.Device, message, inner);

    public static UserFaultException ForDivergence(string message) => new(ExitCode.Diverged, message);
}
