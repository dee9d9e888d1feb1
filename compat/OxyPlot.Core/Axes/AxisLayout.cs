namespace OxyPlot.Axes;

/// <summary>Where the texts of an axis go; measuring and drawing ask the same questions here, so they cannot disagree.</summary>
internal static class AxisLayout
{
    /// <summary>A label, its size before it is turned, where its anchor lies along the axis, and its bounds about the anchor.</summary>
    public readonly record struct Label(double Value, string Text, double Along, OxyRect Bounds);

    /// <summary>Distance from the plot area to the labels.</summary>
    public static double LabelDistance(Axis axis)
    {
        var outside = axis.TickStyle is TickStyle.Outside or TickStyle.Crossing;
        return axis.AxisDistance + axis.TierShift + (outside ? Math.Max(axis.MajorTickSize, 0) : 0) + axis.AxisTickToLabelDistance;
    }

    /// <summary>How labels hang on their anchors.</summary>
    public static (HorizontalAlignment H, VerticalAlignment V) LabelAlignment(Axis axis) => axis.Position switch
    {
        AxisPosition.Left => (HorizontalAlignment.Right, VerticalAlignment.Middle),
        AxisPosition.Right => (HorizontalAlignment.Left, VerticalAlignment.Middle),
        AxisPosition.Top when axis.Angle == 0 => (HorizontalAlignment.Center, VerticalAlignment.Bottom),
        AxisPosition.Top => (axis.Angle < 0 ? HorizontalAlignment.Left : HorizontalAlignment.Right, VerticalAlignment.Middle),
        _ when axis.Angle == 0 => (HorizontalAlignment.Center, VerticalAlignment.Top),
        _ => (axis.Angle < 0 ? HorizontalAlignment.Right : HorizontalAlignment.Left, VerticalAlignment.Middle),
    };

    /// <summary>The labels that are drawn: all of them, or every second, third, ... where they would touch.</summary>
    public static List<Label> Labels(IRenderContext rc, Axis axis, IList<double> values)
    {
        var (ha, va) = LabelAlignment(axis);
        var all = new List<Label>();
        foreach (var value in values)
        {
            var text = axis.FormatValue(value);
            if (string.IsNullOrEmpty(text))
                continue;
            var size = rc.MeasureMathText(text, axis.ActualFont, axis.ActualFontSize, axis.ActualFontWeight);
            all.Add(new Label(value, text, axis.Transform(value), size.GetBounds(axis.Angle, ha, va)));
        }

        var every = 1;
        while (every < all.Count && !Apart(axis, all, every))
            every++;
        return every == 1 ? all : [.. all.Where((_, i) => i % every == 0)];
    }

    /// <summary>How far the furthest label reaches outwards from its anchor.</summary>
    public static double LabelDepth(Axis axis, List<Label> labels)
    {
        if (labels.Count == 0)
            return 0;
        return axis.IsHorizontal() ? labels.Max(label => label.Bounds.Height) : labels.Max(label => label.Bounds.Width);
    }

    public static TextFit.Fitted Title(IRenderContext rc, Axis axis)
    {
        var length = axis.IsHorizontal() ? axis.ScreenMax.X - axis.ScreenMin.X : axis.ScreenMax.Y - axis.ScreenMin.Y;
        var share = axis.ClipTitle ? Math.Max(axis.TitleClippingLength, 0.9) : 1;
        return TextFit.Fit(rc, axis.ActualTitle, axis.ActualTitleFont, axis.ActualTitleFontSize, axis.ActualTitleFontWeight, Math.Abs(length) * share);
    }

    public static OxyThickness Measure(IRenderContext rc, Axis axis)
    {
        if (!axis.IsAxisVisible || axis.Position is AxisPosition.None or AxisPosition.All)
            return default;
        axis.GetTickValues(out var values, out _, out _);
        var labels = Labels(rc, axis, values);
        var depth = LabelDistance(axis) - axis.TierShift + LabelDepth(axis, labels);
        var title = Title(rc, axis);
        if (title.Text != null)
            depth += axis.AxisTitleDistance + title.Size.Height;

        var (low, high) = Overhang(axis, labels);
        return axis.Position switch
        {
            AxisPosition.Left => new OxyThickness(depth, low, 0, high),
            AxisPosition.Right => new OxyThickness(0, low, depth, high),
            AxisPosition.Top => new OxyThickness(low, depth, high, 0),
            _ => new OxyThickness(low, 0, high, depth),
        };
    }

    /// <summary>How far labels at the ends reach past the plot area: to the left and right, or up and down.</summary>
    private static (double Low, double High) Overhang(Axis axis, List<Label> labels)
    {
        double low = 0, high = 0;
        var area = OxyRect.Create(axis.ScreenMin.X, axis.ScreenMin.Y, axis.ScreenMax.X, axis.ScreenMax.Y);
        foreach (var label in labels)
        {
            var (start, end) = Span(axis, label);
            low = Math.Max(low, (axis.IsHorizontal() ? area.Left : area.Top) - start);
            high = Math.Max(high, end - (axis.IsHorizontal() ? area.Right : area.Bottom));
        }

        return (low, high);
    }

    private static (double Start, double End) Span(Axis axis, Label label) => axis.IsHorizontal()
        ? (label.Along + label.Bounds.Left, label.Along + label.Bounds.Right)
        : (label.Along + label.Bounds.Top, label.Along + label.Bounds.Bottom);

    private static bool Apart(Axis axis, List<Label> labels, int every)
    {
        // Turned labels lie side by side: what counts is their thickness, not the width of their bounds.
        var thickness = axis.ActualFontSize * 1.2 / Math.Max(0.1, Math.Abs(Math.Sin(axis.Angle * Math.PI / 180)));
        for (var i = every; i < labels.Count; i += every)
        {
            var (a, b) = (Span(axis, labels[i - every]), Span(axis, labels[i]));
            var gap = Math.Max(a.Start, b.Start) - Math.Min(a.End, b.End);
            var turned = axis.Angle != 0 && Math.Abs(labels[i].Along - labels[i - every].Along) >= thickness;
            if (!turned && gap < (axis.IsHorizontal() ? axis.ActualFontSize * 0.4 : 0))
                return false;
        }

        return true;
    }
}
