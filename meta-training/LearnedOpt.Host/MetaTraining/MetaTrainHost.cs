using System.Globalization;
using LearnedOpt.MetaTraining.Service;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.EventLog;

namespace LearnedOpt.Host;

/// <summary>Runs <see cref="TrainingService"/> in a host, with a display, from start to exit code.</summary>
internal static class MetaTrainHost
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static ExitCode Run(ProgramContext program, MetaTrainOptions options)
    {
        using var host = Build(program, options);
        var service = host.Services.GetRequiredService<TrainingService>();
        RunOutcome outcome;
        using (var display = Display(program, options, service))
        {
            service.Note = display.Note;
            TellServiceManager(host, service);
            host.Run();
            outcome = Outcome(service);
        }

        var writer = program.Out.Writer;
        writer.WriteLine(string.Create(Culture, $"{(outcome.Finished ? "finished" : "stopped")} at outer step {outcome.Steps:N0}; saved as {outcome.Checkpoint.Folder}"));
        if (!outcome.Finished) writer.WriteLine($"continue with: ./learnedopt meta-train --out {options.Folder} --resume auto");
        writer.WriteLine($"weights for use: {outcome.Weights}");
        return ExitCode.Ok;
    }

    internal static IHost Build(ProgramContext program, MetaTrainOptions options)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "learnedopt", DisableDefaults = true });
        var log = new RunLog();
        builder.Logging.AddProvider(log);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(options.Configuration.Safety.ShutdownSeconds));
        builder.Services.AddSingleton(program).AddSingleton(options).AddSingleton(log).AddSingleton(_ => new SystemdNotifier());
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        // Takes the place of the lifetime above where the service control manager has started this process, and does nothing elsewhere.
        builder.Services.AddWindowsService(service => service.ServiceName = "LearnedOpt");
        if (OperatingSystem.IsWindows()) builder.Logging.AddFilter<EventLogLoggerProvider>(level => level >= LogLevel.Warning);
        builder.Services.AddSingleton<TrainingService>().AddHostedService(services => services.GetRequiredService<TrainingService>());
        return builder.Build();
    }

    // A service that ends by a fault must not end with 0: the service control manager would not start it again.
    private static void TellServiceManager(IHost host, TrainingService service)
    {
        if (!OperatingSystem.IsWindows() || host.Services.GetRequiredService<IHostLifetime>() is not System.ServiceProcess.ServiceBase windows) return;
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() =>
        {
            if (OperatingSystem.IsWindows() && service.Fault is { } fault) windows.ExitCode = (int)Fault.From(fault, stopRequested: false).Code;
        });
    }

    private static ProgressReporter Display(ProgramContext program, MetaTrainOptions options, TrainingService service) => new(
        program.Out, "meta-training " + options.Configuration.Name, () => Snapshot(service.Status),
        TimeSpan.FromSeconds(options.Configuration.Limit.Minutes is { } minutes and <= 15 ? 5 : 30));

    /// <summary>The status as a display shows it.</summary>
    internal static ProgressSnapshot Snapshot(TrainingStatus status)
    {
        if (status.Last is not { } last) return new ProgressSnapshot(null, [("", status.Phase)]);
        return new ProgressSnapshot(status.Fraction,
        [
            ("outer step", last.Step.ToString("N0", Culture)),
            ("meta-loss", last.Smoothed.ToString("0.0000", Culture)),
            ("best", double.IsNaN(last.Best) ? "-" : last.Best.ToString("0.0000", Culture)),
            ("inner steps/s", last.InnerStepsPerSecond.ToString("N0", Culture)),
            ("diverged", status.Diverged.ToString("N0", Culture)),
            ("saved", status.Checkpoint < 0 ? "-" : status.Checkpoint.ToString("N0", Culture)),
            ("memory", (last.MemoryBytes >> 20).ToString("N0", Culture) + " MiB"),
        ])
        { Left = status.Left };
    }

    private static RunOutcome Outcome(TrainingService service)
    {
        try
        {
            return service.Result();
        }
        catch (ConfigurationException fault)
        {
            throw UserFaultException.ForUsage(fault.Message);
        }
        catch (TimeoutException fault)
        {
            throw new UserFaultException(ExitCode.Storage, fault.Message, fault);
        }
    }
}
