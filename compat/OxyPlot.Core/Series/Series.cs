using OxyPlot.Axes;

namespace OxyPlot.Series;

/// <summary>Data and the way they are drawn.</summary>
public abstract class Series : PlotElement
{
    protected Series()
    {
    }

    public bool IsVisible { get; set; } = true;

    public string Title { get; set; }

    public bool RenderInLegend { get; set; } = true;

    /// <summary>The legend that lists the series; null for those that have no key either.</summary>
    public string LegendKey { get; set; }

    public OxyColor Background { get; set; } = OxyColors.Undefined;

    public abstract void Render(IRenderContext rc);

    public abstract void RenderLegend(IRenderContext rc, OxyRect legendBox);

    protected internal abstract bool AreAxesRequired();

    protected internal abstract void EnsureAxes();

    protected internal abstract bool IsUsing(Axis axis);

    protected internal abstract void SetDefaultValues();

    protected internal abstract void UpdateAxisMaxMin();

    protected internal abstract void UpdateData();

    protected internal abstract void UpdateMaxMin();
}
