namespace LearnedOpt.WeightSpaces;

/// <summary>What running a model with permuted activations told about its wiring.</summary>
/// <param name="Space">The weight space with every tie that was found, verified.</param>
/// <param name="Ties">The ties, one line each, as one would declare them.</param>
/// <param name="Undecided">What stayed independent, and why; nothing is guessed.</param>
/// <param name="Error">Largest relative change of the output under the hidden symmetries, some 1e-6 in float32.</param>
public sealed record Discovery(WeightSpace Space, IReadOnlyList<string> Ties, IReadOnlyList<string> Undecided, double Error);
