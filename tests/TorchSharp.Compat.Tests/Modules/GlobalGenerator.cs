namespace TorchSharp.Compat.Tests;

/// <summary>Tests that seed the process's default generator: no other test may draw from it meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class GlobalGenerator
{
    public const string Name = "the default generator";
}
