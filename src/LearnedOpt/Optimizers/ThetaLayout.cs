namespace LearnedOpt.Optimizers;

/// <summary>One named array inside theta.</summary>
/// <param name="Name">Dotted name, as stored in a weights file.</param>
/// <param name="Shape">Row-major shape; empty for a scalar.</param>
/// <param name="Offset">Index of the first element in theta.</param>
public sealed record ThetaArray(string Name, IReadOnlyList<int> Shape, int Offset)
{
    /// <summary>Elements of the array.</summary>
    public int Count { get; } = Shape.Aggregate(1, (product, size) => checked(product * size));
}

/// <summary>How the meta-parameters of a rule lie in one flat array: named arrays, one behind the other.</summary>
public sealed class ThetaLayout
{
    private readonly Dictionary<string, ThetaArray> byName;

    /// <summary>Lays the arrays out in the given order, without gaps.</summary>
    /// <exception cref="ArgumentException">Two arrays share a name.</exception>
    public ThetaLayout(params IEnumerable<(string Name, int[] Shape)> arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        var list = new List<ThetaArray>();
        foreach ((string name, int[] shape) in arrays)
        {
            var array = new ThetaArray(name, shape, Count);
            list.Add(array);
            Count = checked(Count + array.Count);
        }

        Arrays = list;
        byName = list.ToDictionary(array => array.Name, StringComparer.Ordinal);
    }

    /// <summary>The arrays, in order.</summary>
    public IReadOnlyList<ThetaArray> Arrays { get; }

    /// <summary>Floats in theta.</summary>
    public int Count { get; }

    /// <summary>The array called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public ThetaArray this[string name] => byName.TryGetValue(name, out ThetaArray? array)
        ? array
        : throw new ArgumentException($"theta has no array '{name}'; it has {string.Join(", ", byName.Keys)}.", nameof(name));

    /// <summary>The part of <paramref name="theta"/> that holds the array called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is no such array.</exception>
    public ReadOnlySpan<float> Slice(ReadOnlySpan<float> theta, string name) => theta.Slice(this[name].Offset, this[name].Count);

    /// <summary>As <see cref="Slice"/>, to write to.</summary>
    /// <exception cref="ArgumentException">There is no such array.</exception>
    public Span<float> MutableSlice(Span<float> theta, string name) => theta.Slice(this[name].Offset, this[name].Count);

    /// <summary>Requires <paramref name="length"/> to be this layout's count.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    internal void RequireLength(int length)
    {
        if (length != Count)
            throw new ArgumentException($"theta must have {Count} floats; received {length}. Is it the theta of another rule, or of other channel counts?");
    }
}
