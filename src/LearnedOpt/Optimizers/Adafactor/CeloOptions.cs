namespace LearnedOpt.Optimizers;

/// <summary>Options of <see cref="CeloRule"/> and <see cref="CeloAdamRule"/>.</summary>
public sealed record CeloOptions
{
    /// <summary>Steps that training will take, at least 1: the learned schedule is laid out over them.</summary>
    public long TotalSteps { get; init; } = 2000;

    internal void Validate()
    {
        if (TotalSteps < 1)
            throw new ArgumentException($"celo needs TotalSteps of at least 1; received {TotalSteps}. Say how many steps training will take.");
    }
}
