using System.Globalization;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;

namespace OxyPlot;

/// <summary>A plot: axes, series, annotations and legends, and how they look.</summary>
public partial class PlotModel : Model, IPlotModel
{
    private Exception lastException;

    public PlotModel()
    {
        Axes = new ElementCollection<Axis>(this);
        Series = new ElementCollection<Series.Series>(this);
        Annotations = new ElementCollection<Annotation>(this);
        Legends = new ElementCollection<LegendBase>(this);
        DefaultColors = PlotPalette.Default;
    }

    public event EventHandler Updating;

    public event EventHandler Updated;

    public ElementCollection<Axis> Axes { get; }

    public ElementCollection<Series.Series> Series { get; }

    public ElementCollection<Annotation> Annotations { get; }

    public ElementCollection<LegendBase> Legends { get; set; }

    public Axis DefaultXAxis { get; private set; }

    public Axis DefaultYAxis { get; private set; }

    public CultureInfo Culture { get; set; }

    public CultureInfo ActualCulture => Culture ?? CultureInfo.CurrentCulture;

    public IList<OxyColor> DefaultColors { get; set; }

    public string DefaultFont { get; set; } = "Segoe UI";

    public double DefaultFontSize { get; set; } = 12;

    public OxyColor TextColor { get; set; } = OxyColors.Black;

    public OxyColor Background { get; set; } = OxyColors.Undefined;

    public OxyColor PlotAreaBackground { get; set; } = OxyColors.Undefined;

    public OxyColor PlotAreaBorderColor { get; set; } = OxyColors.Black;

    public OxyThickness PlotAreaBorderThickness { get; set; } = new(1);

    public EdgeRenderingMode EdgeRenderingMode { get; set; }

    /// <summary>Room between the drawing's edge and everything in it.</summary>
    public OxyThickness Padding { get; set; } = new(8);

    /// <summary>Room for the axes; what is not a number is measured.</summary>
    public OxyThickness PlotMargins { get; set; } = new(double.NaN);

    public double AxisTierDistance { get; set; } = 4;

    public bool IsLegendVisible { get; set; } = true;

    public string Title { get; set; }

    public string TitleFont { get; set; }

    public double TitleFontSize { get; set; } = 18;

    public double TitleFontWeight { get; set; } = FontWeights.Bold;

    public OxyColor TitleColor { get; set; } = OxyColors.Automatic;

    public TitleHorizontalAlignment TitleHorizontalAlignment { get; set; }

    public double TitlePadding { get; set; } = 6;

    public string TitleToolTip { get; set; }

    public string Subtitle { get; set; }

    public string SubtitleFont { get; set; }

    public double SubtitleFontSize { get; set; } = 14;

    public double SubtitleFontWeight { get; set; } = FontWeights.Normal;

    public OxyColor SubtitleColor { get; set; } = OxyColors.Automatic;

    public double Width => PlotBounds.Width;

    public double Height => PlotBounds.Height;

    public OxyRect PlotBounds { get; private set; }

    public OxyRect TitleArea { get; private set; }

    public OxyRect PlotAndAxisArea { get; private set; }

    public OxyRect PlotArea { get; private set; }

    public OxyThickness ActualPlotMargins { get; private set; }

    protected string ActualTitleFont => TitleFont ?? DefaultFont;

    protected string ActualSubtitleFont => SubtitleFont ?? DefaultFont;

    /// <summary>What went wrong when the plot was last updated or drawn; null when nothing did.</summary>
    public Exception GetLastPlotException() => lastException;

    public Axis GetAxis(string key) =>
        Axes.FirstOrDefault(axis => axis.Key == key)
        ?? throw new InvalidOperationException($"Cannot find axis with Key = \"{key}\": give one of the plot's axes this Key.");

    public Axis GetAxisOrDefault(string key, Axis defaultAxis) =>
        key == null ? defaultAxis : Axes.FirstOrDefault(axis => axis.Key == key) ?? defaultAxis;

    public LegendBase GetLegend(string key) =>
        Legends.FirstOrDefault(legend => legend.Key == key)
        ?? throw new InvalidOperationException($"Cannot find legend with Key = \"{key}\": give one of the plot's legends this Key.");

    public void ResetAllAxes()
    {
        foreach (var axis in Axes)
            axis.Reset();
    }

    /// <summary>Brings the plot up to date; what shows it asks for the drawing.</summary>
    public void InvalidatePlot(bool updateData) => ((IPlotModel)this).Update(updateData);

    public override string ToString() => Title;

    protected override IEnumerable<PlotElement> GetHitTestElements()
    {
        foreach (var legend in Legends)
            yield return legend;
        foreach (var annotation in Annotations.Reverse())
            yield return annotation;
        foreach (var series in Series.Reverse().Where(series => series.IsVisible))
            yield return series;
        foreach (var axis in Axes.Reverse().Where(axis => axis.IsAxisVisible))
            yield return axis;
    }

    protected virtual void OnUpdating() => Updating?.Invoke(this, EventArgs.Empty);

    protected virtual void OnUpdated() => Updated?.Invoke(this, EventArgs.Empty);
}
