namespace TorchSharp.Compat.Tests.Memory;

/// <summary>Tests of what the whole process shares: the number of live tensors, its memory, its defaults.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
