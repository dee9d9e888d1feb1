using Microsoft.Extensions.Hosting;

namespace LearnedOpt.Host;

/// <summary>The service lives as long as the command: signals are the program's, which hands them on as one token.</summary>
internal sealed class CommandLifetime(ProgramContext program, IHostApplicationLifetime application, SystemdNotifier systemd) : IHostLifetime, IDisposable
{
    private readonly List<CancellationTokenRegistration> _registrations = [];

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registrations.Add(program.Stop.Register(application.StopApplication));
        _registrations.Add(application.ApplicationStarted.Register(systemd.Ready));
        _registrations.Add(application.ApplicationStopping.Register(systemd.Stopping));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }
}
