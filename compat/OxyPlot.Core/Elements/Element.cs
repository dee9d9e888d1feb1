namespace OxyPlot;

/// <summary>Anything that belongs to a model.</summary>
public abstract class Element
{
    protected Element()
    {
    }

    public Model Parent { get; internal set; }

    public HitTestResult HitTest(HitTestArguments args) => HitTestOverride(args);

    protected virtual HitTestResult HitTestOverride(HitTestArguments args) => null;
}
