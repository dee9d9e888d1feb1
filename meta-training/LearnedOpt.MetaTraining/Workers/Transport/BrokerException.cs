namespace LearnedOpt.MetaTraining.Workers;

/// <summary>The broker cannot be used, or a coordinator refuses this worker. The message is one line that says what to do, and holds no password.</summary>
public sealed class BrokerException(string message, Exception? inner = null) : Exception(message, inner);
