using Spectre.Console;

namespace LearnedOpt.Host;

/// <summary>Prints findings: a table on a terminal, <c>name: value</c> lines elsewhere, and what to do at the end.</summary>
internal static class DoctorReport
{
    public static void Write(Terminal terminal, IReadOnlyList<Finding> findings)
    {
        if (terminal.IsLive)
            WriteTable(terminal.Ansi, findings);
        else
            foreach (var finding in findings)
                terminal.Writer.WriteLine($"{finding.Name}: {finding.Value}");

        var advised = findings.Where(finding => finding.Advice is not null).ToList();
        terminal.Writer.WriteLine();
        terminal.Writer.WriteLine(advised.Count == 0 ? "Nothing is missing." : "To look at:");
        foreach (var finding in advised)
            terminal.Writer.WriteLine($"  {finding.Name}: {finding.Advice}");
    }

    private static void WriteTable(IAnsiConsole console, IReadOnlyList<Finding> findings)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("").AddColumn("").HideHeaders();
        foreach (var finding in findings)
            table.AddRow(
                new Text(finding.Name, new Style(decoration: Decoration.Bold)),
                new Text(finding.Value, finding.Advice is null ? Style.Plain : new Style(Color.Yellow)));
        console.Write(table);
    }
}
