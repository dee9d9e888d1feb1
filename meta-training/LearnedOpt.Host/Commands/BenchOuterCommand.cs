using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LearnedOpt.Benchmarks.Outer;
using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Service;
using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Host;

/// <summary><c>bench outer</c>: speed and overhead of the outer loop, on threads and on workers.</summary>
internal sealed class BenchOuterCommand : ICommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly Argument<string[]> _names = new("NAME") { Description = "Which tasks (default: the paper's four)", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON" };
    private readonly Option<string[]> _estimators = SharedOptions.Several<string>("--estimator", "Estimators", [.. new OuterBenchOptions().Estimators]);
    private readonly Option<int[]> _threads = SharedOptions.Several<int>("--threads", "Numbers of threads", [.. new OuterBenchOptions().Threads]);
    private readonly Option<int[]> _workers = SharedOptions.Several<int>("--workers", "Numbers of workers, for the first estimator and task, where there is a broker", [.. new OuterBenchOptions().Workers]);
    private readonly Option<double> _minutes = new("--minutes") { HelpName = "N", Description = "What all rows together take, about; each has one outer step at least", DefaultValueFactory = _ => new OuterBenchOptions().Minutes };
    private readonly Option<int?> _pairs = new("--pairs") { HelpName = "N", Description = "Antithetic pairs (default: as many as make four slots)" };
    private readonly BrokerOptions _broker = new();

    public Command Create(ProgramContext program)
    {
        _estimators.AcceptOnlyFromAmong([.. GradientEstimators.Names]);
        var command = new Command("outer", "Speed and overhead of the outer loop by estimator, task, threads and workers")
            { _names, _data, _json, _estimators, _threads, _workers, _minutes, _pairs };
        _broker.AddTo(command, withQueue: false, withLease: false);
        command.SetAction(parsed =>
        {
            var options = new OuterBenchOptions
            {
                Estimators = parsed.GetValue(_estimators)!, Threads = parsed.GetValue(_threads)!, Workers = parsed.GetValue(_workers)!,
                Minutes = parsed.GetValue(_minutes), Pairs = parsed.GetValue(_pairs), Broker = _broker.Broker(parsed),
            };
            if (parsed.GetValue(_names) is { Length: > 0 } names) options = options with { Tasks = names };
            if (options.Threads.Concat(options.Workers).Append(options.Pairs ?? 1).Any(count => count < 1)) throw UserFaultException.ForUsage("--threads, --workers and --pairs must be at least 1");
            if (options.Minutes is not (> 0 and <= 1440)) throw UserFaultException.ForUsage($"--minutes must be above 0 and at most 1440; received {options.Minutes}");
            try
            {
                Write(program, options, DataFolder.Resolve(parsed.GetValue(_data)), parsed.GetValue(_json));
            }
            catch (ConfigurationException fault)
            {
                throw UserFaultException.ForUsage(fault.Message);
            }

            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static void Write(ProgramContext program, OuterBenchOptions options, DataFolder folder, bool json)
    {
        var writer = program.Out.Writer;
        if (options.Broker is null) program.Error.Writer.WriteLine("no --broker: rows with workers are left out");
        var rows = OuterBench.Run(options, folder, program.Stop);
        if (json)
        {
            writer.WriteLine(JsonSerializer.Serialize(new { Rows = rows.ToList() }, Json));
            return;
        }

        writer.WriteLine($"{"estimator",-20}{"task",-22}{"threads",8}{"workers",8}{"steps/s",10}{"overhead",10}{"idle",8}{"speedup",9}{"KB/outer",10}");
        foreach (var row in rows)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.Estimator,-20}{row.Task,-22}{row.Threads,8}{row.Workers,8}{row.InnerStepsPerSecond,10:F0}{row.Overhead,10:P1}{row.Idle,8:P0}{row.Speedup,9:F2}{row.BytesPerOuterStep / 1000,10:F1}"));
    }
}
