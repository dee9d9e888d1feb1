using LearnedOpt.Kernels;

namespace LearnedOpt.Optimizers;

/// <summary>Weights, gradients and state of as many convolution kernels as a vector has lanes, side by side: each [tap, lane].</summary>
internal sealed unsafe class TapTile
{
    private readonly KernelSet kernels;
    private readonly int slots;
    private readonly FloatBuffer values, padded;

    /// <param name="kernels">The vector width.</param>
    /// <param name="slots">Arrays of state.</param>
    public TapTile(KernelSet kernels, int slots)
    {
        (this.kernels, this.slots) = (kernels, slots);
        Elements = kernels.Taps * kernels.Width;
        values = new FloatBuffer((2L + slots) * Elements);
        padded = new FloatBuffer((2L + slots) * Elements);
    }

    /// <summary>Elements of the tile, and floats between the slots of its state.</summary>
    public int Elements { get; }

    public float* Weight => values.Pointer;

    public float* Gradient => values.Pointer + Elements;

    public float* State => Gradient + Elements;

    /// <summary>Takes <paramref name="count"/> elements of whole kernels from where they lie; the other lanes are zero.</summary>
    public void Read(float* weight, float* gradient, float* state, int slotStride, int count)
    {
        if (count < Elements)
        {
            padded.Span.Clear();
            Copy(weight, padded.Pointer, count);
            Copy(gradient, padded.Pointer + Elements, count);
            for (int k = 0; k < slots; k++)
                Copy(state + ((long)k * slotStride), padded.Pointer + ((2L + k) * Elements), count);
            kernels.GatherTaps(padded.Pointer, Elements, 2 + slots, values.Pointer);
            return;
        }

        kernels.GatherTaps(weight, 0, 1, Weight);
        kernels.GatherTaps(gradient, 0, 1, Gradient);
        kernels.GatherTaps(state, slotStride, slots, State);
    }

    /// <summary>Puts the weights back.</summary>
    public void Write(float* weight, int count)
    {
        if (count < Elements)
        {
            kernels.ScatterTaps(Weight, padded.Pointer);
            Copy(padded.Pointer, weight, count);
        }
        else
        {
            kernels.ScatterTaps(Weight, weight);
        }
    }

    private static void Copy(float* source, float* target, int count) => new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(target, count));
}
