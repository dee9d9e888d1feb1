namespace LearnedOpt.MetaTraining;

/// <summary>Too many outer steps in a row gave nothing to go by.</summary>
public sealed class MetaTrainingDivergedException(string message) : Exception(message);
