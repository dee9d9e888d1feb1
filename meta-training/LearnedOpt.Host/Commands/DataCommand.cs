using System.CommandLine;
using LearnedOpt.Tasks.Data;
using Spectre.Console;

namespace LearnedOpt.Host;

/// <summary>Real data: what there is, whether it is sound, and how to get it.</summary>
internal sealed class DataCommand : ICommand
{
    public Command Create(ProgramContext program) => new("data", "List, check or fetch real data sets")
    {
        CreateReport(program, "list", "List every data set, and which are present", DataReport.List),
        CreateReport(program, "check", "Read every data set that is present; exit code 3 if one is damaged", DataReport.Check),
        CreateFetch(program),
    };

    private static Command CreateReport(
        ProgramContext program, string name, string description, Func<DataFolder, IReadOnlyList<DataReport>> report)
    {
        var data = SharedOptions.Data();
        var command = new Command(name, description) { data };
        command.SetAction(parsed =>
        {
            var reports = report(DataFolder.Resolve(parsed.GetValue(data)));
            Write(program.Out, reports);
            if (reports.FirstOrDefault(entry => entry.State == DataState.Damaged) is { } damaged)
                throw UserFaultException.ForData(damaged.Text);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static Command CreateFetch(ProgramContext program)
    {
        var names = new Argument<string[]>("NAME")
        {
            Description = "Data sets to fetch: " + string.Join(", ", DataDownload.Names),
            Arity = ArgumentArity.OneOrMore,
        };
        names.AcceptOnlyFromAmong([.. DataDownload.Names]);
        var data = SharedOptions.Data();
        var command = new Command("fetch", "Download data sets into the data folder and verify their checksums") { names, data };
        command.SetAction(async (parsed, _) =>
        {
            // Not resolved: fetching may create the folder.
            var folder = parsed.GetValue(data) ?? Environment.GetEnvironmentVariable(DataFolder.Variable);
            if (string.IsNullOrWhiteSpace(folder))
                throw UserFaultException.ForUsage($"data fetch needs a folder to write to: give --data DIR or set {DataFolder.Variable}");
            foreach (var name in parsed.GetRequiredValue(names).Distinct())
                await FetchAsync(program, name, folder);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static async Task FetchAsync(ProgramContext program, string name, string folder)
    {
        var last = new DownloadProgress("", 0, null);
        IReadOnlyList<string> written;
        using var download = new DataDownload();
        using (new ProgressReporter(program.Out, "fetching " + name, () => Show(last)))
            written = await download.FetchAsync(name, folder, progress => last = progress, program.Stop);
        program.Out.Writer.WriteLine(written.Count == 0 ? $"{name}: all there already" : $"{name}: wrote {string.Join(", ", written)} to {folder}");
    }

    private static ProgressSnapshot Show(DownloadProgress progress) => new(
        progress.Total is > 0 and var total ? (double)progress.Bytes / total : null,
        [("file", progress.File), ("MB", (progress.Bytes / 1e6).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture))]);

    private static void Write(Terminal terminal, IReadOnlyList<DataReport> reports)
    {
        if (!terminal.IsLive)
        {
            foreach (var report in reports)
                terminal.Writer.WriteLine($"{report.Name}: {Word(report.State)}: {report.Text}");
            return;
        }
        var table = new Table().Border(TableBorder.Rounded).AddColumns("name", "state", "source or fault");
        foreach (var report in reports)
            table.AddRow(new Text(report.Name), new Text(Word(report.State)), new Text(report.Text));
        terminal.Ansi.Write(table);
    }

    private static string Word(DataState state) => state switch
    {
        DataState.Sound => "present",
        DataState.Damaged => "damaged",
        DataState.Missing => "missing",
        _ => "embedded",
    };
}
