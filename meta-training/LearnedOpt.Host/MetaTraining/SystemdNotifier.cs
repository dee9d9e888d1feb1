using System.Globalization;
using System.Net.Sockets;
using LearnedOpt.MetaTraining.Service;

namespace LearnedOpt.Host;

/// <summary>
/// Tells systemd (a unit of Type=notify) when the service is ready, what it does, that it is alive (WatchdogSec) and that
/// it is stopping: datagrams to the socket that NOTIFY_SOCKET names. Without that variable it does nothing.
/// </summary>
/// <param name="socket">Path of the socket, '@' first for an abstract one; null where systemd does not listen.</param>
internal sealed class SystemdNotifier(string? socket) : IMetricSink
{
    public SystemdNotifier()
        : this(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"))
    {
    }

    public string Name => "systemd's socket";

    public void Ready() => Send("READY=1");

    public void Stopping() => Send("STOPPING=1");

    public void Write(in StepRecord record) => Send(string.Create(CultureInfo.InvariantCulture,
        $"WATCHDOG=1\nSTATUS=outer step {record.Step}, meta-loss {record.Smoothed:0.0000}"));

    public void Flush()
    {
    }

    public void Dispose()
    {
    }

    private void Send(string state)
    {
        if (string.IsNullOrEmpty(socket)) return;
        try
        {
            using var sender = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            sender.Connect(new UnixDomainSocketEndPoint(socket[0] == '@' ? '\0' + socket[1..] : socket));
            sender.Send(System.Text.Encoding.UTF8.GetBytes(state));
        }
        catch (SocketException)
        {
            // Nobody listens (any more): that is no reason to stop training.
        }
    }
}
