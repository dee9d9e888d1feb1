namespace OxyPlot.Axes;

/// <summary>One axis: the range it shows, its ticks and how values map to the screen.</summary>
public abstract partial class Axis : PlotElement
{
    protected static readonly Func<double, double> Exponent = x => Math.Floor(Math.Round(Math.Log10(Math.Abs(x)), 12));

    protected static readonly Func<double, double> Mantissa = x => x / Math.Pow(10, Exponent(x));

    protected static readonly Func<double, double> ThresholdRound = x => Math.Abs(Math.Round(x) - x) < 1e-6 ? Math.Round(x) : x;

    private double offset;
    private double scale = 1;

    protected Axis()
    {
    }

    public AxisPosition Position { get; set; } = AxisPosition.Left;

    public string Key { get; set; }

    public bool IsAxisVisible { get; set; } = true;

    public AxisLayer Layer { get; set; } = AxisLayer.BelowSeries;

    /// <summary>Axes on the same side with a higher tier stand further out.</summary>
    public int PositionTier { get; set; }

    internal double TierShift { get; set; }

    /// <summary>Where on the plot area the axis starts and ends, from 0 (left, bottom) to 1; start after end turns it round.</summary>
    public double StartPosition { get; set; }

    public double EndPosition { get; set; } = 1;

    public bool IsReversed => StartPosition > EndPosition;

    /// <summary>Distance between the axis and the plot area.</summary>
    public double AxisDistance { get; set; }

    public ScreenPoint ScreenMin { get; protected set; }

    public ScreenPoint ScreenMax { get; protected set; }

    public double Scale => scale;

    public double Offset => offset;

    /// <summary>The room that labels, ticks and title need beside the plot area.</summary>
    public OxyThickness DesiredMargin { get; protected set; }

    public abstract bool IsXyAxis();

    public virtual bool IsLogarithmic() => false;

    public bool IsHorizontal() => Position is AxisPosition.Top or AxisPosition.Bottom;

    public bool IsVertical() => Position is AxisPosition.Left or AxisPosition.Right;

    /// <summary>True for a finite number within the filter.</summary>
    public bool IsValidValue(double value) =>
        double.IsFinite(value) && value < FilterMaxValue && value > FilterMinValue && (FilterFunction == null || FilterFunction(value));

    public virtual void Measure(IRenderContext rc) => DesiredMargin = AxisLayout.Measure(rc, this);

    public virtual void Render(IRenderContext rc, int pass) => new HorizontalAndVerticalAxisRenderer(rc, PlotModel).Render(this, pass);

    public override string ToString() =>
        FormattableString.Invariant($"{GetType().Name} ({Position}, {ActualMinimum}, {ActualMaximum}, {ActualMajorStep})");

    /// <summary>The value that a number on an axis stands for: numbers as they are, booleans as 0 and 1, dates as days.</summary>
    public static double ToDouble(object value) => value switch
    {
        null => double.NaN,
        double number => number,
        DateTime time => time.ToOADate() + 1,
        TimeSpan span => span.TotalSeconds,
        IConvertible convertible => convertible.ToDouble(System.Globalization.CultureInfo.InvariantCulture),
        _ => double.NaN,
    };
}
