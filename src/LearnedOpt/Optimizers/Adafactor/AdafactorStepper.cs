using LearnedOpt.Kernels;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>
/// The fused step of the Adafactor family. Factored moments first; then a sweep that advances the state and sums the squares
/// of the features; then one that computes them again, runs the network and updates. No feature is stored for a whole tensor.
/// </summary>
internal sealed unsafe class AdafactorStepper : IStepper
{
    private const int Stride = FeatureExtractor.TileStride, TileElements = FeatureExtractor.TileElements, Features = AdafactorNetwork.Features;

    private readonly AdafactorForm form;
    private readonly KernelSet kernels;
    private readonly TensorSizes sizes;
    private readonly AdafactorNetwork network;
    private readonly BindWeights bind;
    private readonly AdafactorTensor[] tensors;
    private readonly FloatBuffer state, decays, tile, factors, directions;
    private readonly double[] squares = new double[Features];
    private readonly float[] scales = new float[Features];
    private readonly int sharedLength;
    private readonly AdafactorRecipe recipe;

    public AdafactorStepper(AdafactorForm form, AdafactorNetwork network, WeightSpace space, KernelSet kernels, BindWeights bind, int sharedLength = 0)
    {
        ArgumentNullException.ThrowIfNull(space);
        (this.form, this.kernels, this.network, this.bind, this.sharedLength) = (form, kernels, network, bind, sharedLength);
        sizes = new TensorSizes(space);
        tensors = new AdafactorTensor[space.Tensors.Count];
        long total = 0;
        for (int t = 0; t < tensors.Length; t++)
        {
            tensors[t] = new AdafactorTensor(space.Tensors[t], total, form.IsNormalised);
            total += tensors[t].StateLength;
        }

        state = new FloatBuffer(total + sharedLength);
        decays = new FloatBuffer(7);
        tile = new FloatBuffer((long)Features * Stride);
        factors = new FloatBuffer(18L * Stride);
        directions = new FloatBuffer(form.IsNormalised ? space.Tensors.Select(tensor => tensor.Count).DefaultIfEmpty(0).Max() : 0);
        recipe = new AdafactorRecipe { Decays = decays.Pointer, GradientLimit = form.GradientLimit, RootEpsilon = form.RootEpsilon, MomentumEpsilon = form.MomentumEpsilon };
    }

    /// <summary>Fills the network from theta, and the decays: of three momenta, the second moment, three factored moments [7].</summary>
    public delegate void BindWeights(ReadOnlySpan<float> theta, AdafactorNetwork network, Span<float> decays);

    public Memory<float> State => state.Memory;

    public Memory<float> SharedState => state.Memory[(state.Length - sharedLength)..];

    public Memory<float> StateOf(int tensor) => state.Memory.Slice((int)tensors[tensor].StateOffset, tensors[tensor].StateLength);

    public void Bind(ReadOnlySpan<float> theta) => bind(theta, network, decays.Span[..7]);

    public void Step(ReadOnlySpan<ParameterSlice> tensors, long step, float learningRate)
    {
        sizes.Require(tensors);
        network.BeginStep(step);
        for (int t = 0; t < tensors.Length; t++)
        {
            if (!TensorSizes.Skips(tensors[t]))
                StepTensor(this.tensors[t], tensors[t], learningRate * form.StepScale * tensors[t].Scale);
        }
    }

    public void Reset() => state.Span.Clear();

    public void Dispose()
    {
    }

    private void StepTensor(AdafactorTensor tensor, in ParameterSlice slice, float rate)
    {
        float* own = state.Pointer + tensor.StateOffset;
        tensor.Moments?.Advance(slice.Gradient, slice.Count, form.GradientLimit, own + tensor.MomentsOffset, decays.Span.Slice(4, 3));
        Array.Clear(squares);
        tensor.Positions?.Clear();
        fixed (double* sums = squares)
        {
            for (long first = 0; first < slice.Count; first += TileElements)
            {
                int count = Fill(tensor, slice, own, first, advance: true);
                if (tensor.Positions is { } positions)
                    positions.Add(tile.Pointer, Stride, first, count);
                else
                    kernels.Statistics(new StatisticsRun { Tile = tile.Pointer, Stride = Stride, Channels = Features, Count = count, Squares = sums });
            }
        }

        SetScales(tensor, slice.Count);
        if (form.ScalesWithWeights)
            rate *= (float)Math.Sqrt((squares[2] / slice.Count) + 1e-9);
        for (long first = 0; first < slice.Count; first += TileElements)
            Update(tensor, slice, own, first, rate);
        if (form.IsNormalised)
            ApplyNormalised(tensor, slice, rate);
    }

    private int Fill(AdafactorTensor tensor, in ParameterSlice slice, float* own, long first, bool advance)
    {
        int count = (int)Math.Min(TileElements, slice.Count - first);
        tensor.Moments?.Expand(first, count, factors.Pointer, Stride);
        AdafactorKernel.Run(kernels.Path, recipe, new AdafactorRun
        {
            Weight = slice.Weight + first,
            Gradient = slice.Gradient + first,
            State = own + first,
            SlotStride = tensor.SlotStride,
            Count = count,
            Advance = advance,
            Factors = tensor.Moments is null ? null : factors.Pointer,
            Output = tile.Pointer,
            Stride = Stride,
        });
        return count;
    }

    private void SetScales(AdafactorTensor tensor, long count)
    {
        int used = form.IsNormalised && tensor.Moments is null ? AdafactorNetwork.PlainFeatures : Features;
        if (tensor.Positions is { } positions)
            positions.SetScales(count, form.NormalisationEpsilon);
        for (int c = 0; c < Features; c++)
            scales[c] = c >= used ? 0f : tensor.Positions is not null ? 1f : (float)(1 / Math.Sqrt(form.NormalisationEpsilon + (squares[c] / count)));
        network.Scale(scales);
    }

    private void Update(AdafactorTensor tensor, in ParameterSlice slice, float* own, long first, float rate)
    {
        int count = Fill(tensor, slice, own, first, advance: false);
        tensor.Positions?.Multiply(tile.Pointer, Stride, first, count);
        float* output = network.Run(tile.Pointer, count);
        if (form.IsNormalised)
        {
            new Span<float>(output, count).CopyTo(directions.Span[(int)first..]);
            return;
        }

        kernels.Update(new UpdateRun
        {
            Weight = slice.Weight + first,
            Count = count,
            Direction = output,
            DirectionScale = 1f,
            DirectionLimit = float.PositiveInfinity,
            Magnitude = output + Stride,
            MagnitudeLow = -60f,
            MagnitudeHigh = 60f,
            Rate = rate,
        });
    }

    private void ApplyNormalised(AdafactorTensor tensor, in ParameterSlice slice, float rate)
    {
        Span<float> all = directions.Span[..(int)slice.Count];
        if (tensor.Positions is { } positions)
            positions.Normalise(all, form.NormalisationEpsilon);
        double sum = 0;
        foreach (float direction in all)
            sum += (double)direction * direction;
        kernels.Update(new UpdateRun
        {
            Weight = slice.Weight,
            Count = (int)slice.Count,
            Base = directions.Pointer,
            BaseScale = tensor.Positions is null ? (float)(1 / Math.Sqrt(form.NormalisationEpsilon + (sum / slice.Count))) : 1f,
            Rate = rate,
        });
    }
}
