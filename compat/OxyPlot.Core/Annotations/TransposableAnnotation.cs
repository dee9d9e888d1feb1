namespace OxyPlot.Annotations;

/// <summary>An annotation whose x axis may stand upright.</summary>
public abstract class TransposableAnnotation : Annotation, ITransposablePlotElement
{
    protected TransposableAnnotation()
    {
    }

    public override ScreenPoint Transform(DataPoint p) => PlotElementUtilities.TransformOrientated(this, p);

    public override DataPoint InverseTransform(ScreenPoint p) => PlotElementUtilities.InverseTransformOrientated(this, p);
}
