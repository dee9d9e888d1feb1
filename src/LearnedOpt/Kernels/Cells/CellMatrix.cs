namespace LearnedOpt.Kernels.Cells;

/// <summary>
/// A matrix [channelsIn, channelsOut] in the order in which <see cref="CellKernel{L, V}"/> reads it: outputs in blocks of eight,
/// within a block [channelsIn, 8], and then those left over one by one.
/// </summary>
internal sealed unsafe class CellMatrix(int channelsIn, int channelsOut)
{
    private readonly FloatBuffer packed = new((long)channelsIn * channelsOut);

    public float* Pointer => packed.Pointer;

    /// <summary>Packs a row-major matrix.</summary>
    public void Pack(ReadOnlySpan<float> matrix)
    {
        float* p = packed.Pointer;
        for (int o = 0; o < channelsOut;)
        {
            int block = channelsOut - o >= 8 ? 8 : 1;
            for (int i = 0; i < channelsIn; i++)
            {
                for (int b = 0; b < block; b++)
                    *p++ = matrix[(i * channelsOut) + o + b];
            }

            o += block;
        }
    }
}
