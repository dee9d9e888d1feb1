using static TorchSharp.torch;

namespace LearnedOpt.Optimizers;

/// <summary>
/// An update rule on tensors, for several particles at once, on the device that theta is bound on: differentiable with respect to theta, weights, gradients and state, also
/// where momenta or features are zero. One step equals the rule's fused step. Serves one thread at a time.
/// </summary>
/// <remarks>Elements are packed: those of all tensors of the weight space, one tensor behind the other, each row major.</remarks>
public interface IDifferentiableStepper : IDisposable
{
    /// <summary>Numbers of state for each element: momenta and the like, zero at the start.</summary>
    int Slots { get; }

    /// <summary>Takes theta for the steps that follow. What is made of it belongs to the caller's dispose scope.</summary>
    /// <param name="theta"><c>[particles, theta]</c>, a copy for each particle, float64: rates and decays lose much in float32.</param>
    /// <param name="type">Element type of the weights, gradients and states to come.</param>
    /// <exception cref="ArgumentException">It does not fit the rule's layout.</exception>
    void Bind(Tensor theta, ScalarType type);

    /// <summary>One inner step of every particle, at a learning rate of 1.</summary>
    /// <param name="weights"><c>[particles, elements]</c></param>
    /// <param name="gradients"><c>[particles, elements]</c>; entries that are not finite count as zero.</param>
    /// <param name="state"><c>[particles, slots, elements]</c></param>
    /// <param name="steps">Inner steps that each particle has done before this one.</param>
    /// <param name="without">Tensors of the space without a gradient: left as they are, their state too. null: none.</param>
    /// <returns>What is to be taken from the weights, and the new state; they and all intermediate tensors belong to the caller's dispose scope.</returns>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    (Tensor Change, Tensor State) Change(Tensor weights, Tensor gradients, Tensor state, IReadOnlyList<long> steps, IReadOnlySet<int>? without = null);

    /// <summary>The same, and the new weights: <c>W - change</c>.</summary>
    /// <inheritdoc cref="Change"/>
    (Tensor Weights, Tensor State) Step(Tensor weights, Tensor gradients, Tensor state, IReadOnlyList<long> steps, IReadOnlySet<int>? without = null)
    {
        var (change, next) = Change(weights, gradients, state, steps, without);
        return (weights - change, next);
    }
}
