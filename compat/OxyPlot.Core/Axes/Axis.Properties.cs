namespace OxyPlot.Axes;

public abstract partial class Axis
{
    private static readonly OxyColor FaintBlack = OxyColor.FromArgb(0x40, 0, 0, 0), FainterBlack = OxyColor.FromArgb(0x20, 0, 0, 0);

    public string Title { get; set; }

    public string Unit { get; set; }

    public string TitleFormatString { get; set; } = "{0} [{1}]";

    public string TitleFont { get; set; }

    public double TitleFontSize { get; set; } = double.NaN;

    public double TitleFontWeight { get; set; } = FontWeights.Normal;

    public OxyColor TitleColor { get; set; } = OxyColors.Automatic;

    /// <summary>Where along the axis the title stands, from 0 to 1.</summary>
    public double TitlePosition { get; set; } = 0.5;

    /// <summary>Whether the title keeps within the share of the axis' length that <see cref="TitleClippingLength"/> names.</summary>
    public bool ClipTitle { get; set; } = true;

    public double TitleClippingLength { get; set; } = 0.9;

    public double AxisTitleDistance { get; set; } = 4;

    public double AxisTickToLabelDistance { get; set; } = 4;

    public OxyColor AxislineColor { get; set; } = OxyColors.Black;

    public LineStyle AxislineStyle { get; set; } = LineStyle.None;

    public double AxislineThickness { get; set; } = 1;

    /// <summary>Turn of the labels in degrees.</summary>
    public double Angle { get; set; }

    public TickStyle TickStyle { get; set; } = TickStyle.Outside;

    public OxyColor TicklineColor { get; set; } = OxyColors.Black;

    public OxyColor MinorTicklineColor { get; set; } = OxyColors.Automatic;

    public double MajorTickSize { get; set; } = 7;

    public double MinorTickSize { get; set; } = 4;

    public LineStyle MajorGridlineStyle { get; set; } = LineStyle.None;

    public OxyColor MajorGridlineColor { get; set; } = FaintBlack;

    public double MajorGridlineThickness { get; set; } = 1;

    public LineStyle MinorGridlineStyle { get; set; } = LineStyle.None;

    public OxyColor MinorGridlineColor { get; set; } = FainterBlack;

    public double MinorGridlineThickness { get; set; } = 1;

    public double[] ExtraGridlines { get; set; }

    public LineStyle ExtraGridlineStyle { get; set; } = LineStyle.Solid;

    public OxyColor ExtraGridlineColor { get; set; } = OxyColors.Black;

    public double ExtraGridlineThickness { get; set; } = 1;

    public string ActualTitle =>
        Unit == null ? Title : string.Format(ActualCulture, TitleFormatString, Title, Unit);

    protected internal OxyColor ActualTitleColor => TitleColor.GetActualColor(PlotModel.TextColor);

    protected internal string ActualTitleFont => TitleFont ?? PlotModel.DefaultFont;

    protected internal double ActualTitleFontSize => double.IsNaN(TitleFontSize) ? ActualFontSize : TitleFontSize * PlotModel.TextScale;

    protected internal double ActualTitleFontWeight => TitleFontWeight;
}
