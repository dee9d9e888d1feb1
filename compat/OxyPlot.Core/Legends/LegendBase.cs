namespace OxyPlot.Legends;

/// <summary>A list of what the series are called.</summary>
public abstract class LegendBase : PlotElement
{
    protected LegendBase()
    {
    }

    public string Key { get; set; }

    public bool IsLegendVisible { get; set; } = true;

    public LegendPlacement LegendPlacement { get; set; } = LegendPlacement.Inside;

    public LegendPosition LegendPosition { get; set; } = LegendPosition.RightTop;

    public LegendOrientation LegendOrientation { get; set; } = LegendOrientation.Vertical;

    public LegendItemOrder LegendItemOrder { get; set; } = LegendItemOrder.Normal;

    public HorizontalAlignment LegendItemAlignment { get; set; } = HorizontalAlignment.Left;

    public LegendSymbolPlacement LegendSymbolPlacement { get; set; } = LegendSymbolPlacement.Left;

    public bool ShowInvisibleSeries { get; set; } = true;

    /// <summary>A legend outside may use the whole drawing's side and not only that of the plot area.</summary>
    public bool AllowUseFullExtent { get; set; }

    public OxyRect LegendArea { get; set; }

    public OxySize LegendSize { get; set; }

    public double LegendMaxWidth { get; set; } = double.NaN;

    public double LegendMaxHeight { get; set; } = double.NaN;

    /// <summary>Room between the legend and the plot area.</summary>
    public double LegendMargin { get; set; } = 8;

    /// <summary>Room between the legend's border and its items.</summary>
    public double LegendPadding { get; set; } = 8;

    public double LegendColumnSpacing { get; set; } = 8;

    public double LegendItemSpacing { get; set; } = 24;

    public double LegendLineSpacing { get; set; }

    public double LegendSymbolLength { get; set; } = 16;

    public double LegendSymbolMargin { get; set; } = 4;

    public OxyColor LegendBackground { get; set; } = OxyColors.Undefined;

    public OxyColor LegendBorder { get; set; } = OxyColors.Undefined;

    public double LegendBorderThickness { get; set; } = 1;

    public string LegendFont { get; set; }

    public double LegendFontSize { get; set; } = double.NaN;

    public double LegendFontWeight { get; set; } = FontWeights.Normal;

    public OxyColor LegendTextColor { get; set; } = OxyColors.Automatic;

    public string LegendTitle { get; set; }

    public string LegendTitleFont { get; set; }

    public double LegendTitleFontSize { get; set; } = double.NaN;

    public double LegendTitleFontWeight { get; set; } = FontWeights.Bold;

    public OxyColor LegendTitleColor { get; set; } = OxyColors.Automatic;

    public abstract void EnsureLegendProperties();

    public abstract OxySize GetLegendSize(IRenderContext rc, OxySize availableLegendArea);

    public abstract OxyRect GetLegendRectangle(OxySize legendSize);

    public abstract void RenderLegends(IRenderContext rc);

    protected override HitTestResult HitTestOverride(HitTestArguments args) => LegendHitTest(args);

    protected abstract HitTestResult LegendHitTest(HitTestArguments args);
}
