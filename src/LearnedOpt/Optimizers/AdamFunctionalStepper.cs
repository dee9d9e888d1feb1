using LearnedOpt.Functionals;
using LearnedOpt.Kernels;
using LearnedOpt.Kernels.Plans;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>The fused step of <see cref="AdamFunctionalRule"/>.</summary>
internal sealed unsafe class AdamFunctionalStepper : IStepper
{
    private const int Stride = FeatureExtractor.TileStride;

    // Index 1 of the normalised set's momenta is decay 0.9, and it is the first of those divided by sqrt(v).
    private static readonly int AdamChannel = FeatureSet.Normalised.NormalisedMomentumChannel(0);

    private readonly AdamFunctionalRule rule;
    private readonly FeatureSet features;
    private readonly KernelSet kernels;
    private readonly TensorSizes sizes;
    private readonly FeatureExtractor extractor;
    private readonly PointwiseNetwork network;
    private readonly PlanReductions reductions;
    private readonly PlanTables tables;
    private readonly TimeBias time;
    private readonly LevelFeatures? levels;
    private readonly FloatBuffer inputs;
    private readonly FloatBuffer start;
    private readonly TapTile taps;
    private readonly int[] tileElements;
    private readonly int channels;
    private readonly float[] widthScales;
    private readonly float[] gained, scheduleTime = new float[TimeFeatures.Count], scheduleLevels = new float[LevelFeatures.Count];

    public AdamFunctionalStepper(AdamFunctionalRule rule, WeightSpace space, KernelSet kernels)
    {
        this.rule = rule;
        this.kernels = kernels;
        channels = rule.Options.Channels;
        features = rule.Features;
        gained = new float[rule.Theta.Count];
        sizes = new TensorSizes(space);
        widthScales = [.. space.Tensors.Select(tensor => WidthScale.Of(tensor, rule.Options.WidthPower))];
        extractor = new FeatureExtractor(features, space, kernels);
        network = new PointwiseNetwork([features.Count, .. Enumerable.Repeat(channels, rule.Options.HiddenLayers), 2], kernels);
        LayerPlan plan = LayerPlan.Compile(Coefficients.Tied(space, features.Count, channels, rule.Roles));
        LocalMeans?[] local = LocalMeans.Of(plan, kernels, FeatureExtractor.TileElements);
        reductions = new PlanReductions(plan, kernels, local: local);
        tables = new PlanTables(plan, reductions, kernels, local: local);
        tileElements = [.. local.Select(means => means?.TileElements(FeatureExtractor.TileElements) ?? FeatureExtractor.TileElements)];
        taps = new TapTile(kernels, features.Slots);
        time = new TimeBias(channels);
        levels = rule.Options.SeesLevels ? new LevelFeatures(features, extractor, space.Tensors.Count, channels) : null;
        inputs = new FloatBuffer((long)features.Count * Stride);
        start = new FloatBuffer((channels + 1L) * Stride);
    }

    public Memory<float> State => extractor.State;

    public Memory<float> StateOf(int tensor) => extractor.StateOf(tensor);

    public void Bind(ReadOnlySpan<float> theta)
    {
        ThetaLayout layout = rule.Theta;
        layout.RequireLength(theta.Length);
        IReadOnlyList<DenseLayer> layers = network.Layers;
        ThetaArray first = layout["first.weight"];
        layers[0].Pack(theta.Slice(first.Offset, features.Count * channels));           // the identity's matrix comes first
        tables.Bind(Gained(theta.Slice(first.Offset, first.Count + layout["first.bias"].Count), features.Count * channels, first.Count));
        for (int i = 1; i + 1 < layers.Count; i++)
        {
            layers[i].Pack(layout.Slice(theta, $"hidden{i}.weight"));
            layers[i].PackBias(layout.Slice(theta, $"hidden{i}.bias"));
        }

        layers[^1].Pack(layout.Slice(theta, "output.weight"));
        layers[^1].PackBias(layout.Slice(theta, "output.bias"));
        time.Bind(layout.Slice(theta, "first.time"));
        layout.Slice(theta, "schedule.time").CopyTo(scheduleTime);
        if (levels is null)
            return;
        levels.Bind(Gained(layout.Slice(theta, "first.levels"), 0, LevelFeatures.Count * channels));
        layout.Slice(theta, "schedule.levels").CopyTo(scheduleLevels);
    }

