using LearnedOpt.Kernels;
using LearnedOpt.Kernels.Plans;
using LearnedOpt.WeightSpaces;
using static TorchSharp.torch;

namespace LearnedOpt.Functionals;

/// <summary>
/// Evaluates a functional on the CPU with the fused SIMD kernels: no gradient, no allocation, one thread. Elements go
/// through runs of pointwise layers tile by tile, in the first-level cache; an equivariant layer divides the work into two
/// sweeps, the first of which collects the means that the second needs.
/// </summary>
/// <remarks>
/// Memory beyond the caller's: nothing of the size of the weights where the only equivariant layer is the last one and of few
/// outputs (<c>c_out</c> floats for each product of whole tensors); else one copy of the hidden channels, or two where tensors
/// read others whole (<see cref="LayerKind.Full"/> on repeated symmetries), and one more of those that are read transposed.
/// Not safe for several threads at once; use one evaluator for each.
/// </remarks>
public sealed unsafe class FusedEvaluator : IFunctionalEvaluator
{
    private const int Tile = ChannelSource.TileElements;
    private const int Stride = Tile + 16;

    private readonly FusedStage[] stages;
    private readonly LastLayer? last;
    private readonly HiddenTiles? hidden;
    private readonly HiddenTiles? other;
    private readonly ChannelPlanes planes;
    private readonly TurnedMemory turned;
    private readonly long[] counts;
    private readonly FloatBuffer output;
    private readonly KernelSet kernels;

    /// <summary>Prepares the evaluation of a functional with the widest vectors of this processor.</summary>
    public FusedEvaluator(FunctionalModel model)
        : this(model, SimdPaths.Best)
    {
    }

