using System.Numerics;
using System.Text;

namespace LearnedOpt.Numerics;

/// <summary>
/// A stream of random numbers that is a pure function: draw <c>i</c> of a stream depends on the run's seed, the stream's
/// identity and <c>i</c>, and on nothing else. It has no state, so it never needs saving, any draw can be recomputed
/// anywhere, and results do not depend on the number of threads, on their order or on restarts.
/// <code>
/// var run = new CounterRandom(seed);
/// var noise = run.At("perturbation").At(outerStep).At(particle);
/// noise.Fill(epsilon);                    // epsilon[i] == noise.Normal(i)
/// </code>
/// <para>Bits are the same on every platform, those of <see cref="Normal"/> included.</para>
/// <para>
/// Draws of different kinds at the same index come from the same bits and are therefore dependent: give each purpose its
/// own stream with <see cref="At(ulong)"/>.
/// </para>
/// <para>Reference: Salmon, Moraes, Dror, Shaw, 2011, "Parallel random numbers: as easy as 1, 2, 3" (Philox4x32-10).</para>
/// </summary>
public readonly partial struct CounterRandom : IEquatable<CounterRandom>
{
    // Children are drawn under another key than numbers, so no child's identity is ever one of its parent's draws.
    private const ulong ChildKey = 0x6C7974_2D6B6579;
    private const ulong RedrawStream = 0x7265_6472_6177;

    private readonly ulong key, stream;

    /// <summary>The root stream of the seed <paramref name="run"/>, then one <see cref="At(ulong)"/> per id in <paramref name="ids"/>.</summary>
    public CounterRandom(ulong run, params ReadOnlySpan<ulong> ids)
    {
        CounterRandom at = new CounterRandom(new Philox.Block((uint)run, (uint)(run >> 32), 0, 0)).Fork(ids);
        (key, stream) = (at.key, at.stream);
    }

    private CounterRandom(Philox.Block identity) => (key, stream) = (identity.Low, identity.High);

    /// <summary>The child stream number <paramref name="id"/>; children of different ids or parents are independent.</summary>
    public CounterRandom At(ulong id) => new(Philox.Generate(id, stream, key ^ ChildKey));

    /// <summary>The child stream of a named purpose, for example <c>At("data")</c>; case matters.</summary>
    public CounterRandom At(string purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        ulong hash = 14695981039346656037;                  // FNV-1a, 64 bits
        foreach (byte b in Encoding.UTF8.GetBytes(purpose))
            hash = (hash ^ b) * 1099511628211;
        return At(hash);
    }

    /// <summary>The descendant along <paramref name="ids"/>: <c>Fork(a, b)</c> is <c>At(a).At(b)</c>.</summary>
    public CounterRandom Fork(params ReadOnlySpan<ulong> ids)
    {
        CounterRandom at = this;
        foreach (ulong id in ids)
            at = at.At(id);
        return at;
    }

    /// <summary>32 random bits.</summary>
    public uint Bits32(ulong index) => Block(index >> 2).Word((int)(index & 3));

    /// <summary>64 random bits.</summary>
    public ulong Bits64(ulong index)
    {
        Philox.Block block = Block(index >> 1);
        return (index & 1) == 0 ? block.Low : block.High;
    }

    /// <summary>Uniform on [0, 1): a multiple of 2^-24, never 1.</summary>
    public float Uniform(ulong index) => (Bits32(index) >> 8) * (1f / 16777216f);

    /// <summary>Uniform on [0, 1): a multiple of 2^-53, never 1.</summary>
    public double UniformDouble(ulong index) => (Bits64(index) >> 11) * (1.0 / 9007199254740992.0);

    /// <summary>Standard normal, mean 0 and variance 1; at most 6.76 in magnitude.</summary>
    public float Normal(ulong index)
    {
        Philox.Block block = Block(index >> 2);
        (float first, float second) = (index & 2) == 0 ? BoxMuller.Pair(block.W0, block.W1) : BoxMuller.Pair(block.W2, block.W3);
        return (index & 1) == 0 ? first : second;
    }

    /// <summary>Uniform on the integers 0 .. <paramref name="count"/> - 1, exactly (no modulo bias).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    /// <remarks>Reference: Lemire, 2019, "Fast random integer generation in an interval".</remarks>
    public long Below(long count, ulong index)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ulong n = (ulong)count;
        ulong high = Math.BigMul(Bits64(index), n, out ulong low);
        if (low < n)
        {
            ulong threshold = unchecked(0UL - n) % n;       // 2^64 mod n draws are refused and drawn again from a child
            CounterRandom redraws = low < threshold ? Fork(RedrawStream, index) : default;
            for (ulong attempt = 0; low < threshold; attempt++)
                high = Math.BigMul(redraws.Bits64(attempt), n, out low);
        }
        return (long)high;
    }

    /// <inheritdoc cref="Below(long, ulong)"/>
    public int Below(int count, ulong index) => (int)Below((long)count, index);

    /// <summary>A reader that draws one number after another from this stream, starting at <paramref name="position"/>.</summary>
    public RandomSequence Sequence(ulong position = 0) => new(this, position);

    /// <inheritdoc/>
    public bool Equals(CounterRandom other) => key == other.key && stream == other.stream;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CounterRandom other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(key, stream);

    /// <summary>True when both are the same stream.</summary>
    public static bool operator ==(CounterRandom left, CounterRandom right) => left.Equals(right);

    /// <summary>True when the streams differ.</summary>
    public static bool operator !=(CounterRandom left, CounterRandom right) => !left.Equals(right);

    /// <summary>The stream's identity in hexadecimal.</summary>
    public override string ToString() => $"{key:x16}-{stream:x16}";

    private Philox.Block Block(ulong number) => Philox.Generate(number, stream, key);
}
