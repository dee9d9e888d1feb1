namespace LearnedOpt.MetaTraining.Service;

/// <summary>A configuration that cannot be used. The message is one line that names every fault, not the first only.</summary>
/// <param name="source">File, or what it is called.</param>
/// <param name="faults">One clause each.</param>
public sealed class ConfigurationException(string source, IReadOnlyList<string> faults)
    : Exception($"{source}: {string.Join("; ", faults)}")
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
