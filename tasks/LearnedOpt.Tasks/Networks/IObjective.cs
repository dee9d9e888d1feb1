using LearnedOpt.Tasks.Kernels;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Networks;

/// <summary>What a network's outputs cost.</summary>
public interface IObjective
{
    /// <inheritdoc cref="ITask.UninformedLoss"/>
    double UninformedLoss { get; }

    /// <param name="outputs"><c>[particles, batch, ...]</c></param>
    /// <param name="targets"><c>[particles, batch, ...]</c></param>
    /// <returns>Mean of each particle, <c>[particles]</c>.</returns>
    Tensor Loss(Tensor outputs, Tensor targets);
}

/// <summary>
/// Softmax cross-entropy of integer targets, mean over everything but particles, in nats. Knowing nothing: log(classes).
/// </summary>
public sealed class CrossEntropy(int classes) : IObjective
{
    public double UninformedLoss { get; } = Math.Log(classes);

    /// <inheritdoc/>
    /// <remarks>Outputs are logits <c>[particles, ..., classes]</c>, targets int64 <c>[particles, ...]</c>.</remarks>
    public Tensor Loss(Tensor outputs, Tensor targets) => SoftmaxLoss.Fits(outputs) ? SoftmaxLoss.Apply(outputs, targets) : SoftmaxLoss.Plain(outputs, targets);
}

/// <summary>
/// Mean squared difference. Images are standardised, so answering 0 for every pixel costs about 1.
/// </summary>
public sealed class SquaredError : IObjective
{
    public double UninformedLoss => 1;

    /// <inheritdoc/>
    public Tensor Loss(Tensor outputs, Tensor targets) => (outputs - targets).square().flatten(1).mean([1]);
}
