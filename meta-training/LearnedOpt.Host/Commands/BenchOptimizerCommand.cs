using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LearnedOpt.Benchmarks.Optimizers;
using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Host;

/// <summary><c>bench optimizer</c>: time of a step and memory of every rule, relative to Adam.</summary>
internal sealed class BenchOptimizerCommand : ICommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Option<bool> _json = new("--json") { Description = "Print JSON" };
    private readonly Option<int> _rounds = new("--rounds") { HelpName = "N", Description = "Rounds of each row; medians are taken over them", DefaultValueFactory = _ => 7 };
    private readonly Option<string[]> _rules = new("--rule") { HelpName = "NAME", Description = "Update rules and pretrained weights (default: all)", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _models = new("--model") { HelpName = "NAME", Description = "Models (default: all)", AllowMultipleArgumentsPerToken = true };

    public Command Create(ProgramContext program)
    {
        _rules.AcceptOnlyFromAmong([.. OptimizerBench.Rules]);
        _models.AcceptOnlyFromAmong([.. OptimizerBench.Models.Keys]);
        var command = new Command("optimizer", "Step time and memory of every update rule on models of 1e5, 1e6 and 1e7 parameters, relative to Adam; one thread") { _rules, _models, _rounds, _json };
        command.SetAction(parsed =>
        {
            var options = new OptimizerBenchOptions { Rounds = parsed.GetValue(_rounds) };
            if (parsed.GetValue(_rules) is { Length: > 0 } rules) options = options with { Rules = rules };
            if (parsed.GetValue(_models) is { Length: > 0 } models) options = options with { Models = models };
            if (options.Rounds is < 1 or > 1000) throw UserFaultException.ForUsage($"--rounds must be 1 to 1000; received {options.Rounds}");
            Write(program, options, parsed.GetValue(_json));
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static void Write(ProgramContext program, OptimizerBenchOptions options, bool json)
    {
        var (writer, skipped) = (program.Out.Writer, new List<string>());
        var rows = OptimizerBench.Run(options, DataFolder.Embedded, skipped.Add, program.Stop);
        if (json)
        {
            var all = rows.ToList();
            writer.WriteLine(JsonSerializer.Serialize(new { Rows = all, Skipped = skipped }, Json));
            return;
        }

        writer.WriteLine($"{"model",-12}{"parameters",11}  {"rule",-18}{"ms a step",11}{"x Adam",9}{"x fused",9}{"bytes/par",11}{"term by term",14}");
        foreach (var row in rows)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.Model,-12}{row.Parameters,11:N0}  {row.Rule,-18}{row.StepMilliseconds,11:0.000}{row.RatioToAdam,9:0.00}{row.RatioToFusedAdam,9:0.00}{row.BytesPerParameter,11:0.0}{(row.TermByTermRatio is { } ratio ? ratio.ToString("0.0", CultureInfo.InvariantCulture) + " x" : ""),14}").TrimEnd());
        }

        foreach (var line in skipped) writer.WriteLine("not measured: " + line);
        writer.WriteLine("Processor time, medians over rounds in which TorchSharp's Adam, the fused Adam and the rule take turns; other programs on the machine make them rough.");
    }
}
