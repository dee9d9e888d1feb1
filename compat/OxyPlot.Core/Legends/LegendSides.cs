namespace OxyPlot.Legends;

/// <summary>Which side a legend outside takes its room from.</summary>
internal static class LegendSides
{
    public static bool IsLeft(LegendPosition p) => p is LegendPosition.LeftTop or LegendPosition.LeftMiddle or LegendPosition.LeftBottom;

    public static bool IsRight(LegendPosition p) => p is LegendPosition.RightTop or LegendPosition.RightMiddle or LegendPosition.RightBottom;

    public static bool IsTop(LegendPosition p) => p is LegendPosition.TopLeft or LegendPosition.TopCenter or LegendPosition.TopRight;

    public static HorizontalAlignment Across(LegendPosition p) => p switch
    {
        LegendPosition.TopCenter or LegendPosition.BottomCenter => HorizontalAlignment.Center,
        LegendPosition.TopLeft or LegendPosition.BottomLeft => HorizontalAlignment.Left,
        _ => IsLeft(p) ? HorizontalAlignment.Left : HorizontalAlignment.Right,
    };

    public static VerticalAlignment Down(LegendPosition p) => p switch
    {
        LegendPosition.LeftMiddle or LegendPosition.RightMiddle => VerticalAlignment.Middle,
        LegendPosition.LeftTop or LegendPosition.RightTop => VerticalAlignment.Top,
        _ => IsTop(p) ? VerticalAlignment.Top : VerticalAlignment.Bottom,
    };
}
