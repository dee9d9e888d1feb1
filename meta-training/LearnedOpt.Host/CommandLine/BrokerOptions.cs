using System.CommandLine;
using LearnedOpt.MetaTraining.Workers;

namespace LearnedOpt.Host;

/// <summary>Options of the two commands that meet at a broker.</summary>
internal sealed class BrokerOptions
{
    /// <summary>Where the address may stand instead, so that no list of processes shows its password.</summary>
    public const string Variable = "LEARNEDOPT_BROKER";

    private readonly Option<string?> _broker = new("--broker") { HelpName = "URI", Description = $"RabbitMQ, as amqp[s]://user:password@host:port/virtual-host (default: ${Variable})" };
    private readonly Option<string> _queue = new("--queue") { HelpName = "NAME", Description = "Queue where a run and its workers meet; one run each", DefaultValueFactory = _ => WorkerOptions.StandardQueue };
    private readonly Option<double> _lease = SharedOptions.Number("--lease", "Seconds without progress after which a worker's slots go to others", new WorkerOptions().Lease.TotalSeconds);

    public void AddTo(Command command, bool withQueue, bool withLease)
    {
        command.Add(_broker);
        if (withQueue) command.Add(_queue);
        if (withLease) command.Add(_lease);
    }

    /// <summary>The broker; null where none is asked for.</summary>
    /// <exception cref="UserFaultException">It is no address.</exception>
    public BrokerAddress? Broker(ParseResult parsed)
    {
        var text = parsed.GetValue(_broker) ?? Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrEmpty(text) ? null : Checked("--broker", () => new BrokerAddress(text));
    }

    /// <exception cref="UserFaultException">A value is out of range.</exception>
    public WorkerOptions Workers(ParseResult parsed, bool withLease) => Checked("--queue or --lease", () =>
    {
        var options = new WorkerOptions { Queue = parsed.GetValue(_queue)! };
        if (withLease) options = options with { Lease = TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(_lease), 0, 1e9)) };
        options.Validate();
        return options;
    });

    private static T Checked<T>(string option, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException fault)
        {
            throw UserFaultException.ForUsage($"{option}: {fault.Message}");
        }
    }
}
