namespace LearnedOpt.Tasks.Data;

/// <summary>Images as stored: bytes [images, channels, height, width] and one label an image.</summary>
internal sealed record ByteImages(int Channels, int Height, int Width, byte[] Pixels, byte[] Labels)
{
    public int Count => Labels.Length;

    public int PixelsPerImage => Channels * Height * Width;
}

/// <summary>A loaded image data set before resizing and scaling. Source says in words where it comes from.</summary>
internal sealed record ByteImageSet(string Name, string Source, bool IsSynthetic, int Classes, ByteImages Train, ByteImages Test);
