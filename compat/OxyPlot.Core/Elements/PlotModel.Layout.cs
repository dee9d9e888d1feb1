using OxyPlot.Axes;
using OxyPlot.Legends;

namespace OxyPlot;

/// <summary>Who gets which part of the drawing: titles, legends outside, axes, and what is left is the plot area.</summary>
public partial class PlotModel
{
    private const double SmallestPlotArea = 8, SmallestShare = 0.2;
    private TextFit.Fitted title, subtitle;

    /// <summary>One for all plots but those too small for their texts, which then set all of them smaller.</summary>
    internal double TextScale { get; private set; } = 1;

    private void Layout(IRenderContext rc, OxyRect bounds)
    {
        PlotBounds = bounds;
        for (TextScale = 1; ; TextScale *= 0.85)
        {
            Arrange(rc, bounds);
            var roomy = PlotArea.Width >= SmallestShare * bounds.Width && PlotArea.Height >= SmallestShare * bounds.Height;
            if (roomy || TextScale < 0.1)
                return;
        }
    }

    private void Arrange(IRenderContext rc, OxyRect bounds)
    {
        var area = bounds.Deflate(Padding);
        area = PlaceTitles(rc, area);
        if (IsLegendVisible)
            area = PlaceLegendsOutside(rc, area);
        PlotAndAxisArea = area;
        PlaceAxes(rc, area);
        if (!IsLegendVisible)
            return;
        foreach (var legend in Legends.Where(legend => legend.IsLegendVisible))
        {
            if (legend.LegendPlacement == LegendPlacement.Inside)
                legend.LegendSize = legend.GetLegendSize(rc, new OxySize(PlotArea.Width, PlotArea.Height));
            legend.LegendArea = legend.GetLegendRectangle(legend.LegendSize);
        }
    }

    private OxyRect PlaceTitles(IRenderContext rc, OxyRect area)
    {
        title = TextFit.Fit(rc, Title, ActualTitleFont, TitleFontSize * TextScale, TitleFontWeight, area.Width);
        subtitle = TextFit.Fit(rc, Subtitle, ActualSubtitleFont, SubtitleFontSize * TextScale, SubtitleFontWeight, area.Width);
        var height = title.Size.Height + subtitle.Size.Height;
        TitleArea = new OxyRect(area.Left, area.Top, area.Width, height);
        return height > 0 ? area.Deflate(new OxyThickness(0, height + TitlePadding, 0, 0)) : area;
    }

    private OxyRect PlaceLegendsOutside(IRenderContext rc, OxyRect area)
    {
        foreach (var legend in Legends.Where(legend => legend.IsLegendVisible && legend.LegendPlacement == LegendPlacement.Outside))
        {
            legend.EnsureLegendProperties();
            var upright = LegendSides.IsLeft(legend.LegendPosition) || LegendSides.IsRight(legend.LegendPosition);
            var available = upright ? new OxySize(area.Width * 0.5, area.Height) : new OxySize(area.Width, area.Height * 0.5);
            var size = legend.LegendSize = legend.GetLegendSize(rc, available);
            if (size.Width <= 0 || size.Height <= 0)
                continue;
            var room = legend.LegendMargin;
            area = area.Deflate(legend.LegendPosition switch
            {
                var p when LegendSides.IsLeft(p) => new OxyThickness(size.Width + room, 0, 0, 0),
                var p when LegendSides.IsRight(p) => new OxyThickness(0, 0, size.Width + room, 0),
                var p when LegendSides.IsTop(p) => new OxyThickness(0, size.Height + room, 0, 0),
                _ => new OxyThickness(0, 0, 0, size.Height + room),
            });
        }

        return area;
    }

    /// <summary>Ticks depend on the plot area and the plot area on the labels of the ticks: margins grow until every label has its room.</summary>
    private void PlaceAxes(IRenderContext rc, OxyRect area)
    {
        var needed = default(OxyThickness);
        for (var round = 0; round < 12; round++)
        {
            SetPlotArea(area, needed);
            var measured = MeasureAxes(rc);
            var grown = needed.Include(measured);
            if (grown.Equals(needed))
                return;
            // The first guess was made for a plot area that is too large; begin anew with what it found.
            needed = round == 0 ? measured : grown;
        }

        SetPlotArea(area, needed);
        foreach (var axis in Axes)
            axis.Measure(rc);
    }

    private void SetPlotArea(OxyRect area, OxyThickness needed)
    {
        static double Chosen(double set, double measured) => double.IsNaN(set) ? measured : set;
        var left = Chosen(PlotMargins.Left, needed.Left);
        var right = Chosen(PlotMargins.Right, needed.Right);
        var top = Chosen(PlotMargins.Top, needed.Top);
        var bottom = Chosen(PlotMargins.Bottom, needed.Bottom);
        var across = Math.Min(1, Math.Max(0, area.Width - SmallestPlotArea) / Math.Max(1e-9, left + right));
        var down = Math.Min(1, Math.Max(0, area.Height - SmallestPlotArea) / Math.Max(1e-9, top + bottom));
        ActualPlotMargins = new OxyThickness(left * across, top * down, right * across, bottom * down);
        PlotArea = area.Deflate(ActualPlotMargins);
        foreach (var axis in Axes)
        {
            axis.UpdateIntervals(PlotArea);
            axis.UpdateTransform(PlotArea);
        }
    }

    private OxyThickness MeasureAxes(IRenderContext rc)
    {
        var needed = default(OxyThickness);
        foreach (var axis in Axes)
            axis.Measure(rc);
        foreach (var side in Axes.Where(axis => axis.IsAxisVisible).GroupBy(axis => axis.Position))
        {
            double shift = 0;
            foreach (var tier in side.GroupBy(axis => axis.PositionTier).OrderBy(tier => tier.Key))
            {
                double depth = 0;
                foreach (var axis in tier)
                {
                    axis.TierShift = shift;
                    depth = Math.Max(depth, Depth(axis));
                    needed = needed.Include(Shifted(axis, shift));
                }

                shift += depth + AxisTierDistance;
            }
        }

        return needed;
    }

    private static double Depth(Axis axis) => axis.Position switch
    {
        AxisPosition.Left => axis.DesiredMargin.Left,
        AxisPosition.Right => axis.DesiredMargin.Right,
        AxisPosition.Top => axis.DesiredMargin.Top,
        AxisPosition.Bottom => axis.DesiredMargin.Bottom,
        _ => 0,
    };

    private static OxyThickness Shifted(Axis axis, double shift)
    {
        var m = axis.DesiredMargin;
        return axis.Position switch
        {
            AxisPosition.Left => new OxyThickness(m.Left + shift, m.Top, m.Right, m.Bottom),
            AxisPosition.Right => new OxyThickness(m.Left, m.Top, m.Right + shift, m.Bottom),
            AxisPosition.Top => new OxyThickness(m.Left, m.Top + shift, m.Right, m.Bottom),
            AxisPosition.Bottom => new OxyThickness(m.Left, m.Top, m.Right, m.Bottom + shift),
            _ => m,
        };
    }
}
