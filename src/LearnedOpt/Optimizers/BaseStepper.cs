using LearnedOpt.Kernels;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>
/// The fused step of a rule without a network, in one sweep: state, direction and update of a tile follow each other. The
/// direction is the last feature, plus a multiple of a second one for rules that have two parts.
/// </summary>
internal sealed unsafe class BaseStepper : IStepper
{
    private readonly ThetaLayout layout;
    private readonly KernelSet kernels;
    private readonly TensorSizes sizes;
    private readonly FeatureExtractor extractor;
    private readonly BindScalars bind;
    private readonly MixAt mix;
    private readonly FloatBuffer tile;
    private readonly int direction;
    private readonly int? second;
    private float rate;

    /// <param name="layout">The rule's theta.</param>
    /// <param name="features">Unscaled; the last one is the direction.</param>
    /// <param name="space">The model.</param>
    /// <param name="kernels">For a vector width.</param>
    /// <param name="bind">Reads theta.</param>
    /// <param name="mix">Factors of a step.</param>
    /// <param name="secondChannel">Feature that is added to the direction, or null.</param>
    public BaseStepper(ThetaLayout layout, FeatureSet features, WeightSpace space, KernelSet kernels, BindScalars bind, MixAt mix, int? secondChannel = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        (this.layout, this.kernels, this.bind, this.mix) = (layout, kernels, bind, mix);
        sizes = new TensorSizes(space);
        extractor = new FeatureExtractor(features, space, kernels);
        tile = new FloatBuffer((long)features.Count * FeatureExtractor.TileStride);
        direction = (features.Count - 1) * FeatureExtractor.TileStride;
        second = secondChannel * FeatureExtractor.TileStride;
        Bind(new float[layout.Count]);
    }

    /// <summary>Sets the extractor's decays from theta and returns the rate.</summary>
    public delegate float BindScalars(ReadOnlySpan<float> theta, FeatureExtractor extractor);

    /// <summary>The factors of a step, from the number of steps done before it.</summary>
    public delegate DirectionMix MixAt(FeatureExtractor extractor, long step);

    public Memory<float> State => extractor.State;

    public Memory<float> StateOf(int tensor) => extractor.StateOf(tensor);

    public void Bind(ReadOnlySpan<float> theta)
    {
        layout.RequireLength(theta.Length);
        rate = bind(theta, extractor);
    }

    public void Step(ReadOnlySpan<ParameterSlice> tensors, long step, float learningRate)
    {
        sizes.Require(tensors);
        extractor.BeginStep(step);
        var (baseScale, secondScale) = mix(extractor, step);
        var update = new UpdateRun { BaseScale = baseScale, DirectionScale = secondScale, DirectionLimit = float.PositiveInfinity };
        for (int t = 0; t < tensors.Length; t++)
        {
            if (TensorSizes.Skips(tensors[t]))
                continue;
            update.Rate = learningRate * rate * tensors[t].Scale;
            for (long first = 0; first < tensors[t].Count; first += FeatureExtractor.TileElements)
            {
                int count = (int)Math.Min(FeatureExtractor.TileElements, tensors[t].Count - first);
                extractor.AdvanceTile(t, tensors[t], first, count, tile.Pointer);
                update.Weight = tensors[t].Weight + first;
                update.Base = tile.Pointer + direction;
                update.Direction = second is { } offset ? tile.Pointer + offset : null;
                update.Count = count;
                kernels.Update(update);
            }
        }
    }

    public void Reset() => extractor.State.Span.Clear();

    public void Dispose()
    {
    }
}
