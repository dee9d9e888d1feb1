namespace LearnedOpt.Tasks.Data;

/// <summary>Labelled images in memory; shared between threads and never written.</summary>
public sealed class ImageData
{
    internal ImageData(string name, string source, bool isSynthetic, int channels, int height, int width, int classes, float[] pixels, int[] labels) =>
        (Name, Source, IsSynthetic, Channels, Height, Width, Classes, Pixels, Labels) = (name, source, isSynthetic, channels, height, width, classes, pixels, labels);

    /// <summary>Name of the data set, for example "MNIST" or "synthetic digits".</summary>
    public string Name { get; }

    /// <summary>In words where the data come from, and whether they are complete.</summary>
    public string Source { get; }

    /// <summary>True for images drawn by this program.</summary>
    public bool IsSynthetic { get; }

    /// <summary>1 for grey, 3 for red, green, blue.</summary>
    public int Channels { get; }

    /// <summary>Rows of pixels.</summary>
    public int Height { get; }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Labels are 0 .. Classes - 1.</summary>
    public int Classes { get; }

    /// <summary>Standardised pixels, shape [images, channels, height, width].</summary>
    public float[] Pixels { get; }

    /// <summary>Labels, shape [images].</summary>
    public int[] Labels { get; }

    /// <summary>Number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>Channels x height x width.</summary>
    public int PixelsPerImage => Channels * Height * Width;

    /// <summary>Copies the images <paramref name="items"/> into a batch.</summary>
    /// <param name="items">Indices, for example from <see cref="LearnedOpt.Numerics.ShuffledEpochs"/>.</param>
    /// <param name="pixels">Receives [items, channels, height, width].</param>
    /// <param name="labels">Receives [items].</param>
    public void Gather(ReadOnlySpan<int> items, Span<float> pixels, Span<long> labels)
    {
        int size = PixelsPerImage;
        for (int i = 0; i < items.Length; i++)
        {
            Pixels.AsSpan(items[i] * size, size).CopyTo(pixels[(i * size)..]);
            labels[i] = Labels[items[i]];
        }
    }
}
