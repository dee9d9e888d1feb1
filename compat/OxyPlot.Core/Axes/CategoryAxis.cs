namespace OxyPlot.Axes;

/// <summary>An axis of names; category i lies at value i.</summary>
public class CategoryAxis : LinearAxis
{
    private readonly List<string> actualLabels = [];

    public CategoryAxis()
    {
        MajorStep = 1;
        MinimumPadding = 0;
        MaximumPadding = 0;
        Position = AxisPosition.Bottom;
    }

    public List<string> Labels { get; } = [];

    public IList<string> ActualLabels => actualLabels;

    /// <summary>Room between the bars of two categories, over the width of a bar.</summary>
    public double GapWidth { get; set; } = 1;

    /// <summary>Whether ticks stand at the categories; else they stand between them.</summary>
    public bool IsTickCentered { get; set; }

    public override object GetValue(double x) => FormatValue(x);

    public override void GetTickValues(out IList<double> majorLabelValues, out IList<double> majorTickValues, out IList<double> minorTickValues)
    {
        base.GetTickValues(out majorLabelValues, out majorTickValues, out minorTickValues);
        majorLabelValues = [.. majorLabelValues.Where(value => value >= 0 && value < actualLabels.Count)];
        minorTickValues = [];
        majorTickValues = IsTickCentered ? majorLabelValues : CreateTickValues(ClipMinimum - 0.5, ClipMaximum + 0.5, 1).Select(v => v + 0.5).Where(v => v >= ClipMinimum - 1e-9 && v <= ClipMaximum + 1e-9).ToList();
    }

    protected override string FormatValueOverride(double x)
    {
        var index = (int)Math.Round(x);
        return Math.Abs(x - index) < 1e-6 && index >= 0 && index < actualLabels.Count ? actualLabels[index] : null;
    }

    protected internal void UpdateLabels(int numberOfCategories)
    {
        actualLabels.Clear();
        actualLabels.AddRange(Labels);
        while (actualLabels.Count < numberOfCategories)
            actualLabels.Add((actualLabels.Count + 1).ToString(ActualCulture));
    }

    /// <summary>Half a category of room at both ends.</summary>
    internal override void UpdateActualMaxMin()
    {
        UpdateLabels(double.IsNaN(DataMaximum) ? 0 : (int)Math.Floor(DataMaximum) + 1);
        Include(-0.5);
        Include(Math.Max(1, actualLabels.Count) - 0.5);
        base.UpdateActualMaxMin();
    }
}
