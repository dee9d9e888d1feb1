using LearnedOpt.Functionals;
using LearnedOpt.Kernels;
using LearnedOpt.Kernels.Cells;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>
/// The fused step of <see cref="SgdmFunctionalRule"/>: a sweep that advances the state and finds the scales, and the sweeps of the
/// functional, the first of which reads the features and the last of which updates the weights.
/// </summary>
internal sealed unsafe class SgdmFunctionalStepper : IStepper
{
    private readonly SgdmFunctionalRule rule;
    private readonly TensorSizes sizes;
    private readonly FeatureExtractor extractor;
    private readonly FunctionalModel model;
    private readonly CellProgram program;
    private readonly SgdmFunctionalPort port;
    private readonly TimeBias time;
    private readonly float[] bound, bias, firstBias;
    private readonly int baseSlot;
    private float alpha;

    public SgdmFunctionalStepper(SgdmFunctionalRule rule, WeightSpace space, KernelSet kernels)
    {
        this.rule = rule;
        int channels = rule.Options.Channels;
        FeatureSet features = rule.Features;
        baseSlot = features.Momenta.Count;
        sizes = new TensorSizes(space);
        extractor = new FeatureExtractor(features, space, kernels);
        model = FunctionalModel.Hybrid(space, rule.Options.Kind, features.Count, channels, rule.Options.HiddenLayers + 1);
        program = new CellProgram(model, threads: 1, kernels);
        port = new SgdmFunctionalPort(extractor, baseSlot, space.Tensors.Count, kernels);
        time = new TimeBias(channels);
        (bound, bias, firstBias) = (new float[model.ThetaCount], new float[channels], new float[channels]);
    }

    public Memory<float> State => extractor.State;

    public Memory<float> StateOf(int tensor) => extractor.StateOf(tensor);

    public void Bind(ReadOnlySpan<float> theta)
    {
        ThetaLayout layout = rule.Theta;
        layout.RequireLength(theta.Length);
        alpha = LearnedScalar.Positive(rule.Options.Rate, layout.Slice(theta, "alpha")[0]);
        port.Beta = LearnedScalar.Positive(rule.Options.NetworkWeight, layout.Slice(theta, "beta")[0]);
        extractor.SetDecay(baseSlot, LearnedScalar.Decay(rule.Options.Decay, layout.Slice(theta, "gamma")[0]));
        time.Bind(layout.Slice(theta, "first.time"));
        layout.Slice(theta, "first.bias").CopyTo(firstBias);
        for (int i = 0; i < rule.Options.HiddenLayers; i++)
        {
            // A pointwise layer of the functional is its matrix and then its bias.
            string name = i == 0 ? "first" : $"hidden{i}";
            ReadOnlySpan<float> weight = layout.Slice(theta, name + ".weight");
            weight.CopyTo(bound.AsSpan(model.Layers[i].ThetaOffset));
            layout.Slice(theta, name + ".bias").CopyTo(bound.AsSpan(model.Layers[i].ThetaOffset + weight.Length));
        }

        theta[layout["last.weight"].Offset..].CopyTo(bound.AsSpan(model.Layers[^1].ThetaOffset));
        program.Bind(bound);
    }

    public void Step(ReadOnlySpan<ParameterSlice> tensors, long step, float learningRate)
    {
        sizes.Require(tensors);
        for (int t = 0; t < tensors.Length; t++)
        {
            if (!TensorSizes.Skips(tensors[t]))
                extractor.Advance(t, tensors[t], null);
        }

        float* shift = time.At(step, rule.Options.TimeLimit);
        for (int c = 0; c < bias.Length; c++)
            bias[c] = firstBias[c] + shift[c];
        program.SetFirstBias(bias);
        port.Begin(tensors);
        port.Rate = learningRate * alpha;
        program.Run(port);
    }

    public void Reset() => extractor.State.Span.Clear();

    public void Dispose() => program.Dispose();
}
