using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Families;
using Spectre.Console;

namespace LearnedOpt.Host;

/// <summary>The inner problems: what they are called, how large they are, where their data come from.</summary>
internal sealed class TasksCommand : ICommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public Command Create(ProgramContext program)
    {
        var names = new Argument<string[]>("NAME")
        {
            Description = "Which tasks, options included, such as 'transformer/words-8?vocabulary=4096' (default: all)",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var data = SharedOptions.Data();
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("tasks", "List inner problems: name, parameters, data, initial loss") { names, data, json };
        command.SetAction(parsed =>
        {
            var folder = DataFolder.Resolve(parsed.GetValue(data));
            var entries = parsed.GetValue(names) is { Length: > 0 } chosen
                ? chosen.Select(name => Describe(name, folder))
                : TaskRegistry.Names.Select(name => DescribeOrExplain(name, folder));
            if (parsed.GetValue(json)) WriteJson(program.Out, entries);
            else Write(program, entries);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static Entry Describe(string name, DataFolder folder)
    {
        try
        {
            using var task = TaskRegistry.Create(name, folder);
            return new Entry(name, TaskReport.Of(task), null);
        }
        catch (ArgumentException fault)
        {
            throw UserFaultException.ForUsage(fault.Message);
        }
    }

    // In the list of all tasks one whose data are missing is a line like the others, on the embedded data that stand in for them.
    private static Entry DescribeOrExplain(string name, DataFolder folder)
    {
        try
        {
            return Describe(name, folder);
        }
        catch (DataException fault)
        {
            return Describe(name, DataFolder.Embedded) with { Fault = fault.Message };
        }
    }

    private static void WriteJson(Terminal terminal, IEnumerable<Entry> entries) => terminal.Writer.WriteLine(JsonSerializer.Serialize(new
    {
        Tasks = entries.Select(entry => new
        {
            entry.Name,
            entry.Report.Parameters,
            entry.Report.Tensors,
            entry.Report.DataSource,
            entry.Report.UninformedLoss,
            entry.Report.InitialLoss,
            entry.Fault,
        }).ToList(),
        Families = TaskFamilies.Names,
    }, Json));

    private static void Write(ProgramContext program, IEnumerable<Entry> entries)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("name", "parameters", "initial loss", "data");
        foreach (var entry in entries.TakeWhile(_ => !program.Stop.IsCancellationRequested))
        {
            var size = entry.Report.Parameters.ToString("N0", CultureInfo.InvariantCulture);
            var loss = entry.Report.InitialLoss.ToString("F3", CultureInfo.InvariantCulture);
            var source = entry.Fault is null ? entry.Report.DataSource : $"here on {entry.Report.DataSource}; {entry.Fault}";
            if (program.Out.IsLive) table.AddRow(new Text(entry.Name), new Text(size).RightJustified(), new Text(loss).RightJustified(), new Text(source));
            else program.Out.Writer.WriteLine($"{entry.Name}: {size} parameters, initial loss {loss}, {source}");
        }

        if (program.Out.IsLive) program.Out.Ansi.Write(table);
        program.Out.WriteText($"families: {string.Join(", ", TaskFamilies.Names)}");
    }

    private sealed record Entry(string Name, TaskReport Report, string? Fault);
}
