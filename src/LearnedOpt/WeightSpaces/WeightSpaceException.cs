namespace LearnedOpt.WeightSpaces;

/// <summary>
/// A weight space, its specification or the tensors given for it are wrong. The message names the tensor, the axis and
/// the symmetry, says what was received, and what is the likely fix; it can be shown to a user as it is.
/// </summary>
/// <param name="message">One line.</param>
public sealed class WeightSpaceException(string message) : Exception(message);
