namespace LearnedOpt.Functionals;

public sealed partial class LayerPlan
{
    /// <summary>True when something is written on a diagonal only; then constant inputs do not fold into biases.</summary>
    public bool WritesDiagonals => Outputs.Any(output => output.Patterns.Any(pattern => pattern.Pattern.HasDiagonal));

    /// <summary>
    /// Biases that stand for input channels which have one value everywhere (time): means of a constant are the constant, so
    /// <c>bias(l) + sum over contributions of (sum of scales) * matrix[channels]^T constants</c>. The evaluator then leaves these channels out.
    /// </summary>
    /// <param name="theta">The layer's meta-parameters.</param>
    /// <param name="firstChannel">The constant channels are <c>firstChannel .. firstChannel + constants.Length - 1</c>.</param>
    /// <param name="constants">Their values.</param>
    /// <param name="biases">Receives [tensors, c_out].</param>
    /// <exception cref="InvalidOperationException">The layer writes diagonals.</exception>
    public void FoldConstants(ReadOnlySpan<float> theta, int firstChannel, ReadOnlySpan<float> constants, Span<float> biases)
    {
        if (WritesDiagonals)
            throw new InvalidOperationException("a layer that writes diagonals cannot fold constant channels into biases; evaluate them as ordinary channels.");
        var outputs = Coefficients.OutputChannels;
        foreach (var output in Outputs)
        {
            var bias = biases.Slice(output.Tensor * outputs, outputs);
            theta.Slice(output.BiasOffset, outputs).CopyTo(bias);
            foreach (var contribution in output.Patterns.SelectMany(pattern => pattern.Contributions))
            {
                // The mean over an empty tensor is 0, not the constant.
                var scale = contribution.Sources.Where(source => Coefficients.Space.Tensors[Reductions[source.Reduction].Pattern.Tensor].Count > 0).Sum(source => source.Scale);
                for (var channel = 0; channel < constants.Length; channel++)
                {
                    var row = theta.Slice(contribution.MatrixOffset + (firstChannel + channel) * outputs, outputs);
                    for (var b = 0; b < outputs; b++)
                        bias[b] += scale * constants[channel] * row[b];
                }
            }
        }
    }
}
