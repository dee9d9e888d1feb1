namespace LearnedOpt.Tasks.Data;

/// <summary>How a smaller or larger image is computed.</summary>
public enum ResizeFilter
{
    /// <summary>Each new pixel is the average of the area it covers; the image's mean stays the same.</summary>
    Area,

    /// <summary>Linear interpolation, widened to the new pixel's size when shrinking (antialiased bilinear).</summary>
    Triangle,
}
