namespace OxyPlot.Series;

/// <summary>A point with a marker of its own size.</summary>
public class ScatterPoint
{
    public ScatterPoint(double x, double y, double size = double.NaN, double value = double.NaN, object tag = null)
    {
        X = x;
        Y = y;
        Size = size;
        Value = value;
        Tag = tag;
    }

    public double X { get; }

    public double Y { get; }

    public double Size { get; set; }

    public double Value { get; set; }

    public object Tag { get; set; }

    public override string ToString() => X + " " + Y;
}
