using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LearnedOpt.Benchmarks.Tasks;
using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Host;

/// <summary><c>bench tasks</c>: time of an inner step, and where it goes.</summary>
internal sealed class BenchTasksCommand : ICommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Argument<string[]> _names = new("NAME") { Description = "Which tasks (default: the paper's four)", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON" };
    private readonly Option<string[]> _rules = SharedOptions.Several<string>("--rule", "Update rules", [.. new TaskBenchOptions().Rules]);
    private readonly Option<int[]> _particles = SharedOptions.Several<int>("--particles", "Sizes of the population", [.. new TaskBenchOptions().Particles]);
    private readonly Option<int[]> _threads = SharedOptions.Several<int>("--threads", "Numbers of threads", [.. new TaskBenchOptions().Threads]);

    public Command Create(ProgramContext program)
    {
        _rules.AcceptOnlyFromAmong([.. TaskBench.Rules.Keys]);
        var command = new Command("tasks", "Time of an inner step by task, rule, population and threads") { _names, _data, _json, _rules, _particles, _threads };
        command.SetAction(parsed =>
        {
            var options = new TaskBenchOptions { Rules = parsed.GetValue(_rules)!, Particles = parsed.GetValue(_particles)!, Threads = parsed.GetValue(_threads)! };
            if (parsed.GetValue(_names) is { Length: > 0 } names) options = options with { Tasks = names };
            if (options.Particles.Concat(options.Threads).Any(count => count < 1))
                throw UserFaultException.ForUsage("--particles and --threads must be at least 1");
            try
            {
                Write(program, options, DataFolder.Resolve(parsed.GetValue(_data)), parsed.GetValue(_json));
            }
            catch (ArgumentException fault)
            {
                throw UserFaultException.ForUsage(fault.Message);
            }

            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static void Write(ProgramContext program, TaskBenchOptions options, DataFolder folder, bool json)
    {
        var writer = program.Out.Writer;
        var rows = TaskBench.Run(options, folder, program.Stop);
        if (json)
        {
            writer.WriteLine(JsonSerializer.Serialize(new { Rows = rows.ToList() }, Json));
            return;
        }

        writer.WriteLine($"{"task",-24}{"rule",-16}{"particles",9}{"threads",8}{"us/step",10}{"median",10}{"cpu us",10}{"data",6}{"grad",6}{"rule",6}{"MB",7}");
        foreach (var row in rows)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.Task,-24}{row.Rule,-16}{row.Particles,9}{row.Threads,8}{row.MicrosecondsPerParticleStep,10:F0}{row.MedianMicroseconds,10:F0}{row.ProcessorMicroseconds,10:F0}{row.DataShare,6:P0}{row.GradientShare,6:P0}{row.UpdateShare,6:P0}{row.PeakMegabytes,7:F0}"));
        }
    }
}
