using LearnedOpt.Kernels;
using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>Sizes of <see cref="Celo2Rule"/>.</summary>
public sealed record Celo2Options
{
    /// <summary>Units of each hidden layer, 2 to 64.</summary>
    public int Channels { get; init; } = 8;

    /// <summary>Hidden layers, 1 to 8.</summary>
    public int HiddenLayers { get; init; } = 2;

    /// <summary>Root mean square of a step where the rate is 1.</summary>
    public float StepScale { get; init; } = 0.001f;
}

/// <summary>
/// Celo2's normalised rule: <c>W &lt;- W - lr 0.001 d / rms(d)</c>, d the first output of a ReLU network 30-8-8-3 for each element. There is no learned
/// step size and no schedule: the step has a fixed root mean square, and the rate and its schedule are the user's. Features and direction
/// are divided by their root mean square over [out, in], at each position of a convolution apart. Vectors lack the factored features. 347 values.
/// </summary>
/// <remarks>The variant without orthogonalisation ("base"), for all parameters. Reference: Moudgil et al., 2026 (Celo2).</remarks>
public sealed class Celo2Rule : IUpdateRule
{
    private readonly AdafactorNetworkLayout network;

    /// <summary>Describes the rule.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public Celo2Rule(Celo2Options? options = null)
    {
        Options = options ?? new Celo2Options();
        AdafactorNetworkLayout.Require(Name, Options.Channels, Options.HiddenLayers, Options.StepScale);
        network = new AdafactorNetworkLayout(Options.Channels, Options.HiddenLayers, isStacked: false);
        Theta = new ThetaLayout(network.Arrays());
    }

    /// <summary>Sizes.</summary>
    public Celo2Options Options { get; }

    /// <inheritdoc/>
    public string Name => "celo2";

    /// <inheritdoc/>
    public string Settings => RuleSettings.Write(Options);

    /// <inheritdoc/>
    public ThetaLayout Theta { get; }

    /// <inheritdoc/>
    public void Initialize(Span<float> theta, CounterRandom random)
    {
        Theta.RequireLength(theta.Length);
        theta.Clear();
        network.Initialize(Theta, theta, random);
    }

    /// <inheritdoc/>
    public IStepper CreateStepper(WeightSpace space) => CreateStepper(space, SimdPaths.Best);

    /// <summary>A stepper of a chosen vector width.</summary>
    /// <exception cref="PlatformNotSupportedException">This processor lacks it.</exception>
    public IStepper CreateStepper(WeightSpace space, SimdPath path)
    {
        KernelSet kernels = KernelSet.For(path);
        var form = new AdafactorForm { RootEpsilon = 1e-8f, NormalisationEpsilon = 1e-9, StepScale = Options.StepScale, IsNormalised = true };
        var stepper = new AdafactorStepper(form, network.Create(kernels), space, kernels, Bind);
        stepper.Bind(new float[Theta.Count]);
        return stepper;
    }

    private void Bind(ReadOnlySpan<float> theta, AdafactorNetwork target, Span<float> decays)
    {
        Theta.RequireLength(theta.Length);
        network.Bind(Theta, theta, target, magnitudeScale: 0f);
        ReadOnlySpan<float> fixedDecays = [0.9f, 0.99f, 0.999f, 0.95f, 0.9f, 0.99f, 0.999f];
        fixedDecays.CopyTo(decays);
    }
}
