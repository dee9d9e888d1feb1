using OxyPlot.Axes;

namespace OxyPlot;

/// <summary>From data to ranges: axes are found, series give their extent, axes choose what to show.</summary>
public partial class PlotModel
{
    private int nextColor;

    void IPlotModel.Update(bool updateData)
    {
        lock (SyncRoot)
        {
            try
            {
                lastException = null;
                OnUpdating();
                FindAxes();
                if (updateData)
                {
                    foreach (var series in Series)
                        series.UpdateData();
                }

                nextColor = 0;
                foreach (var series in Series)
                    series.SetDefaultValues();
                UpdateRanges();
                OnUpdated();
            }
            catch (Exception e)
            {
                lastException = e;
            }
        }
    }

    /// <summary>The next colour of the palette, which starts again after its last.</summary>
    public OxyColor GetDefaultColor() => DefaultColors[nextColor++ % DefaultColors.Count];

    /// <summary>Solid for the first round of the palette, then other styles.</summary>
    public LineStyle GetDefaultLineStyle() => (LineStyle)(nextColor / DefaultColors.Count % (int)LineStyle.None);

    private void FindAxes()
    {
        var required = Series.Any(series => series.IsVisible && series.AreAxesRequired());
        DefaultXAxis = Axes.FirstOrDefault(axis => axis.IsHorizontal() && axis.IsXyAxis());
        DefaultYAxis = Axes.FirstOrDefault(axis => axis.IsVertical() && axis.IsXyAxis());
        if (required && DefaultXAxis == null)
            Axes.Add(DefaultXAxis = new LinearAxis { Position = AxisPosition.Bottom });
        if (required && DefaultYAxis == null)
            Axes.Add(DefaultYAxis = new LinearAxis { Position = AxisPosition.Left });
        foreach (var series in Series.Where(series => series.IsVisible && series.AreAxesRequired()))
            series.EnsureAxes();
        foreach (var annotation in Annotations)
            annotation.EnsureAxes();
    }

    private void UpdateRanges()
    {
        foreach (var axis in Axes)
            axis.ResetDataMaxMin();
        foreach (var series in Series.Where(series => series.IsVisible))
        {
            series.UpdateMaxMin();
            series.UpdateAxisMaxMin();
        }

        foreach (var axis in Axes)
            axis.UpdateActualMaxMin();
    }
}
