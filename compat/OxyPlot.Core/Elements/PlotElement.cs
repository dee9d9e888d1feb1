using System.Globalization;

namespace OxyPlot;

/// <summary>An element of a plot, with its font and colour; what is not set comes from the plot.</summary>
public abstract class PlotElement : Element, IPlotElement
{
    protected PlotElement()
    {
    }

    public PlotModel PlotModel => Parent as PlotModel;

    public string Font { get; set; }

    public double FontSize { get; set; } = double.NaN;

    public double FontWeight { get; set; } = FontWeights.Normal;

    public OxyColor TextColor { get; set; } = OxyColors.Automatic;

    public EdgeRenderingMode EdgeRenderingMode { get; set; }

    public object Tag { get; set; }

    public string ToolTip { get; set; }

    protected CultureInfo ActualCulture => PlotModel?.ActualCulture ?? CultureInfo.CurrentCulture;

    protected internal string ActualFont => Font ?? PlotModel.DefaultFont;

    protected internal double ActualFontSize => PlotModel.TextScale * (double.IsNaN(FontSize) ? PlotModel.DefaultFontSize : FontSize);

    protected internal double ActualFontWeight => FontWeight;

    protected internal OxyColor ActualTextColor => TextColor.GetActualColor(PlotModel.TextColor);

    public virtual OxyRect GetClippingRect() => OxyRect.Everything;

    public virtual int GetElementHashCode() => GetHashCode();
}