    /// <summary>Prepares the evaluation of a functional with vectors of a chosen width.</summary>
    /// <exception cref="PlatformNotSupportedException">This processor lacks the width.</exception>
    public FusedEvaluator(FunctionalModel model, SimdPath path)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        kernels = KernelSet.For(path);
        counts = [.. model.Space.Tensors.Select(tensor => tensor.Count)];
        planes = new ChannelPlanes(model.Space, model.InputChannels);
        bool projects = !model.Layers[^1].Plan.IsPointwise && model.OutputChannels <= 4;
        int staged = projects ? model.Layers.Count - 1 : model.Layers.Count;
        last = projects ? new LastLayer(model.Layers[^1].Plan, kernels) : null;
        turned = new TurnedMemory(model.Layers.Max(layer => layer.Plan.Coefficients.InputChannels));
        stages = FusedStage.Split(model, staged, turned, kernels);
        int widest = model.Layers.Max(layer => Math.Max(layer.Plan.Coefficients.InputChannels, layer.Plan.Coefficients.OutputChannels)) + 1;
        output = new FloatBuffer((long)widest * Stride);
        if (stages.Length > 1 && !(stages.Length == 2 && stages[0].IsEmpty))
            hidden = new HiddenTiles(model.Space, stages.Skip(1).Max(stage => stage.InputChannels));
        other = hidden is not null && stages.Any(stage => stage.ReadsOthers) ? new HiddenTiles(model.Space, stages.Skip(1).Max(stage => stage.InputChannels)) : hidden;
    }

    /// <inheritdoc/>
    public FunctionalModel Model { get; }

    /// <summary>Bytes of hidden channels kept between sweeps.</summary>
    public long HiddenBytes =>
        (hidden?.Bytes ?? 0) + (hidden == other ? 0 : other!.Bytes) + turned.Bytes;

    /// <summary>Copies theta into the order in which the kernels read it.</summary>
    /// <exception cref="ArgumentException">Theta is of another model.</exception>
    public void Bind(ReadOnlySpan<float> theta)
    {
        foreach (FusedStage stage in stages)
            stage.Bind(Model, theta);
        last?.Bind(Model.ThetaOf(Model.Layers.Count - 1, theta));
    }

    /// <summary>Evaluates one particle with the bound theta.</summary>
    /// <param name="features">[input channels, elements of all tensors, one behind the other].</param>
    /// <param name="result">[output channels, elements]; must not overlap <paramref name="features"/>.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Evaluate(ReadOnlySpan<float> features, Span<float> result)
    {
        long elements = Model.Space.ParameterCount;
        if (features.Length != Model.InputChannels * elements || result.Length != Model.OutputChannels * elements)
            throw new ArgumentException(
                $"this functional maps {Model.InputChannels} x {elements} features to {Model.OutputChannels} x {elements}; received {features.Length} and room for {result.Length}.");
        fixed (float* x = features, y = result)
            Run(x, y, elements);
    }

    /// <inheritdoc/>
    /// <exception cref="WeightSpaceException">Features or theta are of another model.</exception>
    public Tensor Evaluate(Tensor theta, Tensor features)
    {
        ArgumentNullException.ThrowIfNull(theta);
        ArgumentNullException.ThrowIfNull(features);
        FeaturePacking.Check(Model.Space, features);
        if (features.shape[1] != Model.InputChannels)
            throw new WeightSpaceException($"this functional reads {Model.InputChannels} features for each element; received {features.shape[1]}.");
        long particles = features.shape[0], elements = Model.Space.ParameterCount;
        long sets = theta.dim() == 1 ? 1 : theta.shape[0];
        if (theta.numel() != sets * Model.ThetaCount || (sets != 1 && sets != particles))
            throw new WeightSpaceException(
                $"theta must have shape [{Model.ThetaCount}], or [{particles} particles, {Model.ThetaCount}]; received [{string.Join(", ", theta.shape)}]. Was it trained for another model?");
        using Tensor weights = theta.detach().to(ScalarType.Float32).cpu().contiguous();
        using Tensor x = features.detach().to(ScalarType.Float32).cpu().contiguous();
        Tensor y = empty([particles, Model.OutputChannels, elements], ScalarType.Float32);
        using var thetas = weights.data<float>();
        fixed (float* all = thetas.ToArray())
        using (var from = x.data<float>())
        using (var to = y.data<float>())
        {
            float[] source = from.ToArray(), target = new float[y.numel()];
            int sizeIn = checked((int)(Model.InputChannels * elements)), sizeOut = checked((int)(Model.OutputChannels * elements));
            for (int p = 0; p < particles; p++)
            {
                if (p == 0 || sets > 1)
                    Bind(new ReadOnlySpan<float>(all + ((long)p * Model.ThetaCount), Model.ThetaCount));
                Evaluate(source.AsSpan(p * sizeIn, sizeIn), target.AsSpan(p * sizeOut, sizeOut));
            }

            to.CopyFrom(target);
        }

        return y;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Run(float* x, float* y, long elements)
    {
        planes.Pointer = x;
        ChannelSource source = planes;
        for (int s = 0; s < stages.Length; s++)
        {
            FusedStage? next = s + 1 < stages.Length ? stages[s + 1] : null;
            HiddenTiles? target = stages[s].IsEmpty ? null : source == hidden ? other : hidden;
            stages[s].Prepare(source);
            for (int t = 0; t < counts.Length; t++)
            {
                next?.Clear(t);
                if (next is null)
                    last?.Clear(t);
                for (long first = 0; first < counts[t]; first += Tile)
                    Sweep(stages[s], next, source, target, t, first, (int)Math.Min(Tile, counts[t] - first), y, elements);
                next?.Finish(t);
                if (next is null)
                    last?.Finish(t);
            }

            for (int t = 0; t < counts.Length; t++)
                next?.Fill(t);
            source = target ?? source;
        }

        for (int t = 0; last is not null && t < counts.Length; t++)
        {
            last.Fill(t);
            for (long first = 0; first < counts[t]; first += Tile)
            {
                int count = (int)Math.Min(Tile, counts[t] - first);
                last.Read(t, first, count, output.Pointer, Stride);
                Store(output.Pointer, Stride, y, planes.Offset(t) + first, elements, count);
            }
        }
    }

    private void Sweep(FusedStage stage, FusedStage? next, ChannelSource source, HiddenTiles? target, int t, long first, int count, float* y, long elements)
    {
        float* kept = next is null || target is null ? null : target.Tile(t, first);
        bool direct = source != target || stage.LayerCount > 1;            // a layer must not overwrite what it reads
        (nint address, int stride) = stage.Run(kernels, source, t, first, count, direct ? kept : null);
        float* result = (float*)address;
        if (next is null)
        {
            if (last is not null)
                last.Add(t, result, stride, first, count);
            else
                Store(result, stride, y, planes.Offset(t) + first, elements, count);
            return;
        }

        next.Add(t, result, stride, first, count);
        for (int c = 0; kept != null && !direct && c < next.InputChannels; c++)
            new ReadOnlySpan<float>(result + (c * stride), count).CopyTo(new Span<float>(kept + (c * Tile), count));
    }

    private void Store(float* tile, int stride, float* y, long first, long elements, int count)
    {
        for (int c = 0; c < Model.OutputChannels; c++)
            new ReadOnlySpan<float>(tile + (c * stride), count).CopyTo(new Span<float>(y + (c * elements) + first, count));
    }
}
