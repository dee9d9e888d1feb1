namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>Kinds of <see cref="DifferenceShaping"/>.</summary>
public enum ShapingKind
{
    /// <summary>Differences as they are: the only unbiased choice.</summary>
    None,

    /// <summary>Scale times the sign of the difference.</summary>
    Sign,

    /// <summary>Differences limited to [-Scale, Scale].</summary>
    Clip,

    /// <summary>Differences of centred ranks among all particles of a task, from -1/2 (best) to 1/2 (worst), times Scale.</summary>
    Ranks,
}

/// <summary>What is done to the objectives of a pair before their difference weighs its perturbation.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Scale">Size of a sign or rank, or limit of a difference; in units of the uninformed loss.</param>
/// <remarks>
/// References: Metz et al., 2022 (sign; VeLO, arXiv 2211.09760); Salimans et al., 2017 (ranks; arXiv 1703.03864).
/// </remarks>
public sealed record DifferenceShaping(ShapingKind Kind, double Scale = 1)
{
    public static DifferenceShaping None { get; } = new(ShapingKind.None);

    internal IEnumerable<string> Faults()
    {
        if (!(Scale > 0) || !double.IsFinite(Scale)) yield return $"the Scale of shaping must be positive; received {Scale}";
    }

    /// <summary>Objective(+) - objective(-) of each pair, shaped.</summary>
    internal void Apply(ReadOnlySpan<PairOutcome> outcomes, Span<double> differences)
    {
        if (Kind == ShapingKind.Ranks)
        {
            Rank(outcomes, differences);
            return;
        }

        for (var pair = 0; pair < outcomes.Length; pair++)
        {
            var difference = outcomes[pair].Plus - outcomes[pair].Minus;
            differences[pair] = Kind switch
            {
                ShapingKind.Sign => Scale * Math.Sign(difference),
                ShapingKind.Clip => Math.Clamp(difference, -Scale, Scale),
                _ => difference,
            };
        }
    }

    private void Rank(ReadOnlySpan<PairOutcome> outcomes, Span<double> differences)
    {
        var tasks = outcomes.ToArray().Select(outcome => outcome.Task).Distinct().ToArray();
        foreach (var task in tasks)
        {
            var pairs = new List<int>();
            for (var pair = 0; pair < outcomes.Length; pair++)
                if (outcomes[pair].Task == task) pairs.Add(pair);
            var values = new double[2 * pairs.Count];
            for (var i = 0; i < pairs.Count; i++)
            {
                var outcome = outcomes[pairs[i]];
                // NaN sorts first in .NET and would win; a particle that has diverged is the worst, whatever it shows.
                values[2 * i] = outcome.PlusDiverged ? double.PositiveInfinity : outcome.Plus;
                values[2 * i + 1] = outcome.MinusDiverged ? double.PositiveInfinity : outcome.Minus;
            }

            var ranks = CentredRanks(values);
            for (var i = 0; i < pairs.Count; i++) differences[pairs[i]] = Scale * (ranks[2 * i] - ranks[2 * i + 1]);
        }
    }

    /// <summary>Ranks from -1/2 (lowest) to 1/2 (highest); equal values share the mean of their ranks.</summary>
    internal static double[] CentredRanks(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Length];
        for (var first = 0; first < order.Length;)
        {
            var end = first + 1;
            while (end < order.Length && values[order[end]] == values[order[first]]) end++;
            for (var i = first; i < end; i++) ranks[order[i]] = (first + end - 1) / 2.0 / Math.Max(1, values.Length - 1) - 0.5;
            first = end;
        }

        return ranks;
    }
}

/// <summary>Objectives of a pair in one estimate.</summary>
internal readonly record struct PairOutcome(int Task, double Plus, double Minus, bool PlusDiverged, bool MinusDiverged);
