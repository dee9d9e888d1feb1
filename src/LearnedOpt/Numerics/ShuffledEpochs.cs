namespace LearnedOpt.Numerics;

/// <summary>
/// The endless order in which a data set is visited: epoch after epoch, each item once an epoch, each epoch in its own
/// random order. Which item comes at which position is a pure function, so any position can be reached at once, by any
/// thread, and after a restart.
/// <para>
/// Each epoch's order is a keyed permutation of 0 .. Count - 1: a Feistel network on a grid of about Count cells, walked
/// until it falls inside. It draws from a large family of permutations, not from all of them; for exactly uniform orders
/// of few items use <see cref="CounterRandom.Permutation"/>.
/// </para>
/// <para>Reference: Black, Rogaway, 2002, "Ciphers with arbitrary finite domains".</para>
/// </summary>
public readonly struct ShuffledEpochs
{
    private const int Rounds = 8;

    private readonly CounterRandom random;
    private readonly uint rows, columns;

    /// <summary>An order of <paramref name="count"/> items drawn from <paramref name="random"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public ShuffledEpochs(CounterRandom random, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        this.random = random;
        Count = count;
        rows = (uint)Math.Ceiling(Math.Sqrt(count));
        columns = (uint)((count + (long)rows - 1) / rows);
    }

    /// <summary>Number of items in an epoch.</summary>
    public int Count { get; }

    /// <summary>The item at <paramref name="position"/> (item <c>position % Count</c> of epoch <c>position / Count</c>).</summary>
    public int this[ulong position]
    {
        get
        {
            Span<int> one = stackalloc int[1];
            Fill(one, position);
            return one[0];
        }
    }

    /// <summary>The items at <paramref name="start"/>, <paramref name="start"/> + 1, ...; a batch may cross an epoch's end.</summary>
    public void Fill(Span<int> items, ulong start)
    {
        Span<uint> keys = stackalloc uint[Rounds];
        ulong count = (ulong)Count, epoch = start / count, within = start % count;
        RoundKeys(epoch, keys);
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = (int)Permute((uint)within, keys);
            if (++within == count)
            {
                within = 0;
                RoundKeys(++epoch, keys);
            }
        }
    }

    private void RoundKeys(ulong epoch, Span<uint> keys)
    {
        CounterRandom stream = random.At(epoch);
        for (int round = 0; round < Rounds; round++)
            keys[round] = stream.Bits32((ulong)round);
    }

    private uint Permute(uint item, ReadOnlySpan<uint> keys)
    {
        do
        {
            uint row = item / columns, column = item % columns;
            for (int round = 0; round < Rounds; round += 2)
            {
                row = Shift(row, column, keys[round], rows);
                column = Shift(column, row, keys[round + 1], columns);
            }
            item = row * columns + column;
        }
        while (item >= (uint)Count);
        return item;
    }

    // (value + f(other)) mod size: a bijection of value for every other.
    private static uint Shift(uint value, uint other, uint key, uint size)
    {
        uint x = other + key;
        x = (x ^ x >> 16) * 0x85EBCA6B;
        x = (x ^ x >> 13) * 0xC2B2AE35;
        x ^= x >> 16;
        value += (uint)((ulong)x * size >> 32);
        return Math.Min(value, value - size);       // the difference wraps where value < size; no branch to mispredict
    }
}
