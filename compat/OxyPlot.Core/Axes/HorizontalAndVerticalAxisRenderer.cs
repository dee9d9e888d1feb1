namespace OxyPlot.Axes;

/// <summary>Draws an axis along a side of the plot area.</summary>
public class HorizontalAndVerticalAxisRenderer : AxisRendererBase
{
    public HorizontalAndVerticalAxisRenderer(IRenderContext rc, PlotModel plot)
        : base(rc, plot)
    {
    }

    public override void Render(Axis axis, int pass)
    {
        base.Render(axis, pass);
        var position = LinePosition(axis);
        if (pass == 0)
        {
            RenderGridlines(axis, MinorTickValues, MinorPen);
            RenderGridlines(axis, MajorTickValues, MajorPen);
            if (axis.ExtraGridlines != null)
                RenderGridlines(axis, axis.ExtraGridlines.Where(v => IsWithin(v, axis.ActualMinimum, axis.ActualMaximum)), ExtraPen);
            return;
        }

        RenderMinorItems(axis, position);
        RenderMajorItems(axis, position, AxisLayout.LabelDistance(axis), drawAxisLine: true);
    }

    protected static double Lerp(double x0, double x1, double f) => x0 + ((x1 - x0) * f);

    protected static void SnapTo(double target, ref double v, double eps = 0.5)
    {
        if (Math.Abs(v - target) < eps)
            v = target;
    }

    /// <summary>The title's place; <paramref name="titlePosition"/> is the screen coordinate of its side nearest to the labels.</summary>
    protected virtual ScreenPoint GetAxisTitlePositionAndAlignment(Axis axis, double titlePosition, ref double angle, ref HorizontalAlignment halign, ref VerticalAlignment valign)
    {
        halign = HorizontalAlignment.Center;
        angle = axis.IsVertical() ? -90 : 0;
        valign = axis.Position is AxisPosition.Left or AxisPosition.Top ? VerticalAlignment.Bottom : VerticalAlignment.Top;
        return axis.IsHorizontal()
            ? new ScreenPoint(Lerp(axis.ScreenMin.X, axis.ScreenMax.X, axis.TitlePosition), titlePosition)
            : new ScreenPoint(titlePosition, Lerp(axis.ScreenMax.Y, axis.ScreenMin.Y, axis.TitlePosition));
    }

    protected virtual void RenderAxisTitle(Axis axis, double titlePosition)
    {
        var title = AxisLayout.Title(RenderContext, axis);
        if (title.Text == null)
            return;
        double angle = 0;
        var (ha, va) = (HorizontalAlignment.Center, VerticalAlignment.Top);
        var at = GetAxisTitlePositionAndAlignment(axis, titlePosition, ref angle, ref ha, ref va);
        RenderContext.DrawMathText(at, title.Text, axis.ActualTitleColor, axis.ActualTitleFont, title.FontSize, axis.ActualTitleFontWeight, angle, ha, va);
    }

    protected virtual void RenderMinorItems(Axis axis, double axisPosition)
    {
        if (axis.TickStyle != TickStyle.None && axis.MinorTickSize > 0)
            RenderTicks(axis, axisPosition, MinorTickValues, axis.MinorTickSize, MinorTickPen);
    }

