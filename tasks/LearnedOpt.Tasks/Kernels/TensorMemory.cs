using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Kernels;

/// <summary>Where the elements of tensors lie, for kernels of our own.</summary>
internal static unsafe class TensorMemory
{
    /// <summary>The first element of a contiguous tensor on the CPU. Native memory needs no pinning; the tensor must outlive the pointer's use.</summary>
    public static float* Floats(Tensor tensor) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    /// <summary>An uninitialised tensor <c>[images, channels, height, width]</c> whose channels lie side by side.</summary>
    public static Tensor EmptyChannelsLast(long images, long channels, long height, long width) =>
        empty_strided([images, channels, height, width], [height * width * channels, 1, width * channels, channels]);

    /// <summary>
    /// Reads images <c>[images, channels, height, width]</c> with their channels side by side: where they lie if they lie so, one
    /// value for all places (as the gradient of a mean is) included, else from a copy.
    /// </summary>
    /// <param name="images">Single precision, on the CPU.</param>
    /// <param name="owner">What must outlive the use of the result.</param>
    public static ImagePlanes Planes(Tensor images, out Tensor owner)
    {
        var (sizes, strides) = (images.shape, images.stride());
        if (strides[2] == 0 && strides[3] == 0)
        {
            owner = images.narrow(2, 0, 1).narrow(3, 0, 1).contiguous(); // [images, channels, 1, 1]
            return new ImagePlanes((nint)Floats(owner), (nint)sizes[1], 0, 0);
        }

        owner = images.permute(0, 2, 3, 1).contiguous(); // [images, height, width, channels]
        return new ImagePlanes((nint)Floats(owner), (nint)(sizes[2] * sizes[3] * sizes[1]), (nint)(sizes[3] * sizes[1]), (nint)sizes[1]);
    }
}
