namespace LearnedOpt.Plots;

/// <summary>One optimizer's measurements: a value for each x and each seed.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="X">Steps, seconds, widths: rising.</param>
/// <param name="Seeds">For each seed its values at X; a seed that ended early has fewer. Non-finite values count as diverged.</param>
public sealed record Curve(string Name, IReadOnlyList<double> X, IReadOnlyList<IReadOnlyList<double>> Seeds)
{
    /// <summary>Drawn thicker: the one the plot is about.</summary>
    public bool Highlight { get; init; }

    /// <summary>Its look, counted from 0, so that an optimizer looks the same on several plots; null: its place among the curves.</summary>
    public int? Style { get; init; }

    /// <summary>A curve of one run.</summary>
    public Curve(string name, IReadOnlyList<double> x, IReadOnlyList<double> values)
        : this(name, x, [values])
    {
    }

    internal void Validate()
    {
        for (var i = 0; i < Seeds.Count; i++)
        {
            if (Seeds[i].Count > X.Count)
                throw new ArgumentException($"curve '{Name}' has {X.Count} values of x but {Seeds[i].Count} of seed {i}: each value needs an x.");
        }

        for (var i = 1; i < X.Count; i++)
        {
            if (!(X[i] > X[i - 1]))
                throw new ArgumentException($"curve '{Name}': x must rise, but x[{i}] = {X[i]} follows {X[i - 1]}. Sort the measurements.");
        }
    }
}

/// <summary>A level to compare with, drawn as a line across the plot: swept Adam's final loss, say.</summary>
public sealed record ReferenceLine(string Name, double Value);

/// <summary>What the band around a median holds.</summary>
public enum Band
{
    None,
    InterQuartile,
    MinMax,
}
