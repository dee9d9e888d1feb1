namespace OxyPlot.Series;

public enum LineLegendPosition
{
    None = 0,
    Start = 1,
    End = 2,
}

public enum LabelPlacement
{
    Outside = 0,
    Inside = 1,
    Middle = 2,
    Base = 3,
}
