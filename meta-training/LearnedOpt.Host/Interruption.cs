using System.Runtime.InteropServices;

namespace LearnedOpt.Host;

/// <summary>
/// Ctrl-C and SIGTERM. The first one asks the command to finish its step and save; the second is left to the system
/// and ends the process at once (files stay whole because they are written beside their target and renamed).
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private readonly Terminal output;
    private readonly Terminal error;
    private int count;

    public Interruption(Terminal output, Terminal error)
    {
        (this.output, this.error) = (output, error);
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        ];
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (Interlocked.Increment(ref count) > 1)
        {
            error.ShowCursor();
            return; // Not cancelled: the system's default action ends the process.
        }

        context.Cancel = true;
        const string line = "learnedopt: stopping after this step (once more to end at once)";
        // Written into a live display, it would tear the picture.
        if ((output.Display ?? error.Display) is { } display)
            display.Note(line);
        else
            error.Writer.WriteLine(line);
        source.Cancel();
    }
}
