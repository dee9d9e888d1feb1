using LearnedOpt.Kernels;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>
/// The fused step of a rule without a network, in one sweep: state, direction (the last feature) and update of a tile
/// follow each other. A direction divided by sqrt(v) is corrected for its momentum's start at zero.
/// </summary>
internal sealed unsafe class BaseStepper : IStepper
{
    private readonly ThetaLayout layout;
    private readonly KernelSet kernels;
    private readonly TensorSizes sizes;
    private readonly FeatureExtractor extractor;
    private readonly BindScalars bind;
    private readonly FloatBuffer tile;
    private readonly int direction;
    private readonly bool corrected;
    private float rate;

    public BaseStepper(ThetaLayout layout, FeatureSet features, WeightSpace space, KernelSet kernels, BindScalars bind)
    {
        ArgumentNullException.ThrowIfNull(space);
        (this.layout, this.kernels, this.bind) = (layout, kernels, bind);
        sizes = new TensorSizes(space);
        extractor = new FeatureExtractor(features, space, kernels);
        tile = new FloatBuffer((long)features.Count * FeatureExtractor.TileStride);
        direction = (features.Count - 1) * FeatureExtractor.TileStride;
        corrected = features.SecondMoment is not null;
        Bind(new float[layout.Count]);
    }

    /// <summary>Sets the extractor's decays from theta and returns the rate.</summary>
    public delegate float BindScalars(ReadOnlySpan<float> theta, FeatureExtractor extractor);

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
        var update = new UpdateRun { BaseScale = corrected ? extractor.MomentumCorrection(0, step) : 1f };
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
