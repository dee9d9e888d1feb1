using LearnedOpt.Functionals;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Optimizers;

/// <summary>What a step's features are made of.</summary>
/// <param name="Raw">Features before they are divided, without magnitudes. [particles, signed channels, elements]</param>
/// <param name="Values">Features. [particles, channels, elements]</param>
/// <param name="MeanSquares">Of the raw features, over each tensor; null where nothing is divided. [particles, signed channels, tensors]</param>
/// <param name="State">Momenta, then second moment. [particles, slots, elements]</param>
internal sealed record FeatureTensors(Tensor Raw, Tensor Values, Tensor? MeanSquares, Tensor State);

/// <summary>Momenta and features of a <see cref="FeatureSet"/> on packed tensors: what <see cref="FeatureExtractor"/> computes, differentiable.</summary>
internal sealed class DifferentiableFeatures(FeatureSet features, WeightSpace space)
{
    private const double Largest = 1e15, Epsilon = 1e-8;

    // The root has no derivative at zero. This much under it is far below Adam's own 1e-8, and keeps its second derivative within float32.
    private const double Tiny = 1e-25;

    private readonly double[] decays = [.. features.Momenta.Concat(features.SilentMomenta).Select(decay => (double)decay)];
    private readonly long[] normalised = [.. features.NormalisedMomenta.Select(k => (long)k)], magnitudes = [.. features.Magnitudes.Select(k => (long)k)];
    private Tensor? keep, add;                      // [particles or 1, momenta, 1]
    private Tensor? secondKeep;                     // [particles or 1]
    private ScalarType type;
    private Device? device;

    /// <summary>Sets decays; what is made belongs to the caller's dispose scope.</summary>
    /// <param name="type">Element type.</param>
    /// <param name="device">Where weights and state are.</param>
    /// <param name="lastDecay">Decay of the last momentum, float64 [particles]; null: as the feature set has it.</param>
    /// <param name="secondDecay">Decay of the second moment, the same way.</param>
    public void Bind(ScalarType type, Device device, Tensor? lastDecay = null, Tensor? secondDecay = null)
    {
        (this.type, this.device) = (type, device);
        var fixedDecays = torch.tensor(decays, device: device).reshape(1, decays.Length, 1);
        // Rounded as the fused rules round, before 1 - decay is taken.
        keep = (lastDecay is null ? fixedDecays : cat(
            [fixedDecays.narrow(1, 0, decays.Length - 1).expand(lastDecay.shape[0], decays.Length - 1, 1), lastDecay.reshape(-1, 1, 1)], 1)).to(type);
        add = features.Form == MomentumForm.Sum ? ones_like(keep) : 1 - keep;
        secondKeep = features.SecondMoment is { } second ? (secondDecay ?? torch.tensor(new double[] { second }, device: device)).to(type) : null;
    }

    /// <summary>Decay of a momentum, float64 [particles or 1].</summary>
    public Tensor Decay(int momentum) => keep!.select(1, momentum).select(1, 0).to(ScalarType.Float64);

    /// <summary>What an average momentum is multiplied by to remove the effect of its start at zero. [particles, 1]</summary>
    public Tensor MomentumCorrection(int momentum, IReadOnlyList<long> steps) => Correction(Decay(momentum), steps);

    /// <summary>One step of the state, and the features that follow.</summary>
    /// <param name="weights">[particles, elements]</param>
    /// <param name="gradients">[particles, elements]</param>
    /// <param name="state">[particles, slots, elements]</param>
    /// <param name="steps">Steps done before.</param>
    public FeatureTensors Advance(Tensor weights, Tensor gradients, Tensor state, IReadOnlyList<long> steps)
    {
        var g = Finite(gradients).unsqueeze(1);                                     // [P, 1, elements], as all channels below
        var channels = new List<Tensor>();
        if (features.Weight) channels.Add(Finite(weights).unsqueeze(1));
        if (features.Gradient) channels.Add(g);
        var momenta = keep! * state.narrow(1, 0, decays.Length) + add! * g;         // [P, momenta, elements]
        if (features.Momenta.Count > 0) channels.Add(momenta.narrow(1, 0, features.Momenta.Count));
        var next = momenta;
        if (secondKeep is not null)
        {
            var kept = secondKeep.reshape(-1, 1, 1);
            var v = kept * state.narrow(1, decays.Length, 1) + (1 - kept) * g * g;
            next = cat([momenta, v], 1);
            var correct = features.CorrectsSecondMoment ? v * Correction(secondKeep.to(ScalarType.Float64), steps).unsqueeze(1) : v;
            var root = (correct + Tiny).sqrt() + Epsilon;
            if (features.NormalisedGradient) channels.Add(g / root);
            if (normalised.Length > 0) channels.Add(momenta.index_select(1, torch.tensor(normalised, device: device)) / root);
        }

        var raw = channels.Count == 1 ? channels[0] : cat(channels, 1);
        if (features.Clip is { } clip) raw = raw.clamp(-clip, clip);
        var (values, squares) = Divided(raw);
        if (magnitudes.Length > 0) values = cat([values, values.index_select(1, torch.tensor(magnitudes, device: device)).abs()], 1);
        return new FeatureTensors(raw, values, squares, next);
    }

    private (Tensor Values, Tensor? MeanSquares) Divided(Tensor raw)
    {
        if (features.Scale == FeatureScale.None) return (raw, null);
        var squares = FeaturePacking.Means(space, raw * raw);                       // [P, channels, tensors]
        var all = features.Scale == FeatureScale.PerFeature ? squares
            : (magnitudes.Length == 0 ? squares : cat([squares, squares.index_select(1, torch.tensor(magnitudes, device: device))], 1)).mean([1], keepdim: true);
        var scales = 1 / (all + features.Epsilon).sqrt();
        return (FeaturePacking.Each(space, raw, (x, t) => x * scales.narrow(2, t, 1)), squares);
    }

    // As the fused rules see gradients and weights.
    private static Tensor Finite(Tensor x) => x.nan_to_num(0, 0, 0).clamp(-Largest, Largest);

    // 1 / (1 - decay^(t + 1)), [P, 1]
    private Tensor Correction(Tensor decay, IReadOnlyList<long> steps) =>
        (1 / (1 - decay.pow(torch.tensor(steps.Select(step => step + 1.0).ToArray(), device: device)))).to(type).unsqueeze(1);
}
