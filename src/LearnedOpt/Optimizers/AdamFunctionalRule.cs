using LearnedOpt.Functionals;
using LearnedOpt.Kernels;
using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>
/// Adam with a learned correction of direction and length:
/// <c>W &lt;- W - lr w 0.003 (adam + d) exp(m + s)</c>, adam = m(0.9) / sqrt(v(0.999)) with both biases corrected, (d, m) the two
/// outputs of a small ReLU network per element, and s a linear function of time and levels, one number for each tensor: the
/// schedule of step sizes, which is learned long before the network is; w is the factor of <see cref="AdamFunctionalOptions.WidthPower"/>. The network's inputs are <see cref="FeatureSet.Normalised"/>, each divided by its root
/// mean square over the tensor, and <see cref="TimeFeatures"/> through the first bias.
/// <para>
/// As <c>unf-adam</c> the first layer is equivariant with tied coefficients: it also sees means of the tensor itself and of
/// the tensors that share its symmetries, with one matrix for each <see cref="TermRole"/>. The inputs are then
/// <see cref="FeatureSet.NormalisedWithMagnitudes"/>, and the first bias also sees <b>levels</b>, invariants of the tensor and of the
/// whole model: the logarithms of the root mean squares that features were divided by, which hold the ratio of signal to
/// noise, and sizes. theta has one size for every model. As <c>pointwise-adam</c>, the control, it sees the element only.
/// </para>
/// </summary>
/// <remarks>
/// Output weights begin near zero, so the rule begins as Adam at a fixed rate. The direction saturates and the magnitude is
/// limited (see <see cref="AdamFunctionalOptions"/>), so that one step is bounded whatever theta is.
/// </remarks>
public sealed class AdamFunctionalRule : IDifferentiableRule
{
    /// <summary>Describes the rule.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public AdamFunctionalRule(AdamFunctionalOptions? options = null)
    {
        Options = options ?? new AdamFunctionalOptions();
        Options.Validate();
        Theta = new ThetaLayout(Arrays(Options));
    }

    /// <summary>Sizes and limits.</summary>
    public AdamFunctionalOptions Options { get; }

    /// <inheritdoc/>
    public string Name => Options.Pooled ? "unf-adam" : "pointwise-adam";

    /// <inheritdoc/>
    public string Settings => RuleSettings.Write(Options);

    /// <inheritdoc/>
    public ThetaLayout Theta { get; }

    /// <summary>The inputs of the first layer.</summary>
    internal FeatureSet Features => FeaturesOf(Options);

    /// <summary>The roles that the first layer has matrices for, in the order of theta.</summary>
    public IReadOnlyList<TermRole> Roles => RolesOf(Options);

    /// <inheritdoc/>
    public void Initialize(Span<float> theta, CounterRandom random)
    {
        Theta.RequireLength(theta.Length);
        theta.Clear();
        float own = MathF.Sqrt(2f / (Features.Count + TimeFeatures.Count));
        foreach (ThetaArray array in Theta.Arrays)
        {
            float scale = array.Name switch
            {
                "first.weight" or "first.time" => own,
                "first.levels" => own * Options.PooledScale,
                "output.weight" => Options.OutputScale,
                "schedule.time" or "schedule.levels" => 0f,
                _ when array.Name.EndsWith("bias", StringComparison.Ordinal) => 0f,
                _ => MathF.Sqrt(2f / Options.Channels),
            };
            Span<float> values = theta.Slice(array.Offset, array.Count);
            random.At(array.Name).Fill(values);
            foreach (ref float value in values)
                value *= scale;
        }

        foreach (ref float value in Theta.MutableSlice(theta, "first.weight")[(Features.Count * Options.Channels)..])
            value *= Options.PooledScale;
    }

    /// <inheritdoc/>
    public IStepper CreateStepper(WeightSpace space) => CreateStepper(space, SimdPaths.Best);

    /// <summary>A stepper of a chosen vector width.</summary>
    /// <exception cref="PlatformNotSupportedException">This processor lacks it.</exception>
    public IStepper CreateStepper(WeightSpace space, SimdPath path)
    {
        ArgumentNullException.ThrowIfNull(space);
        return new AdamFunctionalStepper(this, space, KernelSet.For(path));
    }

    /// <inheritdoc/>
    public IDifferentiableStepper CreateDifferentiableStepper(WeightSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        return new DifferentiableAdamFunctional(this, space);
    }

    private static IReadOnlyList<TermRole> RolesOf(AdamFunctionalOptions options) => options.Pooled ? TermRoles.All : [TermRole.Identity];

    private static FeatureSet FeaturesOf(AdamFunctionalOptions options) =>
        options.SeesMagnitudes ? FeatureSet.NormalisedWithMagnitudes : FeatureSet.Normalised;

    private static IEnumerable<(string Name, int[] Shape)> Arrays(AdamFunctionalOptions options)
    {
        int inputs = FeaturesOf(options).Count;
        int channels = options.Channels;
        yield return ("first.weight", [RolesOf(options).Count, inputs, channels]);
        yield return ("first.bias", [Coefficients.TiedBiasCount, channels]);
        yield return ("first.time", [TimeFeatures.Count, channels]);
        if (options.SeesLevels)
            yield return ("first.levels", [LevelFeatures.Count, channels]);
        for (int layer = 1; layer < options.HiddenLayers; layer++)
        {
            yield return ($"hidden{layer}.weight", [channels, channels]);
            yield return ($"hidden{layer}.bias", [channels]);
        }

        yield return ("output.weight", [channels, 2]);
        yield return ("output.bias", [2]);
        yield return ("schedule.time", [TimeFeatures.Count]);
        if (options.SeesLevels)
            yield return ("schedule.levels", [LevelFeatures.Count]);
    }
}
