namespace OxyPlot;

/// <summary>Keeps the stack of clipping rectangles; the surface only ever sees the innermost one.</summary>
public abstract class ClippingRenderContext : RenderContextBase
{
    private readonly Stack<OxyRect> clips = [];

    protected ClippingRenderContext()
    {
    }

    public sealed override int ClipCount => clips.Count;

    public sealed override void PushClip(OxyRect clippingRectangle)
    {
        if (clips.Count > 0)
        {
            clippingRectangle = clippingRectangle.Intersect(clips.Peek());
            ResetClip();
        }

        clips.Push(clippingRectangle);
        SetClip(clippingRectangle);
    }

    public sealed override void PopClip()
    {
        if (clips.Count == 0)
            throw new InvalidOperationException("There is no clipping rectangle to take back: every PopClip needs a PushClip before it.");
        clips.Pop();
        ResetClip();
        if (clips.Count > 0)
            SetClip(clips.Peek());
    }

    protected abstract void SetClip(OxyRect clippingRectangle);

    protected abstract void ResetClip();
}
