namespace OxyPlot;

/// <summary>The root of a tree of elements.</summary>
public abstract class Model
{
    protected Model()
    {
    }

    public object SyncRoot { get; } = new();

    /// <summary>The elements under a point, the topmost first.</summary>
    public IEnumerable<HitTestResult> HitTest(HitTestArguments args)
    {
        foreach (var element in GetHitTestElements())
        {
            if (element.HitTest(args) is { } result)
                yield return result;
        }
    }

    protected abstract IEnumerable<PlotElement> GetHitTestElements();
}
