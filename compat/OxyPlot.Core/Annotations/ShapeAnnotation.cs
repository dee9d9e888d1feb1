namespace OxyPlot.Annotations;

/// <summary>A filled shape with text.</summary>
public abstract class ShapeAnnotation : TextualAnnotation
{
    protected ShapeAnnotation()
    {
    }

    public OxyColor Fill { get; set; } = OxyColors.LightBlue;

    public OxyColor Stroke { get; set; } = OxyColors.Black;

    public double StrokeThickness { get; set; }
}
