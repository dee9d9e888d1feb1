namespace LearnedOpt.Optimizers;

/// <summary>A rule whose schedule depends on how many steps training will take.</summary>
public interface IHorizonRule : IUpdateRule
{
    /// <summary>The same rule for training of a given length; theta stays the same.</summary>
    /// <param name="totalSteps">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    IUpdateRule WithHorizon(long totalSteps);
}