    public void Step(ReadOnlySpan<ParameterSlice> tensors, long step, float learningRate)
    {
        sizes.Require(tensors);
        float* constant = time.At(step, rule.Options.TimeLimit);
        extractor.BeginStep(step);
        for (int t = 0; t < tensors.Length; t++)
        {
            if (TensorSizes.Skips(tensors[t]))
                reductions.Skip(t);
            else
                extractor.Advance(t, tensors[t], reductions);
        }

        levels?.Measure(tensors);
        float adamScale = extractor.MomentumCorrection(features.NormalisedMomenta[0], step);
        float rate = learningRate * rule.Options.StepScale;
        float schedule = time.Dot(scheduleTime);
        for (int t = 0; t < tensors.Length; t++)
        {
            if (TensorSizes.Skips(tensors[t]))
                continue;
            tables.Fill(t, levels is null ? constant : levels.Add(t, constant));
            var update = new UpdateRun
            {
                Base = inputs.Pointer + ((long)AdamChannel * Stride),
                BaseScale = adamScale / extractor.Scales(t)[AdamChannel],
                DirectionScale = 1f,
                DirectionLimit = rule.Options.DirectionLimit,
                MagnitudeOffset = rule.Options.ScheduleGain * (schedule + (levels?.Dot(t, scheduleLevels) ?? 0f)),
                MagnitudeLow = rule.Options.MagnitudeLow,
                MagnitudeHigh = rule.Options.MagnitudeHigh,
                Rate = rate * tensors[t].Scale * widthScales[t],
            };
            if (tables.HasTaps(t))
                UpdateTaps(t, tensors[t], update);
            else
                Update(t, tensors[t], update);
        }
    }

    /// <summary>A copy of <paramref name="weights"/> in which those from <paramref name="from"/> to <paramref name="to"/> act on means or levels.</summary>
    private ReadOnlySpan<float> Gained(ReadOnlySpan<float> weights, int from, int to)
    {
        weights.CopyTo(gained);
        foreach (ref float weight in gained.AsSpan(from..to))
            weight *= rule.Options.PooledGain;
        return gained.AsSpan(0, weights.Length);
    }

    public void Reset() => extractor.State.Span.Clear();

    public void Dispose()
    {
    }

    /// <summary>Second sweep: features, network and step, tile by tile.</summary>
    private void Update(int t, in ParameterSlice slice, UpdateRun update)
    {
        for (long first = 0; first < slice.Count; first += tileElements[t])
        {
            update.Count = (int)Math.Min(tileElements[t], slice.Count - first);
            update.Weight = slice.Weight + first;
            extractor.Read(t, slice, first, update.Count, inputs.Pointer);
            network.Step(inputs.Pointer, tables.Begin(t, first, update.Count, inputs.Pointer, Stride, start.Pointer, Stride), update);
        }
    }

    /// <summary>The same for convolution kernels, as many at a time as a vector has lanes.</summary>
    private void UpdateTaps(int t, in ParameterSlice slice, UpdateRun update)
    {
        update.Weight = taps.Source.Weight;
        update.Count = taps.Elements;
        for (long first = 0; first < slice.Count; first += taps.Elements)
        {
            int count = (int)Math.Min(taps.Elements, slice.Count - first);
            taps.Read(extractor.SourceOf(t, slice, first), count);
            extractor.ReadFrom(t, taps.Source, taps.Elements, inputs.Pointer, Stride, extractor.SourceOf(t, slice, first + count));
            network.Step(inputs.Pointer, tables.BeginTaps(t, first / kernels.Taps, inputs.Pointer, Stride), update);
            taps.Write(slice.Weight + first, count);
        }
    }
}
