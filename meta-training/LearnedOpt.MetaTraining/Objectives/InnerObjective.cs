namespace LearnedOpt.MetaTraining.Objectives;

/// <summary>What the outer loop minimises, step by step.</summary>
/// <param name="Shape">How a loss counts.</param>
/// <param name="Limit">Losses above (in units of the uninformed loss), and those that are not finite, count as this.</param>
/// <param name="Offset">For <see cref="ObjectiveShape.Logarithm"/>: log(loss / uninformed + offset).</param>
public sealed record InnerObjective(ObjectiveShape Shape, double Limit, double Offset = 0.01)
{
    /// <summary>The objective of one inner step.</summary>
    public double Of(float loss, double uninformedLoss)
    {
        var scaled = IsDiverged(loss, uninformedLoss) ? Limit : loss / uninformedLoss;
        return Shape == ObjectiveShape.Logarithm ? Math.Log(Math.Max(0, scaled) + Offset) : scaled;
    }

    public bool IsDiverged(float loss, double uninformedLoss) => !float.IsFinite(loss) || loss > Limit * uninformedLoss;
}

/// <summary>How losses of different size count against each other.</summary>
public enum ObjectiveShape
{
    /// <summary>As they are: early, large losses dominate.</summary>
    Linear,

    /// <summary>Their logarithm: a halved loss counts the same early and late.</summary>
    Logarithm,
}