    /// <summary>Ticks, labels, the axis' own line and the title, whose distance from the plot area follows from the labels.</summary>
    protected virtual void RenderMajorItems(Axis axis, double axisPosition, double titlePosition, bool drawAxisLine)
    {
        if (axis.TickStyle != TickStyle.None && axis.MajorTickSize > 0)
            RenderTicks(axis, axisPosition, MajorTickValues, axis.MajorTickSize, MajorTickPen);
        var outwards = Outwards(axis);
        var edge = PlotEdge(axis);
        var labels = AxisLayout.Labels(RenderContext, axis, MajorLabelValues);
        var anchor = edge + (outwards * titlePosition);
        var (ha, va) = AxisLayout.LabelAlignment(axis);
        foreach (var label in labels)
        {
            var at = axis.IsHorizontal()
                ? new ScreenPoint(label.Along, outwards > 0 ? anchor - label.Bounds.Top : anchor - label.Bounds.Bottom)
                : new ScreenPoint(outwards > 0 ? anchor - label.Bounds.Left : anchor - label.Bounds.Right, label.Along);
            RenderContext.DrawMathText(at, label.Text, axis.ActualTextColor, axis.ActualFont, axis.ActualFontSize, axis.ActualFontWeight, axis.Angle, ha, va);
        }

        if (drawAxisLine)
            RenderAxisLine(axis, axisPosition);
        RenderAxisTitle(axis, anchor + (outwards * (AxisLayout.LabelDepth(axis, labels) + axis.AxisTitleDistance)));
    }

    private static int Outwards(Axis axis) => axis.Position is AxisPosition.Left or AxisPosition.Top ? -1 : 1;

    private double PlotEdge(Axis axis) => axis.Position switch
    {
        AxisPosition.Left => Plot.PlotArea.Left,
        AxisPosition.Right => Plot.PlotArea.Right,
        AxisPosition.Top => Plot.PlotArea.Top,
        _ => Plot.PlotArea.Bottom,
    };

    private double LinePosition(Axis axis) => PlotEdge(axis) + (Outwards(axis) * (axis.AxisDistance + axis.TierShift));

    private void RenderAxisLine(Axis axis, double axisPosition)
    {
        if (axis.IsHorizontal())
            RenderContext.DrawLine(axis.ScreenMin.X, axisPosition, axis.ScreenMax.X, axisPosition, AxislinePen, EdgeRenderingMode.PreferSharpness);
        else
            RenderContext.DrawLine(axisPosition, axis.ScreenMin.Y, axisPosition, axis.ScreenMax.Y, AxislinePen, EdgeRenderingMode.PreferSharpness);
    }

    private void RenderGridlines(Axis axis, IEnumerable<double> values, OxyPen pen)
    {
        if (pen == null)
            return;
        var area = Plot.PlotArea;
        var segments = new List<ScreenPoint>();
        foreach (var value in values)
        {
            var at = Snapped(axis, value);
            segments.Add(axis.IsHorizontal() ? new ScreenPoint(at, area.Top) : new ScreenPoint(area.Left, at));
            segments.Add(axis.IsHorizontal() ? new ScreenPoint(at, area.Bottom) : new ScreenPoint(area.Right, at));
        }

        RenderContext.DrawLineSegments(segments, pen, axis.EdgeRenderingMode.GetActual(EdgeRenderingMode.PreferSharpness));
    }

    private void RenderTicks(Axis axis, double axisPosition, IList<double> values, double size, OxyPen pen)
    {
        GetTickPositions(axis, axis.TickStyle, size, axis.Position, out var from, out var to);
        var segments = new List<ScreenPoint>();
        foreach (var value in values)
        {
            var at = Snapped(axis, value);
            segments.Add(axis.IsHorizontal() ? new ScreenPoint(at, axisPosition + from) : new ScreenPoint(axisPosition + from, at));
            segments.Add(axis.IsHorizontal() ? new ScreenPoint(at, axisPosition + to) : new ScreenPoint(axisPosition + to, at));
        }

        RenderContext.DrawLineSegments(segments, pen, axis.EdgeRenderingMode.GetActual(EdgeRenderingMode.PreferSharpness));
    }

    /// <summary>Ticks at the ends fall exactly onto the plot area's border.</summary>
    private double Snapped(Axis axis, double value)
    {
        var at = axis.Transform(value);
        SnapTo(axis.IsHorizontal() ? Plot.PlotArea.Left : Plot.PlotArea.Top, ref at);
        SnapTo(axis.IsHorizontal() ? Plot.PlotArea.Right : Plot.PlotArea.Bottom, ref at);
        return at;
    }
}
