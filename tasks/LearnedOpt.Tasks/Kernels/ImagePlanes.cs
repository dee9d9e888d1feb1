namespace LearnedOpt.Tasks.Kernels;

/// <summary>Where images lie: channels side by side; the rest by strides in floats, 0 where one value stands for all.</summary>
internal readonly unsafe record struct ImagePlanes(nint Address, nint Image, nint Row, nint Column)
{
    /// <summary>Channels of a place.</summary>
    public float* At(int image, int row, int column) => (float*)Address + image * Image + row * Row + column * Column;
}

/// <summary>Sizes of a 3 x 3 convolution with stride 1 and padding 1: the places of input and output are the same.</summary>
internal readonly record struct WinogradShape(int Images, int Height, int Width, int In, int Out)
{
    /// <summary>Output tiles of 2 x 2 in an image.</summary>
    public int Tiles => Height / 2 * (Width / 2);
}
