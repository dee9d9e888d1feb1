namespace LearnedOpt.Optimizers;

/// <summary>
/// One tensor of a weight space as an update rule sees it: contiguous row-major weights, updated in place, and their
/// gradient. The memory belongs to the caller and stays where it is during a step.
/// </summary>
/// <param name="weight">First weight.</param>
/// <param name="gradient">First gradient entry, or null: the tensor is then left as it is, its state too.</param>
/// <param name="count">Elements of each.</param>
/// <param name="scale">Factor on this tensor's step: how parameter groups have learning rates of their own.</param>
public readonly unsafe struct ParameterSlice(float* weight, float* gradient, long count, float scale = 1f)
{
    /// <summary>First weight.</summary>
    public float* Weight { get; } = weight;

    /// <summary>First gradient entry, or null.</summary>
    public float* Gradient { get; } = gradient;

    /// <summary>Elements of each.</summary>
    public long Count { get; } = count;

    /// <summary>Factor on this tensor's step.</summary>
    public float Scale { get; } = scale;
}
