namespace OxyPlot.Axes;

public enum AxisPosition
{
    None = 0,
    Left = 1,
    Right = 2,
    Top = 3,
    Bottom = 4,
    All = 5,
}

public enum AxisLayer
{
    BelowSeries = 0,
    AboveSeries = 1,
}

public enum TickStyle
{
    Crossing = 0,
    Inside = 1,
    Outside = 2,
    None = 3,
}
