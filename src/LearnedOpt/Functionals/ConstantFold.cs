using LearnedOpt.Kernels;

namespace LearnedOpt.Functionals;

/// <summary>
/// What the input channels that have one value over each tensor (time, a layer's depth) add to a layer's results. A mean or diagonal of a
/// constant is the constant, so that they amount to a bias for each output tensor, and to a number for each pattern that is written on a
/// diagonal: <c>sum over contributions of matrix[channels]^T (sum over sources of scale * constants of the source's tensor)</c>.
/// An evaluator then neither reads these channels nor multiplies by them.
/// </summary>
internal sealed unsafe class ConstantFold
{
    private readonly Coefficients layer;
    private readonly int channels;
    private readonly int[] biasOffsets;
    private readonly (int Target, int MatrixOffset, (int Tensor, float Scale)[] Sources)[] contributions;
    private readonly FloatBuffer sums;

    /// <param name="plan">The layer.</param>
    /// <param name="channels">How many of its input channels, the last ones, are constant.</param>
    public ConstantFold(LayerPlan plan, int channels)
    {
        (layer, this.channels) = (plan.Coefficients, channels);
        int tensors = plan.Outputs.Count, diagonal = tensors;
        biasOffsets = [.. plan.Outputs.Select(output => output.BiasOffset)];
        contributions = [.. from output in plan.Outputs
                            from pattern in output.Patterns
                            let target = pattern.Pattern.HasDiagonal ? diagonal++ : output.Tensor
                            from contribution in pattern.Contributions
                            select (target, contribution.MatrixOffset + ((layer.InputChannels - channels) * layer.OutputChannels), Sources(plan, contribution))];
        Diagonals = diagonal - tensors;
        sums = new FloatBuffer((long)diagonal * layer.OutputChannels);
    }

    /// <summary>Patterns written on a diagonal: of all output tensors in order, and of each in the plan's order.</summary>
    public int Diagonals { get; }

    /// <summary>What every element of a tensor gets, bias included, [c_out].</summary>
    public float* Bias(int tensor) => sums.Pointer + ((long)tensor * layer.OutputChannels);

    /// <summary>What the elements on a diagonal get besides, [c_out].</summary>
    public float* Diagonal(int number) => Bias(biasOffsets.Length + number);

    /// <summary>Computes both.</summary>
    /// <param name="theta">The layer's meta-parameters.</param>
    /// <param name="constants">[tensors, constant channels].</param>
    public void Run(ReadOnlySpan<float> theta, ReadOnlySpan<float> constants)
    {
        int outputs = layer.OutputChannels;
        sums.Span.Clear();
        for (int tensor = 0; tensor < biasOffsets.Length; tensor++)
            theta.Slice(biasOffsets[tensor], outputs).CopyTo(new Span<float>(Bias(tensor), outputs));
        fixed (float* t = theta)
        {
            foreach ((int target, int offset, (int Tensor, float Scale)[] sources) in contributions)
            {
                for (int channel = 0; channel < channels; channel++)
                {
                    float value = 0f;
                    foreach ((int tensor, float scale) in sources)
                        value += scale * constants[(tensor * channels) + channel];
                    SpanMath.Add(Bias(target), t + offset + ((long)channel * outputs), outputs, value);
                }
            }
        }
    }

    // The mean over an empty tensor is 0, not the constant.
    private static (int Tensor, float Scale)[] Sources(LayerPlan plan, Contribution contribution) =>
        [.. contribution.Sources.Select(source => (plan.Reductions[source.Reduction].Pattern.Tensor, source.Scale)).Where(source => plan.Coefficients.Space.Tensors[source.Tensor].Count > 0)];
}
