namespace OxyPlot.Axes;

/// <summary>An axis on which equal differences are equal distances.</summary>
public class LinearAxis : Axis
{
    public override bool IsXyAxis() => true;

    public override bool IsLogarithmic() => false;
}
