using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LearnedOpt.Numerics;

/// <summary>
/// The Philox4x32-10 block function: 128 counter bits and 64 key bits in, 128 random bits out, no state.
/// <para>Reference: Salmon, Moraes, Dror, Shaw, 2011, "Parallel random numbers: as easy as 1, 2, 3", section 5.2.</para>
/// </summary>
internal static class Philox
{
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>One block: counter (<paramref name="low"/>, <paramref name="high"/>), words least significant first.</summary>
    public static Block Generate(ulong low, ulong high, ulong key)
    {
        uint c0 = (uint)low, c1 = (uint)(low >> 32), c2 = (uint)high, c3 = (uint)(high >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong p0 = (ulong)Multiplier0 * c0, p1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += Weyl0;
            k1 += Weyl1;
        }
        return new Block(c0, c1, c2, c3);
    }

    /// <summary>
    /// Four blocks with counters <paramref name="low"/> .. <paramref name="low"/> + 3, word k of all four in result k;
    /// each word fills a 64-bit lane. Needs AVX2.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<ulong>, Vector256<ulong>, Vector256<ulong>, Vector256<ulong>) GenerateFour(ulong low, ulong high, ulong key)
    {
        // The multiplication reads only the lower half of a lane, so upper halves may hold rubbish until the end.
        Vector256<ulong> words = Vector256.Create(low) + Vector256.Create(0UL, 1, 2, 3);
        Vector256<ulong> c0 = words, c1 = words >>> 32;
        Vector256<ulong> c2 = Vector256.Create(high), c3 = Vector256.Create(high >> 32);
        Vector256<uint> m0 = Vector256.Create((ulong)Multiplier0).AsUInt32(), m1 = Vector256.Create((ulong)Multiplier1).AsUInt32();
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            Vector256<ulong> p0 = Avx2.Multiply(m0, c0.AsUInt32()), p1 = Avx2.Multiply(m1, c2.AsUInt32());
            c0 = (p1 >>> 32) ^ c1 ^ Vector256.Create((ulong)k0);
            c1 = p1;
            c2 = (p0 >>> 32) ^ c3 ^ Vector256.Create((ulong)k1);
            c3 = p0;
            k0 += Weyl0;
            k1 += Weyl1;
        }
        Vector256<ulong> lower = Vector256.Create(0xFFFFFFFFUL);
        return (c0 & lower, c1 & lower, c2 & lower, c3 & lower);
    }

    /// <summary>The four words of one block.</summary>
    internal readonly record struct Block(uint W0, uint W1, uint W2, uint W3)
    {
        public ulong Low => W0 | (ulong)W1 << 32;

        public ulong High => W2 | (ulong)W3 << 32;

        public uint Word(int index) => index switch { 0 => W0, 1 => W1, 2 => W2, _ => W3 };
    }
}
