namespace OxyPlot.Annotations;

public enum FunctionAnnotationType
{
    EquationX = 0,
    EquationY = 1,
}

/// <summary>The graph of y = f(x), or of x = f(y).</summary>
public class FunctionAnnotation : PathAnnotation
{
    public FunctionAnnotationType Type { get; set; } = FunctionAnnotationType.EquationX;

    public Func<double, double> Equation { get; set; }

    /// <summary>Number of pieces.</summary>
    public int Resolution { get; set; } = 400;

    /// <summary>EquationX computes y from x.</summary>
    protected override IList<ScreenPoint> GetScreenPoints()
    {
        var ofX = Type == FunctionAnnotationType.EquationX;
        var axis = ofX ? XAxis : YAxis;
        var (from, to) = ofX ? (axis.Transform(ActualMinimumX), axis.Transform(ActualMaximumX)) : (axis.Transform(ActualMinimumY), axis.Transform(ActualMaximumY));
        var points = new List<ScreenPoint>(Resolution + 1);
        for (var i = 0; i <= Resolution; i++)
        {
            var t = axis.InverseTransform(from + ((to - from) * i / Resolution));
            points.Add(ofX ? this.Transform(t, Equation(t)) : this.Transform(Equation(t), t));
        }

        return points;
    }
}
