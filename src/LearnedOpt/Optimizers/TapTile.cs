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

    /// <summary>The tile.</summary>
    public FeatureSource Source => new()
    {
        Weight = values.Pointer,
        Gradient = values.Pointer + Elements,
        State = values.Pointer + (2 * Elements),
        SlotStride = Elements,
    };

    /// <summary>Takes <paramref name="count"/> elements of whole kernels from where they lie; the other lanes are zero.</summary>
    public void Read(in FeatureSource source, int count)
    {
        if (count < Elements)
        {
            padded.Span.Clear();
            Copy(source.Weight, padded.Pointer, count);
            Copy(source.Gradient, padded.Pointer + Elements, count);
            for (int k = 0; k < slots; k++)
                Copy(source.State + ((long)k * source.SlotStride), padded.Pointer + ((2L + k) * Elements), count);
            kernels.GatherTaps(padded.Pointer, Elements, 2 + slots, values.Pointer);
            return;
        }

        kernels.GatherTaps(source.Weight, 0, 1, values.Pointer);
        kernels.GatherTaps(source.Gradient, 0, 1, values.Pointer + Elements);
        kernels.GatherTaps(source.State, source.SlotStride, slots, values.Pointer + (2 * Elements));
    }

    /// <summary>Puts the weights back.</summary>
    public void Write(float* weight, int count)
    {
        if (count < Elements)
        {
            kernels.ScatterTaps(values.Pointer, padded.Pointer);
            Copy(padded.Pointer, weight, count);
        }
        else
        {
            kernels.ScatterTaps(values.Pointer, weight);
        }
    }

    private static void Copy(float* source, float* target, int count) => new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(target, count));
}
