using LearnedOpt.Numerics;

namespace LearnedOpt.Optimizers;

/// <summary>The arrays of Celo's network in theta, by the authors' names: the first matrix in fourteen parts, one for each group of features.</summary>
/// <param name="channels">Units of each hidden layer.</param>
/// <param name="hiddenLayers">Hidden layers.</param>
/// <param name="isStacked">Arrays have a leading axis of length 1.</param>
internal sealed class AdafactorNetworkLayout(int channels, int hiddenLayers, bool isStacked)
{
    private const string Prefix = "ff_mod_stack.~.";
    private const int Outputs = 3;              // direction, magnitude, and one that no version uses

    public IEnumerable<(string Name, int[] Shape)> Arrays()
    {
        for (int group = 0; group < AdafactorNetwork.Groups.Length; group++)
            yield return ($"{Prefix}w0__{group}", Shape(AdafactorNetwork.Groups[group], channels));
        yield return (Prefix + "b0", Shape(channels));
        for (int layer = 1; layer <= hiddenLayers; layer++)
        {
            int outputs = layer == hiddenLayers ? Outputs : channels;
            yield return ($"{Prefix}w{layer}", Shape(channels, outputs));
            yield return ($"{Prefix}b{layer}", Shape(outputs));
        }
    }

    public AdafactorNetwork Create(Kernels.KernelSet kernels) => new(channels, hiddenLayers, Outputs, hasTime: false, kernels);

    public void Bind(ThetaLayout layout, ReadOnlySpan<float> theta, AdafactorNetwork network, float magnitudeScale)
    {
        int row = 0;
        for (int group = 0; group < AdafactorNetwork.Groups.Length; row += AdafactorNetwork.Groups[group++])
            layout.Slice(theta, $"{Prefix}w0__{group}").CopyTo(network.First[(row * channels)..]);
        network.BindFirst(layout.Slice(theta, Prefix + "b0"), []);
        for (int layer = 1; layer <= hiddenLayers; layer++)
            network.BindLayer(layer, layout.Slice(theta, $"{Prefix}w{layer}"), layout.Slice(theta, $"{Prefix}b{layer}"), magnitudeScale);
    }

    public void Initialize(ThetaLayout layout, Span<float> theta, CounterRandom random)
    {
        for (int group = 0; group < AdafactorNetwork.Groups.Length; group++)        // group 5 is m / sqrt(v), its first row decay 0.9
        {
            string name = $"{Prefix}w0__{group}";
            AdafactorStart.Fill(layout.MutableSlice(theta, name), AdafactorNetwork.Groups[group], random.At(name), group == 5 ? 0 : -2, isLast: false, AdafactorNetwork.Features);
        }

        for (int layer = 1; layer <= hiddenLayers; layer++)
        {
            string name = $"{Prefix}w{layer}";
            AdafactorStart.Fill(layout.MutableSlice(theta, name), channels, random.At(name), -1, layer == hiddenLayers, channels);
        }
    }

    /// <exception cref="ArgumentException">An option is out of range; the message names all that are.</exception>
    public static void Require(string rule, int channels, int hiddenLayers, float stepScale)
    {
        if (channels is < 2 or > 64 || hiddenLayers is < 1 or > 8 || !(stepScale > 0) || !float.IsFinite(stepScale))
            throw new ArgumentException(FormattableString.Invariant(
                $"{rule} needs 2 to 64 Channels, 1 to 8 HiddenLayers and a positive StepScale; received {channels}, {hiddenLayers} and {stepScale}."));
    }

    private int[] Shape(params int[] shape) => isStacked ? [1, .. shape] : shape;
}
