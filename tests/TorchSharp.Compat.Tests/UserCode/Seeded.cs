namespace TorchSharp.Compat.Tests.UserCode;

/// <summary>Tests that seed the generator which all threads share: they run while no other test draws from it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Seeded
{
    public const string Name = "seeded";
}
