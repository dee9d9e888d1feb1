namespace OxyPlot;

/// <summary>An encoded image, kept as it is: the stand-in places images but never decodes them.</summary>
public class OxyImage
{
    private readonly byte[] data;

    public OxyImage(byte[] bytes) => data = bytes;

    public byte[] GetData() => data;
}
