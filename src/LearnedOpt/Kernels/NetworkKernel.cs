using System.Runtime.CompilerServices;
using LearnedOpt.Kernels.Lanes;

namespace LearnedOpt.Kernels;

/// <summary>One layer as <see cref="NetworkKernel{L, V}"/> reads it, see <see cref="DenseLayer"/>.</summary>
internal unsafe struct NetworkLayer
{
    public float* Weights, Bias;

    public int Inputs, Outputs;
}

/// <summary>A ReLU network and the run of neighbouring elements that it is applied to.</summary>
internal unsafe struct NetworkRun
{
    /// <summary>Tile [inputs of the first layer, Stride].</summary>
    public float* Input;

    public int Stride, Count;

    /// <summary>Where the first layer's sums begin; those of the others begin at their bias.</summary>
    public SumBegin Begin;

    public NetworkLayer* Layers;

    public int Depth;

    /// <summary>Two tiles for activations, [widest layer, Stride] each.</summary>
    public float* Even, Odd;

    /// <summary>Where outputs go, [outputs, Stride]; null to use them for <see cref="Update"/> alone.</summary>
    public float* Output;

    /// <summary>What is done with the outputs, direction and magnitude, if it has a weight; they need not be set.</summary>
    public UpdateRun Update;
}

/// <summary>All layers of a ReLU network, and the step that follows from its outputs.</summary>
internal static unsafe class NetworkKernel<L, V>
    where L : struct, ILanes<V>
    where V : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(in NetworkRun run)
    {
        int vectors = (run.Count + L.Count - 1) / L.Count;
        float* x = run.Input;
        SumBegin begin = run.Begin;
        for (int i = 0; i < run.Depth; i++)
        {
            NetworkLayer layer = run.Layers[i];
            bool last = i == run.Depth - 1;
            float* y = last && run.Output != null ? run.Output : i % 2 == 0 ? run.Even : run.Odd;
            if (i > 0)
                begin = SumBegin.Bias(layer.Bias);
            DenseKernel<L, V>.Layer(x, run.Stride, layer.Weights, layer.Inputs, begin, y, run.Stride, layer.Outputs, vectors, last ? float.NegativeInfinity : 0f);
            x = y;
        }

        if (run.Update.Weight != null)
            UpdateKernel<L, V>.Part(run.Update, x, x + run.Stride);
    }
}
