using System.CommandLine;
using System.Globalization;
using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Service;
using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Host;

/// <summary>Meta-training as a service: configured by a file, saved as it goes, continued after any end.</summary>
internal sealed class MetaTrainCommand : ICommand
{
    private readonly Option<string?> _config = new("--config") { HelpName = "FILE", Description = "Configuration, or the name of a preset in configs/ (default: that of the run in --out)" };
    private readonly Option<string[]> _set = new("--set") { HelpName = "KEY=VALUE", Description = "Override a value, such as estimator.sigma=0.02; may be given many times" };
    private readonly Option<string?> _out = SharedOptions.Out("runs/NAME, after the configuration");
    private readonly Option<string?> _resume = new("--resume") { HelpName = "auto|PATH", Description = "Continue: auto takes the newest valid checkpoint of the run folder, or begins if there is none; PATH is a checkpoint or a run" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Check everything, print the resolved configuration, and end" };
    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<int> _threads = new("--threads") { HelpName = "N", Description = "Threads for inner loops; results do not depend on them", DefaultValueFactory = _ => Environment.ProcessorCount };
    private readonly Option<double?> _minutes = new("--minutes") { HelpName = "N", Description = "End after this many minutes of training, and at no number of steps" };
    private readonly Option<long?> _steps = new("--steps") { HelpName = "N", Description = "End after this many outer steps, and at no time" };

    private readonly BrokerOptions _broker = new();

    public Command Create(ProgramContext program)
    {
        var command = new Command("meta-train", "Meta-train an optimizer as a service that can be stopped and continued");
        foreach (var option in new Option[] { _config, _set, _out, _resume, _dryRun, _data, _threads, _minutes, _steps }) command.Add(option);
        _broker.AddTo(command, withQueue: true, withLease: true);
        command.SetAction(parsed =>
        {
            var options = Read(program, parsed);
            return (int)(parsed.GetValue(_dryRun) ? DryRun.Execute(program, options) : MetaTrainHost.Run(program, options));
        });
        return command;
    }

    private MetaTrainOptions Read(ProgramContext program, ParseResult parsed)
    {
        var (minutes, steps, threads, folder) = (parsed.GetValue(_minutes), parsed.GetValue(_steps), parsed.GetValue(_threads), parsed.GetValue(_out));
        var faults = new List<string>();
        if (minutes is not null && steps is not null) faults.Add("--minutes and --steps exclude each other; a configuration may set both limits");
        if (threads is < 1 or > 1024) faults.Add($"--threads must be 1 to 1024; received {threads}");
        if (faults.Count > 0) throw UserFaultException.ForUsage(string.Join("; ", faults));

        List<string> overrides = [.. parsed.GetValue(_set) ?? []];
        if (minutes is { } m) overrides.AddRange([string.Create(CultureInfo.InvariantCulture, $"limit.minutes={m}"), "limit.steps=null"]);
        if (steps is { } s) overrides.AddRange([$"limit.steps={s}", "limit.minutes=null"]);
        var configuration = ConfigurationFile.Read(program.Home, parsed.GetValue(_config), folder, overrides);
        if (_broker.Broker(parsed) is not null && GradientEstimators.IsBackprop(configuration.Estimator.Name))
            throw UserFaultException.ForUsage($"--broker: estimator {configuration.Estimator.Name} runs in one process; leave --broker out, or set estimator.name to an evolution strategy, such as nres");
        return new MetaTrainOptions(configuration, folder ?? Path.Combine("runs", configuration.Name), parsed.GetValue(_resume), DataFolder.Resolve(parsed.GetValue(_data)), threads)
        {
            Broker = _broker.Broker(parsed),
            Workers = _broker.Workers(parsed, withLease: true),
        };
    }
}
