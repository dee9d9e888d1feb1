namespace LearnedOpt.Optimizers;

/// <summary>How the rules of the Adafactor family differ, apart from their weights.</summary>
internal sealed record AdafactorForm
{
    /// <summary>Gradients are limited to this magnitude.</summary>
    public float GradientLimit { get; init; } = 1000f;

    /// <summary>Added to the second moment under the root.</summary>
    public float RootEpsilon { get; init; } = 1e-6f;

    /// <summary>Added to the moment of a tensor that is not factored, where it divides the momentum.</summary>
    public float MomentumEpsilon { get; init; }

    /// <summary>Added to the mean square that a feature is divided by.</summary>
    public double NormalisationEpsilon { get; init; } = 1e-5;

    /// <summary>The step where direction and schedule are 1.</summary>
    public float StepScale { get; init; } = 0.001f;

    /// <summary>The step is in units of the tensor's root mean square.</summary>
    public bool ScalesWithWeights { get; init; }

    /// <summary>
    /// The direction is divided by its root mean square, features and direction are normalised over the matrix [out, in] at
    /// each position apart, and tensors that are not factored lack the factored features: the second Celo.
    /// </summary>
    public bool IsNormalised { get; init; }
}
