namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>What backpropagation through an unrolled inner loop takes as constant. Default: nothing.</summary>
/// <param name="Gradients">
/// Inner gradients, as functions of the weights. Leaves out all second derivatives of the task: first-order meta-learning.
/// </param>
/// <param name="State">Momenta from earlier steps.</param>
/// <param name="Weights">A weight before its step: each step's change then counts directly, not through later steps' weights.</param>
public sealed record GradientStops(bool Gradients = false, bool State = false, bool Weights = false);
