using System.CommandLine;
using LearnedOpt.MetaTraining.Service;
using LearnedOpt.MetaTraining.Workers;
using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Host;

/// <summary>A process that runs slots of a meta-training elsewhere.</summary>
internal sealed class WorkerCommand : ICommand
{
    private readonly BrokerOptions _broker = new();
    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<int> _threads = new("--threads") { HelpName = "N", Description = "Slots to run at once; results do not depend on them", DefaultValueFactory = _ => Environment.ProcessorCount };
    private readonly Option<string> _name = new("--name") { HelpName = "NAME", Description = "What the run calls this worker (default: machine and process)", DefaultValueFactory = _ => $"{Environment.MachineName}-{Environment.ProcessId}" };
    private readonly Option<bool> _once = new("--once") { Description = "End with the run, instead of waiting for the next" };

    public Command Create(ProgramContext program)
    {
        var command = new Command("worker", "Compute for a 'meta-train --broker' on this or another machine") { _data, _threads, _name, _once };
        _broker.AddTo(command, withQueue: true, withLease: false);
        command.SetAction(parsed => (int)Run(program, parsed));
        return command;
    }

    private ExitCode Run(ProgramContext program, ParseResult parsed)
    {
        var (threads, name) = (parsed.GetValue(_threads), parsed.GetValue(_name)!);
        if (threads is < 1 or > 1024) throw UserFaultException.ForUsage($"--threads must be 1 to 1024; received {threads}");
        if (name.Length is 0 or > 100 || name.Any(char.IsControl)) throw UserFaultException.ForUsage("--name must be 1 to 100 printable letters");
        var broker = _broker.Broker(parsed) ?? throw UserFaultException.ForUsage($"worker needs --broker amqp://user:password@host, or that in {BrokerOptions.Variable}");
        var writer = TextWriter.Synchronized(program.Out.Writer);
        try
        {
            WorkerService.Serve(broker, _broker.Workers(parsed, withLease: false), DataFolder.Resolve(parsed.GetValue(_data)), threads, name, parsed.GetValue(_once), line =>
            {
                writer.WriteLine(line);
                writer.Flush();
            }, program.Stop);
        }
        catch (ConfigurationException fault)
        {
            throw UserFaultException.ForUsage(fault.Message);
        }

        return ExitCode.Ok;
    }
}
