using LearnedOpt.Kernels;
using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>
/// Celo: <c>W &lt;- W - lr s 0.001 rms(W) d exp(0.001 m)</c>. (d, m) are outputs of a ReLU network 30-4-4-3 for each element, its inputs divided by their
/// root mean square over the tensor; s is a learned schedule, an LSTM on the training loss and the fraction of training done.
/// theta has 37,089 values, named as in the authors' files: <see cref="CeloWeights.Import"/> reads those.
/// </summary>
/// <remarks>
/// Report the loss before each step (<see cref="ILossObserver"/>; a closure's loss reports itself), else it counts as constant. Gates and other
/// views are normalised apart, where the authors' models keep them in one matrix. Reference: Moudgil et al., 2025.
/// </remarks>
public sealed class CeloRule : IHorizonRule
{
    private static readonly AdafactorNetworkLayout Network = new(channels: 4, hiddenLayers: 2, isStacked: true);

    /// <summary>Describes the rule.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public CeloRule(CeloOptions? options = null)
    {
        Options = options ?? new CeloOptions();
        Options.Validate();
    }

    /// <summary>The length of training.</summary>
    public CeloOptions Options { get; }

    /// <inheritdoc/>
    public string Name => "celo";

    /// <inheritdoc/>
    public string Settings => RuleSettings.Write(Options);

    /// <inheritdoc/>
    public ThetaLayout Theta { get; } = new([.. Network.Arrays(), .. CeloSchedule.Arrays(hasControls: true)]);

    /// <inheritdoc/>
    public void Initialize(Span<float> theta, CounterRandom random)
    {
        Theta.RequireLength(theta.Length);
        theta.Clear();
        Network.Initialize(Theta, theta, random);
        CeloSchedule.Initialize(Theta, theta, random);
    }

    /// <inheritdoc/>
    public IUpdateRule WithHorizon(long totalSteps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(totalSteps, 1);
        return new CeloRule(Options with { TotalSteps = totalSteps });
    }

    /// <inheritdoc/>
    public IStepper CreateStepper(WeightSpace space) => CreateStepper(space, SimdPaths.Best);

    /// <summary>A stepper of a chosen vector width.</summary>
    /// <exception cref="PlatformNotSupportedException">This processor lacks it.</exception>
    public IStepper CreateStepper(WeightSpace space, SimdPath path)
    {
        KernelSet kernels = KernelSet.For(path);
        var inner = new AdafactorStepper(new AdafactorForm { ScalesWithWeights = true }, Network.Create(kernels), space, kernels, Bind, CeloSchedule.StateLength);
        return new ScheduledStepper(inner, new CeloSchedule(Theta, Options.TotalSteps), Theta);
    }

    private void Bind(ReadOnlySpan<float> theta, AdafactorNetwork network, Span<float> decays)
    {
        Network.Bind(Theta, theta, network, magnitudeScale: 0.001f);
        ReadOnlySpan<float> fixedDecays = [0.9f, 0.99f, 0.999f, 0.999f, 0.9f, 0.99f, 0.999f];
        fixedDecays.CopyTo(decays);
    }
}
