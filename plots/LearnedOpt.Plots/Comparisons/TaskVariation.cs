using System.Globalization;
using LearnedOpt.MetaTraining.Comparison;

namespace LearnedOpt.Plots;

/// <summary>
/// Tasks of a comparison that are one task with one option at different values, such as <c>mlp/mnist-8?hidden=16x16</c> to
/// <c>?hidden=256x256</c>: what a plot of generalisation is drawn over.
/// </summary>
/// <param name="Task">What they share: the name, with the options that do not vary.</param>
/// <param name="Quantity">What varies: an option's name, or "hidden width" or "hidden layers".</param>
/// <param name="Points">At least three values, rising.</param>
internal sealed record TaskVariation(string Task, string Quantity, IReadOnlyList<(double Value, ComparisonResult Result)> Points)
{
    private const int FewestPoints = 3;

    public static IReadOnlyList<TaskVariation> Of(IReadOnlyList<ComparisonResult> results) =>
    [
        .. results.Select(result => (Result: result, Parts: Parse(result.Task)))
            .SelectMany(task => task.Parts.Options.Keys.Select(option => (task.Result, Others: Without(task.Parts, option), Option: option, Text: task.Parts.Options[option])))
            .GroupBy(varied => (varied.Others, varied.Option))
            .Where(group => group.Count() >= FewestPoints)
            .Select(group => Read(group.Key.Others, group.Key.Option, [.. group.Select(varied => (varied.Text, varied.Result))]))
            .OfType<TaskVariation>(),
    ];

    /// <summary>Values of the quantity among the names of tasks of the same kind (<c>mlp/...</c>), whatever their data.</summary>
    public IReadOnlyList<double> ValuesIn(IEnumerable<string> names) =>
    [
        .. names.Select(Parse).Where(parts => KindOf(parts.Name) == KindOf(Task))
            .SelectMany(parts => parts.Options.Where(option => option.Key == OptionOf(Quantity)).Select(option => Number(Quantity, option.Value)))
            .OfType<double>().Distinct().Order(),
    ];

    private static TaskVariation? Read(string rest, string option, IReadOnlyList<(string Text, ComparisonResult Result)> tasks)
    {
        foreach (var quantity in option == "hidden" ? [Width, Depth] : new[] { option })
        {
            var values = tasks.Select(task => (Value: Number(quantity, task.Text), task.Result)).ToList();
            if (values.All(point => point.Value is not null) && values.DistinctBy(point => point.Value).Count() == values.Count && IsAlone(quantity, tasks))
                return new TaskVariation(rest, quantity, [.. values.Select(point => (point.Value!.Value, point.Result)).OrderBy(point => point.Item1)]);
        }

        return null;
    }

    private const string Width = "hidden width", Depth = "hidden layers";

    private static string OptionOf(string quantity) => quantity is Width or Depth ? "hidden" : quantity;

    // Widths may be compared at one depth only, and depths at one width.
    private static bool IsAlone(string quantity, IReadOnlyList<(string Text, ComparisonResult Result)> tasks) =>
        quantity is not (Width or Depth) || tasks.Select(task => Number(quantity == Width ? Depth : Width, task.Text)).Distinct().Count() == 1;

    private static string KindOf(string task) => task.Split('/')[0];

    private static double? Number(string quantity, string text)
    {
        var parts = text.Split('x');
        return quantity switch
        {
            Width => parts.Distinct().Count() == 1 ? Parsed(parts[0]) : null,
            Depth => parts.Distinct().Count() == 1 ? parts.Length : null,
            _ => Parsed(text),
        };
    }

    private static double? Parsed(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 && double.IsFinite(value) ? value : null;

    private static (string Name, SortedDictionary<string, string> Options) Parse(string task)
    {
        var parts = task.Split('?', 2);
        var options = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in parts.Skip(1).SelectMany(text => text.Split('&')).Select(option => option.Split('=', 2)).Where(pair => pair.Length == 2))
            options[pair[0]] = pair[1];
        return (parts[0], options);
    }

    private static string Without((string Name, SortedDictionary<string, string> Options) parts, string option)
    {
        var rest = parts.Options.Where(other => other.Key != option).Select(other => $"{other.Key}={other.Value}").ToList();
        return rest.Count == 0 ? parts.Name : $"{parts.Name}?{string.Join('&', rest)}";
    }
}
