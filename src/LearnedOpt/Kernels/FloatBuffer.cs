using System.Runtime.InteropServices;

namespace LearnedOpt.Kernels;

/// <summary>
/// Zeroed floats that stay where they are, on a 64-byte boundary, with one cache line of slack behind: a kernel may read
/// or write a whole vector that begins inside. Freed with its owner by the garbage collector.
/// </summary>
internal sealed unsafe class FloatBuffer
{
    /// <summary>Floats behind the end that belong to nobody.</summary>
    public const int Slack = 16;

    private readonly float[] storage;
    private readonly int offset;

    public FloatBuffer(long length)
    {
        storage = GC.AllocateArray<float>(checked((int)(length + (2 * Slack))), pinned: true);
        nint address = (nint)Marshal.UnsafeAddrOfPinnedArrayElement(storage, 0);
        offset = (int)(((64 - (address % 64)) % 64) / sizeof(float));
        Length = (int)length;
        Pointer = (float*)address + offset;
    }

    public float* Pointer { get; }

    public int Length { get; }

    public Span<float> Span => storage.AsSpan(offset, Length);

    public Memory<float> Memory => storage.AsMemory(offset, Length);

    /// <summary><paramref name="length"/> rounded up to whole cache lines, so that rows of a buffer stay aligned.</summary>
    public static int RoundUp(long length) => checked((int)((length + 15) / 16 * 16));
}
