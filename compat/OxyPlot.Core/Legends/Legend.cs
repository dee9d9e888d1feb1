namespace OxyPlot.Legends;

/// <summary>A list of the series' symbols and titles.</summary>
public class Legend : LegendBase
{
    private LegendLayout layout;

    /// <summary>Colour of the text of series that are not shown.</summary>
    public OxyColor SeriesInvisibleTextColor { get; set; } = OxyColor.FromAColor(64, OxyColors.Black);

    /// <summary>A row of items makes no sense beside a plot: there they stand in a column.</summary>
    public override void EnsureLegendProperties()
    {
        var beside = LegendSides.IsLeft(LegendPosition) || LegendSides.IsRight(LegendPosition);
        if (beside && LegendPlacement == LegendPlacement.Outside)
            LegendOrientation = LegendOrientation.Vertical;
    }

    public override OxySize GetLegendSize(IRenderContext rc, OxySize availableLegendArea)
    {
        static double Limit(double available, double max) => Math.Max(0, double.IsNaN(max) ? available : Math.Min(available, max));
        var margin = LegendPlacement == LegendPlacement.Inside ? 2 * LegendMargin : LegendMargin;
        var room = new OxySize(Limit(availableLegendArea.Width - margin, LegendMaxWidth), Limit(availableLegendArea.Height - margin, LegendMaxHeight));
        layout = LegendLayout.Arrange(rc, this, Listed(), room);
        return layout.Size;
    }

    public override OxyRect GetLegendRectangle(OxySize legendSize)
    {
        var inside = LegendPlacement == LegendPlacement.Inside;
        var area = inside ? PlotModel.PlotArea.Deflate(new OxyThickness(Math.Min(LegendMargin, Math.Min(PlotModel.PlotArea.Width, PlotModel.PlotArea.Height) / 4)))
            : AllowUseFullExtent ? PlotModel.PlotAndAxisArea : Beside(PlotModel.PlotArea, legendSize, PlotModel.PlotAndAxisArea);
        var left = LegendSides.Across(LegendPosition) switch
        {
            HorizontalAlignment.Left => area.Left,
            HorizontalAlignment.Center => area.Center.X - (legendSize.Width / 2),
            _ => area.Right - legendSize.Width,
        };
        var top = LegendSides.Down(LegendPosition) switch
        {
            VerticalAlignment.Top => area.Top,
            VerticalAlignment.Middle => area.Center.Y - (legendSize.Height / 2),
            _ => area.Bottom - legendSize.Height,
        };
        if (!inside)
            (left, top) = Outside(left, top, legendSize);
        return new OxyRect(left, top, legendSize.Width, legendSize.Height);
    }

    public override void RenderLegends(IRenderContext rc)
    {
        if (layout == null || layout.Size.Width <= 0)
            return;
        var area = LegendArea;
        rc.DrawRectangle(area, LegendBackground, LegendBorder, LegendBorderThickness, EdgeRenderingMode.GetActual(EdgeRenderingMode.PreferSharpness));
        var color = LegendTextColor.GetActualColor(PlotModel.TextColor);
        var font = LegendFont ?? PlotModel.DefaultFont;
        rc.DrawMathText(new ScreenPoint(area.Left + ((area.Width - layout.Title.Size.Width) / 2), area.Top + Padding(area)), layout.Title.Text, LegendTitleColor.GetActualColor(color), LegendTitleFont ?? font, layout.Title.FontSize, LegendTitleFontWeight, 0, HorizontalAlignment.Left, VerticalAlignment.Top);
        foreach (var item in layout.Items)
        {
            var box = item.Box.Offset(area.Left, area.Top);
            var symbolLength = (box.Width - item.Text.Size.Width) * LegendSymbolLength / (LegendSymbolLength + LegendSymbolMargin);
            var symbolLeft = LegendSymbolPlacement == LegendSymbolPlacement.Left;
            var symbol = new OxyRect(symbolLeft ? box.Left : box.Right - symbolLength, box.Top, symbolLength, Math.Min(box.Height, item.Text.FontSize * 1.2));
            item.Series.RenderLegend(rc, symbol);
            var at = new ScreenPoint(symbolLeft ? box.Right - item.Text.Size.Width : box.Left, box.Top);
            rc.DrawMathText(at, item.Text.Text, item.Series.IsVisible ? color : SeriesInvisibleTextColor, font, item.Text.FontSize, LegendFontWeight, 0, HorizontalAlignment.Left, VerticalAlignment.Top);
        }
    }

    public bool IsPointInLegend(ScreenPoint point) => LegendArea.Contains(point);

    protected override HitTestResult LegendHitTest(HitTestArguments args) =>
        IsPointInLegend(args.Point) ? new HitTestResult(this, args.Point) : null;

    private List<Series.Series> Listed()
    {
        var listed = PlotModel.Series.Where(s => s.RenderInLegend && !string.IsNullOrEmpty(s.Title) && s.LegendKey == Key && (s.IsVisible || ShowInvisibleSeries));
        return [.. LegendItemOrder == LegendItemOrder.Reverse ? listed.Reverse() : listed];
    }

    private double Padding(OxyRect area) => Math.Min(LegendPadding, area.Height / 2);

    /// <summary>A legend longer than the plot area may use the side of the whole drawing.</summary>
    private static OxyRect Beside(OxyRect plotArea, OxySize size, OxyRect whole) => OxyRect.Create(
        size.Width > plotArea.Width ? whole.Left : plotArea.Left,
        size.Height > plotArea.Height ? whole.Top : plotArea.Top,
        size.Width > plotArea.Width ? whole.Right : plotArea.Right,
        size.Height > plotArea.Height ? whole.Bottom : plotArea.Bottom);

    /// <summary>Puts the legend beyond the axes of its side, and keeps it in the drawing.</summary>
    private (double Left, double Top) Outside(double left, double top, OxySize size)
    {
        var area = PlotModel.PlotAndAxisArea;
        if (LegendSides.IsLeft(LegendPosition))
            left = area.Left - LegendMargin - size.Width;
        else if (LegendSides.IsRight(LegendPosition))
            left = area.Right + LegendMargin;
        else if (LegendSides.IsTop(LegendPosition))
            top = area.Top - LegendMargin - size.Height;
        else
            top = area.Bottom + LegendMargin;
        var bounds = PlotModel.PlotBounds;
        return (Math.Max(bounds.Left, Math.Min(left, bounds.Right - size.Width)), Math.Max(bounds.Top, Math.Min(top, bounds.Bottom - size.Height)));
    }
}
