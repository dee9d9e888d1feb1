using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>
/// Adam under Celo's learned schedule: <c>W &lt;- W - lr s 0.001 m' / (1e-8 + sqrt(v' + 1e-10))</c>, m' and v' with decays 0.9 and 0.999, corrected for their
/// start at zero. theta has the schedule's 36,865 values.
/// </summary>
/// <remarks>As <see cref="CeloRule"/>. Reference: Moudgil et al., 2025.</remarks>
public sealed class CeloAdamRule : IHorizonRule
{
    /// <summary>Describes the rule.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public CeloAdamRule(CeloOptions? options = null)
    {
        Options = options ?? new CeloOptions();
        Options.Validate();
    }

    /// <summary>The length of training.</summary>
    public CeloOptions Options { get; }

    /// <inheritdoc/>
    public string Name => "celo-adam";

    /// <inheritdoc/>
    public string Settings => RuleSettings.Write(Options);

    /// <inheritdoc/>
    public ThetaLayout Theta { get; } = new(CeloSchedule.Arrays(hasControls: false));

    /// <inheritdoc/>
    public void Initialize(Span<float> theta, CounterRandom random)
    {
        Theta.RequireLength(theta.Length);
        theta.Clear();
        CeloSchedule.Initialize(Theta, theta, random);
    }

    /// <inheritdoc/>
    public IUpdateRule WithHorizon(long totalSteps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(totalSteps, 1);
        return new CeloAdamRule(Options with { TotalSteps = totalSteps });
    }

    /// <inheritdoc/>
    public IStepper CreateStepper(WeightSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        return new ScheduledStepper(new CeloAdamStepper(space, CeloSchedule.StateLength), new CeloSchedule(Theta, Options.TotalSteps), Theta);
    }
}
