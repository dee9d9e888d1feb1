namespace OxyPlot.Series;

/// <summary>A line through the values of a function.</summary>
public class FunctionSeries : LineSeries
{
    public FunctionSeries()
    {
    }

    public FunctionSeries(Func<double, double> f, double x0, double x1, double dx, string title = null)
    {
        Title = title;
        for (var x = x0; x <= x1 + (dx * 0.5); x += dx)
            Points.Add(new DataPoint(x, f(x)));
    }

    public FunctionSeries(Func<double, double> f, double x0, double x1, int n, string title = null)
        : this(f, x0, x1, (x1 - x0) / (n - 1), title)
    {
    }
}
