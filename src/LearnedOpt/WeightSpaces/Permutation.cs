using LearnedOpt.Numerics;

namespace LearnedOpt.WeightSpaces;

/// <summary>An element of S_n: entry i moves to place <c>this[i]</c>.</summary>
public sealed class Permutation
{
    private readonly int[] _target;

    /// <summary>Takes the place to which each entry moves.</summary>
    /// <param name="target">Each of 0..n-1 once.</param>
    /// <exception cref="WeightSpaceException">A place is missing or named twice.</exception>
    public Permutation(ReadOnlySpan<int> target)
    {
        var taken = new bool[target.Length];
        foreach (var place in target)
        {
            if ((uint)place >= (uint)target.Length || taken[place])
                throw new WeightSpaceException($"a permutation of {target.Length} entries must name each of 0..{target.Length - 1} once; received place {place} twice or out of range.");
            taken[place] = true;
        }

        _target = target.ToArray();
    }

    /// <summary>Number of entries.</summary>
    public int Count => _target.Length;

    /// <summary>True when nothing moves.</summary>
    public bool IsIdentity => _target.Select((place, index) => place == index).All(same => same);

    /// <summary>The place to which entry <paramref name="index"/> moves.</summary>
    public int this[int index] => _target[index];

    /// <summary>Moves nothing.</summary>
    public static Permutation Identity(int count) => new(Enumerable.Range(0, count).ToArray());

    /// <summary>Uniform over S_n.</summary>
    public static Permutation Random(int count, CounterRandom random) => new(random.Permutation(count));

    /// <summary>First <paramref name="first"/>, then this one.</summary>
    public Permutation After(Permutation first)
    {
        ArgumentNullException.ThrowIfNull(first);
        if (first.Count != Count)
            throw new WeightSpaceException($"permutations must be of equally many entries to compose; received {Count} and {first.Count}.");
        var target = new int[Count];
        for (var i = 0; i < target.Length; i++)
            target[i] = _target[first._target[i]];
        return new Permutation(target);
    }

    /// <summary>The permutation that undoes this one.</summary>
    public Permutation Inverse()
    {
        var target = new int[Count];
        for (var i = 0; i < target.Length; i++)
            target[_target[i]] = i;
        return new Permutation(target);
    }
}
