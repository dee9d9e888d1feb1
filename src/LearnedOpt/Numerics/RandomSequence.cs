namespace LearnedOpt.Numerics;

/// <summary>
/// Reads a <see cref="CounterRandom"/> one draw after another, for code whose number of draws is not known beforehand.
/// <see cref="Position"/> is its whole state.
/// Draws of all kinds are independent of one another. Not safe for several threads: give each its own stream.
/// </summary>
public sealed class RandomSequence
{
    // One stream a kind: kinds at one index share bits.
    private readonly CounterRandom uniforms, normals, integers;

    internal RandomSequence(CounterRandom random, ulong position)
    {
        (uniforms, normals, integers) = (random.At("uniform"), random.At("normal"), random.At("integer"));
        Position = position;
    }

    /// <summary>Index of the next draw; set it to go back or forth.</summary>
    public ulong Position { get; set; }

    /// <summary>Uniform on [0, 1).</summary>
    public float Uniform() => uniforms.Uniform(Position++);

    /// <summary>Uniform on [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public float Uniform(float low, float high) => low + (high - low) * Uniform();

    /// <summary>Standard normal.</summary>
    public float Normal() => normals.Normal(Position++);

    /// <summary>Uniform on 0 .. <paramref name="count"/> - 1.</summary>
    public int Below(int count) => integers.Below(count, Position++);

    /// <summary>True with the given probability.</summary>
    public bool Chance(float probability) => Uniform() < probability;
}
