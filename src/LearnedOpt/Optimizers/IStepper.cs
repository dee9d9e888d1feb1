namespace LearnedOpt.Optimizers;

/// <summary>
/// An update rule bound to one weight space and one theta, on the CPU: the fused form. It owns one particle's state
/// (momenta and the like), serves one thread at a time and allocates nothing in a step.
/// </summary>
/// <remarks>
/// A gradient entry that is NaN or infinite counts as zero, and a computed step that is not finite too, so a weight never
/// becomes NaN because of its gradient.
/// </remarks>
public interface IStepper : IDisposable
{
    /// <summary>Copies theta into the order in which the kernels read it. Cheap: called for each perturbation.</summary>
    /// <param name="theta">As laid out by <see cref="IUpdateRule.Theta"/>.</param>
    /// <exception cref="ArgumentException">The length differs from the layout's count.</exception>
    void Bind(ReadOnlySpan<float> theta);

    /// <summary>One inner step: reads gradients, advances the state and updates the weights in place.</summary>
    /// <param name="tensors">In the order of the weight space's tensors.</param>
    /// <param name="step">Inner steps done before this one, 0 for the first.</param>
    /// <param name="learningRate">Multiplies the step; 1 is the rule as meta-trained.</param>
    /// <exception cref="ArgumentException">Number or sizes of the tensors differ from the weight space's.</exception>
    void Step(ReadOnlySpan<ParameterSlice> tensors, long step, float learningRate);

    /// <summary>Momenta and the like, contiguous: copy it to save, write it to resume, bit for bit.</summary>
    Memory<float> State { get; }

    /// <summary>The part of <see cref="State"/> that belongs to one tensor of the space.</summary>
    Memory<float> StateOf(int tensor);

    /// <summary>The part of <see cref="State"/> that belongs to no single tensor, such as that of a learned schedule; empty for most rules.</summary>
    Memory<float> SharedState => Memory<float>.Empty;

    /// <summary>Back to the state before the first step.</summary>
    void Reset();
}
