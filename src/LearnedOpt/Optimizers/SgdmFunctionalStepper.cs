using LearnedOpt.Functionals;
using LearnedOpt.Kernels;
using LearnedOpt.Kernels.Plans;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>
/// The fused step of <see cref="SgdmFunctionalRule"/>, in three sweeps: state and scales; hidden channels, from which the last
/// layer takes what it needs; update.
/// </summary>
internal sealed unsafe class SgdmFunctionalStepper : IStepper
{
    private const int TileElements = FeatureExtractor.TileElements;
    private const int Stride = FeatureExtractor.TileStride;

    private readonly SgdmFunctionalRule rule;
    private readonly KernelSet kernels;
    private readonly TensorSizes sizes;
    private readonly FeatureExtractor extractor;
    private readonly PointwiseNetwork network;
    private readonly LastLayer last;
    private readonly TimeBias time;
    private readonly FloatBuffer start;
    private readonly FloatBuffer inputs;
    private readonly FloatBuffer output;
    private readonly (int Tensor, long First, int Count, int Offset)[] pieces;
    private readonly int baseSlot;
    private int pieceCount;
    private int used;
    private float alpha;
    private float beta;

    public SgdmFunctionalStepper(SgdmFunctionalRule rule, WeightSpace space, Coefficients lastLayer, KernelSet kernels)
    {
        (this.rule, this.kernels) = (rule, kernels);
        int channels = rule.Options.Channels;
        FeatureSet features = FeatureSet.Paper with { Form = rule.Options.Form, SilentMomenta = [rule.Options.Decay] };
        baseSlot = features.Momenta.Count;
        sizes = new TensorSizes(space);
        extractor = new FeatureExtractor(features, space, kernels);
        network = new PointwiseNetwork([features.Count, .. Enumerable.Repeat(channels, rule.Options.HiddenLayers)], kernels, rectifyLast: true);
        last = new LastLayer(LayerPlan.Compile(lastLayer), kernels);
        time = new TimeBias(channels);
        start = new FloatBuffer(channels);
        inputs = new FloatBuffer((long)features.Count * Stride);
        output = new FloatBuffer(Stride);
        pieces = new (int, long, int, int)[TileElements / kernels.Width];
    }

    public Memory<float> State => extractor.State;

    public Memory<float> StateOf(int tensor) => extractor.StateOf(tensor);

    public void Bind(ReadOnlySpan<float> theta)
    {
        ThetaLayout layout = rule.Theta;
        layout.RequireLength(theta.Length);
        alpha = LearnedScalar.Positive(rule.Options.Rate, layout.Slice(theta, "alpha")[0]);
        beta = LearnedScalar.Positive(rule.Options.NetworkWeight, layout.Slice(theta, "beta")[0]);
        extractor.SetDecay(baseSlot, LearnedScalar.Decay(rule.Options.Decay, layout.Slice(theta, "gamma")[0]));
        time.Bind(layout.Slice(theta, "first.time"));
        for (int i = 0; i < network.Layers.Count; i++)
        {
            string name = i == 0 ? "first" : $"hidden{i}";
            network.Layers[i].Pack(layout.Slice(theta, name + ".weight"));
            network.Layers[i].PackBias(layout.Slice(theta, name + ".bias"));
        }

        last.Bind(theta[layout["last.weight"].Offset..]);
    }

    public void Step(ReadOnlySpan<ParameterSlice> tensors, long step, float learningRate)
    {
        sizes.Require(tensors);
        SetStart(step);
        for (int t = 0; t < tensors.Length; t++)
        {
            if (TensorSizes.Skips(tensors[t]))
            {
                last.Skip(t);
                continue;
            }

            last.Clear(t);
            extractor.Advance(t, tensors[t], null);
        }

        for (int t = 0; t < tensors.Length; t++)
        {
            for (long first = 0; !TensorSizes.Skips(tensors[t]) && first < tensors[t].Count; first += TileElements)
                Hide(t, tensors[t], first, Length(tensors[t], first));
        }

        Flush();
        for (int t = 0; t < tensors.Length; t++)
        {
            if (!TensorSizes.Skips(tensors[t]))
                last.Finish(t);
        }

        for (int t = 0; t < tensors.Length; t++)
        {
            if (!TensorSizes.Skips(tensors[t]))
                Update(t, tensors[t], learningRate * alpha);
        }
    }

    public void Reset() => extractor.State.Span.Clear();

    public void Dispose()
    {
    }

    private static int Length(in ParameterSlice slice, long first) => (int)Math.Min(TileElements, slice.Count - first);

    private void SetStart(long step)
    {
        float* shift = time.At(step, rule.Options.TimeLimit);
        float* bias = network.Layers[0].Bias;
        for (int c = 0; c < rule.Options.Channels; c++)
            start.Pointer[c] = bias[c] + shift[c];
    }

    /// <summary>Puts a run of elements into the tile; a full tile is evaluated first.</summary>
    private void Hide(int t, in ParameterSlice slice, long first, int count)
    {
        if (used + count > TileElements)
            Flush();
        extractor.Read(t, slice, first, count, inputs.Pointer + used);
        pieces[pieceCount++] = (t, first, count, used);
        used += (count + kernels.Width - 1) / kernels.Width * kernels.Width;
    }

    private void Flush()
    {
        if (used == 0)
            return;
        float* hidden = network.Run(inputs.Pointer, start.Pointer, 0, used);
        for (int i = 0; i < pieceCount; i++)
        {
            (int t, long first, int count, int offset) = pieces[i];
            last.Add(t, hidden + offset, Stride, first, count);
        }

        (pieceCount, used) = (0, 0);
    }

    private void Update(int t, in ParameterSlice slice, float rate)
    {
        last.Fill(t);
        for (long first = 0; first < slice.Count; first += TileElements)
        {
            int count = Length(slice, first);
            last.Read(t, first, count, output.Pointer, Stride);
            kernels.Update(new UpdateRun
            {
                Weight = slice.Weight + first,
                Count = count,
                Base = extractor.Slot(t, baseSlot) + first,
                BaseScale = 1f,
                Direction = output.Pointer,
                DirectionScale = beta,
                DirectionLimit = float.PositiveInfinity,
                Rate = rate,
            });
        }
    }
}
