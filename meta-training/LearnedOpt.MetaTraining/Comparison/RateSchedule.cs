namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>How a learning rate goes over a run.</summary>
public enum RateSchedule
{
    /// <summary>Stays.</summary>
    Constant,

    /// <summary>Falls along half a cosine, from the rate to 0 at the end of the run: rate (1 + cos(pi t / T)) / 2.</summary>
    Cosine,
}
