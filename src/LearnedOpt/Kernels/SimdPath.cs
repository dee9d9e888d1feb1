using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LearnedOpt.Kernels;

/// <summary>The vector width that a kernel is compiled for.</summary>
public enum SimdPath
{
    /// <summary>One element at a time: every processor has it, and the other paths are tested against it.</summary>
    Scalar,

    /// <summary>Eight elements (AVX2 with fused multiply-add).</summary>
    Vector256,

    /// <summary>Sixteen elements (AVX-512).</summary>
    Vector512,
}

/// <summary>Which <see cref="SimdPath"/> this processor can run.</summary>
public static class SimdPaths
{
    /// <summary>The widest path of this processor.</summary>
    public static SimdPath Best { get; } =
        IsSupported(SimdPath.Vector512) ? SimdPath.Vector512
        : IsSupported(SimdPath.Vector256) ? SimdPath.Vector256
        : SimdPath.Scalar;

    /// <summary>True when this processor runs <paramref name="path"/> with its own instructions.</summary>
    public static bool IsSupported(SimdPath path) => path switch
    {
        SimdPath.Vector512 => Vector512.IsHardwareAccelerated && Avx512F.IsSupported && Avx512DQ.IsSupported,
        SimdPath.Vector256 => Vector256.IsHardwareAccelerated && Avx2.IsSupported && Fma.IsSupported,
        _ => true,
    };

    /// <summary>All paths that this processor can run, narrowest first.</summary>
    public static IReadOnlyList<SimdPath> Supported { get; } =
        [.. Enum.GetValues<SimdPath>().Where(IsSupported)];
}
