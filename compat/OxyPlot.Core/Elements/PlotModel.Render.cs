using OxyPlot.Annotations;
using OxyPlot.Axes;

namespace OxyPlot;

/// <summary>Draws the plot from back to front.</summary>
public partial class PlotModel
{
    void IPlotModel.Render(IRenderContext rc, OxyRect rect)
    {
        lock (SyncRoot)
        {
            var clips = rc.ClipCount;
            try
            {
                if (lastException == null)
                    RenderOverride(rc, rect);
            }
            catch (Exception e)
            {
                lastException = e;
            }

            while (rc.ClipCount > clips)
                rc.PopClip();
            if (lastException != null)
                RenderFault(rc, rect, lastException);
            rc.CleanUp();
        }
    }

    protected virtual void RenderOverride(IRenderContext rc, OxyRect rect)
    {
        if (rect.Width <= 0 || rect.Height <= 0)
            return;
        Layout(rc, rect);
        if (PlotAreaBackground.IsVisible())
            rc.FillRectangle(PlotArea, PlotAreaBackground, EdgeRenderingMode.PreferSharpness);
        RenderAnnotations(rc, AnnotationLayer.BelowAxes);
        RenderAxes(rc, AxisLayer.BelowSeries);
        RenderAnnotations(rc, AnnotationLayer.BelowSeries);
        foreach (var series in Series.Where(series => series.IsVisible))
            RenderClipped(rc, series, series.Render);
        RenderBorder(rc);
        RenderAxes(rc, AxisLayer.AboveSeries);
        RenderAnnotations(rc, AnnotationLayer.AboveSeries);
        RenderTitles(rc);
        if (!IsLegendVisible)
            return;
        foreach (var legend in Legends.Where(legend => legend.IsLegendVisible))
            legend.RenderLegends(rc);
    }

    private static void RenderClipped(IRenderContext rc, PlotElement element, Action<IRenderContext> render)
    {
        var clip = element.GetClippingRect();
        if (clip.Equals(OxyRect.Everything))
        {
            render(rc);
            return;
        }

        using (rc.AutoResetClip(clip))
            render(rc);
    }

    private void RenderAnnotations(IRenderContext rc, AnnotationLayer layer)
    {
        foreach (var annotation in Annotations.Where(annotation => annotation.Layer == layer))
            RenderClipped(rc, annotation, annotation.Render);
    }

    private void RenderAxes(IRenderContext rc, AxisLayer layer)
    {
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var axis in Axes.Where(axis => axis.IsAxisVisible && axis.Layer == layer && (axis.IsHorizontal() || axis.IsVertical())))
                axis.Render(rc, pass);
        }
    }

    private void RenderBorder(IRenderContext rc)
    {
        if (PlotAreaBorderColor.IsVisible() && Axes.Count > 0)
            rc.DrawRectangle(PlotArea, PlotAreaBorderColor, PlotAreaBorderThickness, EdgeRenderingMode.GetActual(EdgeRenderingMode.PreferSharpness));
    }

    private void RenderTitles(IRenderContext rc)
    {
        var widest = Math.Max(title.Size.Width, subtitle.Size.Width) / 2;
        var middle = TitleHorizontalAlignment == TitleHorizontalAlignment.CenteredWithinView ? PlotBounds.Center.X : PlotArea.Center.X;
        var x = widest * 2 >= TitleArea.Width ? TitleArea.Center.X : Math.Clamp(middle, TitleArea.Left + widest, TitleArea.Right - widest);
        rc.DrawMathText(new ScreenPoint(x, TitleArea.Top), title.Text, TitleColor.GetActualColor(TextColor), ActualTitleFont, title.FontSize, TitleFontWeight, 0, HorizontalAlignment.Center, VerticalAlignment.Top);
        rc.DrawMathText(new ScreenPoint(x, TitleArea.Top + title.Size.Height), subtitle.Text, SubtitleColor.GetActualColor(TextColor), ActualSubtitleFont, subtitle.FontSize, SubtitleFontWeight, 0, HorizontalAlignment.Center, VerticalAlignment.Top);
    }

    private void RenderFault(IRenderContext rc, OxyRect rect, Exception fault)
    {
        var message = TextFit.Fit(rc, "This plot cannot be drawn: " + fault.Message, DefaultFont, DefaultFontSize, FontWeights.Normal, rect.Width * 0.9, maxLines: 8);
        rc.DrawText(rect.Center, message.Text, OxyColors.Black, DefaultFont, message.FontSize, FontWeights.Normal, 0, HorizontalAlignment.Center, VerticalAlignment.Middle);
    }
}
