using LearnedOpt.Tasks;

namespace LearnedOpt.MetaTraining.Objectives;

/// <summary>
/// What the outer loop minimises. A step's loss counts as l_t = shape(min(L_t / L_uninformed, limit)), so that tasks with
/// large losses do not dominate; a window's loss l_w is the mean of its steps', and the episode's objective follows from
/// its windows by <see cref="Measure"/>.
/// </summary>
/// <param name="Shape">How a loss counts.</param>
/// <param name="Limit">Losses above (in units of the uninformed loss), and those that are not finite, count as this.</param>
/// <param name="Offset">For <see cref="ObjectiveShape.Logarithm"/>: log(loss / uninformed + offset).</param>
public sealed record InnerObjective(ObjectiveShape Shape, double Limit, double Offset = 0.01)
{
    /// <summary>What an episode is judged by. Default: the mean of its windows.</summary>
    public ObjectiveMeasure Measure { get; init; }

    /// <summary>
    /// Data that losses are taken from. <see cref="DataSplit.Train"/>, the default: each step's own mini-batch, before the
    /// step. <see cref="DataSplit.Validation"/>: one batch after a window's last step.
    /// </summary>
    public DataSplit Split { get; init; }

    /// <summary>Added to a window's loss for the share of its steps at which training had diverged; at least 0, default 0.</summary>
    public double DivergencePenalty { get; init; }

    /// <summary>
    /// Added to a window's loss times what it lies above the episode's lowest window so far; at least 0, default 0. Makes a
    /// rule pay for letting a loss rise again, long before the rule diverges.
    /// </summary>
    public double RisePenalty { get; init; }

    /// <summary>The objective of one inner step.</summary>
    public double Of(float loss, double uninformedLoss)
    {
        var scaled = IsDiverged(loss, uninformedLoss) ? Limit : loss / uninformedLoss;
        return Shape == ObjectiveShape.Logarithm ? Math.Log(Math.Max(0, scaled) + Offset) : scaled;
    }

    /// <summary>True where a loss is not finite or above the limit.</summary>
    public bool IsDiverged(float loss, double uninformedLoss) => !float.IsFinite(loss) || loss > Limit * uninformedLoss;

    /// <summary>What is wrong with these options.</summary>
    internal IEnumerable<string> Faults()
    {
        if (!(Limit > 0) || !double.IsFinite(Limit)) yield return $"the objective's Limit must be positive and finite; received {Limit}";
        if (!(Offset > 0)) yield return $"the objective's Offset must be positive; received {Offset}";
        if (!(DivergencePenalty >= 0)) yield return $"DivergencePenalty must not be negative; received {DivergencePenalty}";
        if (!(RisePenalty >= 0)) yield return $"RisePenalty must not be negative; received {RisePenalty}";
        if (Split == DataSplit.Test) yield return "the objective's Split must be Train or Validation; received Test, which is kept for comparisons";
    }
}

/// <summary>How losses of different size count against each other.</summary>
public enum ObjectiveShape
{
    /// <summary>As they are: early, large losses dominate.</summary>
    Linear,

    /// <summary>Their logarithm: a halved loss counts the same early and late.</summary>
    Logarithm,
}

/// <summary>What an episode of n windows is judged by.</summary>
public enum ObjectiveMeasure
{
    /// <summary>The mean of l_w.</summary>
    Mean,

    /// <summary>The last l_w. Window w counts as n (l_w - l_(w-1)), a telescoping sum, so that estimators that see one window at a time serve it too.</summary>
    Final,

    /// <summary>The lowest l_w, telescoping as <see cref="Final"/> does.</summary>
    Minimum,
}
