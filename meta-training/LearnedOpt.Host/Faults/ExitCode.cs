namespace LearnedOpt.Host;

/// <summary>
/// What the process tells its caller. One number for each kind of fault, so that a script or a scheduler can decide
/// whether to try again. The table for users is docs/exit-codes.md; the launcher's own codes start at 10.
/// </summary>
internal enum ExitCode
{
    /// <summary>Done, or stopped by the user after saving.</summary>
    Ok = 0,

    /// <summary>A defect of the program: worth a bug report.</summary>
    Internal = 1,

    /// <summary>Unknown command or flag, a value out of range, a configuration that does not fit together.</summary>
    Usage = 2,

    /// <summary>Data or weights that are missing, damaged or of a foreign format.</summary>
    Data = 3,

    /// <summary>A folder that cannot be written, a full disk, a run folder in use.</summary>
    Storage = 4,

    /// <summary>The native library does not load, or the device asked for is not there.</summary>
    Device = 5,

    /// <summary>Training went non-finite and could not recover.</summary>
    Diverged = 6,

    /// <summary>The broker cannot be used, or a run refuses this worker.</summary>
    Broker = 7,
}
