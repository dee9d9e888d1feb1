namespace LearnedOpt.MetaTraining.Service;

/// <summary>A configuration that cannot be used. The message is one line that names every fault, not the first only.</summary>
/// <param name="source">File, or what it is called.</param>
/// <param name="faults">One clause each.</param>
public sealed class ConfigurationException(string source, IReadOnlyList<string> faults)
    : Exception($"{source}: {string.Join("; ", faults)}")
{
    public IReadOnlyList<string> Faults { get; } = faults;

    /// <summary>Makes what a key describes; arguments that do not fit are the configuration's fault.</summary>
    /// <exception cref="ConfigurationException">They do not.</exception>
    internal static T Check<T>(string source, string key, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException fault)
        {
            throw new ConfigurationException(source, [$"{key}: {fault.Message.TrimEnd('.')}"]);
        }
    }
}
