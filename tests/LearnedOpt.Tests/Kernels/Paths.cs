using LearnedOpt.Kernels;

namespace LearnedOpt.Tests.Kernels;

/// <summary>Every vector width of this processor, for theories.</summary>
public sealed class Paths : TheoryData<SimdPath>
{
    public Paths()
    {
        foreach (SimdPath path in SimdPaths.Supported)
            Add(path);
    }
}
