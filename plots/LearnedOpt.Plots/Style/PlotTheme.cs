using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;

namespace LearnedOpt.Plots;

/// <summary>The common look: white ground, two axes' lines, a faint grid, sizes that survive a column of a paper.</summary>
internal static class PlotTheme
{
    public const string Font = "Helvetica, Arial, sans-serif";

    public static PlotModel Model(string? title, string? subtitle) => new()
    {
        Title = title,
        Subtitle = string.IsNullOrEmpty(subtitle) ? null : subtitle,
        Culture = CultureInfo.InvariantCulture,
        Background = OxyColors.White,
        DefaultFont = Font,
        DefaultFontSize = 12,
        TextColor = Palette.Ink,
        TitleFontSize = 15,
        SubtitleFontSize = 12,
        SubtitleColor = Palette.Muted,
        TitlePadding = 8,
        Padding = new OxyThickness(10, 10, 14, 8),
        EdgeRenderingMode = EdgeRenderingMode.PreferGeometricAccuracy,
        PlotAreaBorderColor = Palette.Muted,
        PlotAreaBorderThickness = new OxyThickness(1, 0, 0, 1),
    };

    public static Axis Axis(AxisPosition position, string title, AxisRange range, Func<double, string>? labels = null)
    {
        Axis axis = range.Log ? new LogarithmicAxis { PowerPadding = false } : new LinearAxis();
        axis.Minimum = range.Low;
        axis.Maximum = range.High;
        axis.LabelFormatter = labels ?? (range.Log ? NumberLabels.Log : NumberLabels.Linear);
        return Styled(axis, position, title);
    }

    public static T Styled<T>(T axis, AxisPosition position, string title)
        where T : Axis
    {
        axis.Position = position;
        axis.Title = title;
        axis.TitleFontSize = 13;
        // Lines snapped to pixels come out unevenly thick when the drawing is scaled.
        axis.EdgeRenderingMode = EdgeRenderingMode.PreferGeometricAccuracy;
        axis.AxisTitleDistance = 6;
        axis.TicklineColor = Palette.Muted;
        axis.MajorTickSize = 5;
        axis.MinorTickSize = 2.5;
        axis.MajorGridlineStyle = LineStyle.Solid;
        axis.MajorGridlineColor = Palette.Grid;
        axis.IntervalLength = position is AxisPosition.Left or AxisPosition.Right ? 45 : 70;
        return axis;
    }

    /// <summary>A legend in the corner given, or below the plot when every corner is taken.</summary>
    public static Legend Legend(LegendPosition? corner) => new()
    {
        LegendPlacement = corner == null ? LegendPlacement.Outside : LegendPlacement.Inside,
        LegendPosition = corner ?? LegendPosition.BottomCenter,
        LegendOrientation = corner == null ? LegendOrientation.Horizontal : LegendOrientation.Vertical,
        LegendBackground = corner == null ? OxyColors.Undefined : OxyColor.FromAColor(225, OxyColors.White),
        LegendSymbolLength = 34,
        LegendSymbolMargin = 7,
        LegendLineSpacing = 2,
        LegendItemSpacing = 22,
        LegendPadding = 6,
        LegendMargin = 6,
        LegendFontSize = 12,
    };
}
