using LearnedOpt.Kernels;
using LearnedOpt.Kernels.Plans;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>
/// Momenta of one particle and the features that follow from them. A step takes two sweeps over a tensor: the first
/// advances the state and sums up squares and means; the second reads the features again, each times its scale. So no
/// feature is ever stored for a whole tensor.
/// </summary>
internal sealed unsafe class FeatureExtractor
{
    /// <summary>Elements of a tile: 16 kernels of 3 x 3, or 9 vectors. The tiles of 8 channels that a network needs then stay in the first-level cache.</summary>
    public const int TileElements = 144;

    /// <summary>Floats between the rows of a tile: more, for runs that begin anywhere in it, and an odd number of cache lines.</summary>
    public const int TileStride = TileElements + 32;

    private readonly FeatureSet features;
    private readonly KernelSet kernels;
    private readonly FloatBuffer state;
    private readonly FloatBuffer decays;
    private readonly FloatBuffer tile;
    private readonly FloatBuffer ones;
    private readonly FloatBuffer scales;
    private readonly int[] normalised, magnitudes;
    private readonly long[] stateOffsets;
    private readonly int[] slotStrides;
    private readonly double[] squares;
    private readonly bool sumsSquares;
    private FeatureRecipe recipe;

    public FeatureExtractor(FeatureSet features, WeightSpace space, KernelSet kernels)
    {
        this.features = features;
        this.kernels = kernels;
        stateOffsets = new long[space.Tensors.Count];
        slotStrides = new int[space.Tensors.Count];
        long total = 0;
        for (int t = 0; t < stateOffsets.Length; t++)
        {
            stateOffsets[t] = total;
            slotStrides[t] = FloatBuffer.RoundUp(space.Tensors[t].Count);
            total += (long)slotStrides[t] * features.Slots;
        }

        state = new FloatBuffer(total);
        float[] all = [.. features.Momenta, .. features.SilentMomenta];
        decays = new FloatBuffer(2 * all.Length);
        for (int k = 0; k < all.Length; k++)
            SetDecay(k, all[k]);

        tile = new FloatBuffer((long)features.Count * TileStride);
        ones = new FloatBuffer(features.Count);
        ones.Span.Fill(1f);
        scales = new FloatBuffer((long)features.Count * stateOffsets.Length);
        squares = new double[features.Count];
        normalised = GC.AllocateArray<int>(Math.Max(1, features.NormalisedMomenta.Count), pinned: true);
        for (int k = 0; k < features.NormalisedMomenta.Count; k++)
            normalised[k] = features.NormalisedMomenta[k];
        magnitudes = GC.AllocateArray<int>(Math.Max(1, features.Magnitudes.Count), pinned: true);
        for (int k = 0; k < features.Magnitudes.Count; k++)
            magnitudes[k] = features.Magnitudes[k];
        fixed (int* pinned = normalised, pinnedMagnitudes = magnitudes)
        {
            recipe = new FeatureRecipe
            {
                Weight = features.Weight,
                Gradient = features.Gradient,
                NormalisedGradient = features.NormalisedGradient,
                SecondMoment = features.SecondMoment is not null,
                Momenta = all.Length,
                Channels = features.Momenta.Count,
                NormalisedMomenta = features.NormalisedMomenta.Count,
                Decays = decays.Pointer,
                NormalisedMomentum = pinned,
                Magnitudes = features.Magnitudes.Count,
                Magnitude = pinnedMagnitudes,
                SecondMomentKeep = features.SecondMoment ?? 0f,
                Epsilon = 1e-8f,
                Clip = features.Clip ?? float.MaxValue,
            };
        }

        sumsSquares = kernels.SumsSquares(recipe);
    }

    /// <summary>Momenta, then second moment, of each tensor in turn; every slot padded to whole cache lines.</summary>
    public Memory<float> State => state.Memory;

    /// <summary>The part of <see cref="State"/> that belongs to tensor <paramref name="t"/>.</summary>
    public Memory<float> StateOf(int t) => state.Memory.Slice((int)stateOffsets[t], slotStrides[t] * features.Slots);

    /// <summary>1 / (1 - decay^(t + 1)) for a moving average that began at zero.</summary>
    private static float Correction(double decay, long step) => (float)(1 / (1 - Math.Pow(decay, step + 1)));

    /// <summary>The momentum, or behind the momenta the second moment, of a tensor.</summary>
    public float* Slot(int t, int slot) => state.Pointer + stateOffsets[t] + ((long)slot * slotStrides[t]);

    /// <summary>Momenta and second moments of an element.</summary>
    public int Slots => features.Slots;

    /// <summary>Replaces the decay of a momentum.</summary>
    public void SetDecay(int momentum, float decay)
    {
        decays.Span[2 * momentum] = decay;
        decays.Span[(2 * momentum) + 1] = features.Form == MomentumForm.Sum ? 1f : 1f - decay;
    }

    /// <summary>Replaces the decay of the second moment.</summary>
    public void SetSecondMomentDecay(float decay) => recipe.SecondMomentKeep = decay;

    /// <summary>What an average momentum is multiplied by to remove the effect of its start at zero.</summary>
    public float MomentumCorrection(int momentum, long step) => Correction(decays.Span[2 * momentum], step);

    /// <summary>Sets what depends on the step's number.</summary>
    public void BeginStep(long step)
    {
        if (features.SecondMoment is not null)
            recipe.SecondMomentCorrection = features.CorrectsSecondMoment ? Correction(recipe.SecondMomentKeep, step) : 1f;
    }

    /// <summary>Advances the state of a run and gives its features, unscaled, to [channels, TileStride].</summary>
    public void AdvanceTile(int t, in ParameterSlice slice, long first, int count, float* output) =>
        kernels.Features(recipe, Forward(t, slice, first, count, output, null));

    /// <summary>First sweep over tensor <paramref name="t"/>: advances the state, finds the scales and a layer's reductions.</summary>
    public void Advance(int t, in ParameterSlice slice, PlanReductions? reductions)
    {
        Array.Clear(squares);
        reductions?.Clear(t);
        fixed (double* squaresPointer = squares)
        {
            if (sumsSquares && reductions is not null && reductions.TryGetOnly(t, out StatisticsRun sums) && kernels.SumsFeatures(recipe, sums))
                kernels.FeatureSums(recipe, Forward(t, slice, 0, (int)slice.Count, tile.Pointer, squaresPointer), sums);
            else
                AdvanceTiles(t, slice, reductions, squaresPointer);
        }

        for (int k = 0; sumsSquares && k < features.Magnitudes.Count; k++)
            squares[features.Count - features.Magnitudes.Count + k] = squares[features.Magnitudes[k]];
        SetScales(t, slice.Count);
        reductions?.Finish(t, Scales(t));
    }

    private void AdvanceTiles(int t, in ParameterSlice slice, PlanReductions? reductions, double* squareSums)
    {
        for (long first = 0; first < slice.Count; first += TileElements)
        {
            int count = (int)Math.Min(TileElements, slice.Count - first);
            double* open = features.Scale == FeatureScale.None || sumsSquares ? null : squareSums;
            kernels.Features(recipe, Forward(t, slice, first, count, sumsSquares && reductions is null ? null : tile.Pointer, squareSums));
            if (reductions is not null)
                reductions.Add(t, tile.Pointer, TileStride, first, count, open);
            else if (open != null)
                kernels.Statistics(new StatisticsRun { Tile = tile.Pointer, Stride = TileStride, Channels = features.Count, Count = count, Squares = squareSums });
        }
    }

    /// <summary>Second sweep: the scaled features of a run, to [channels, TileStride].</summary>
    public void Read(int t, in ParameterSlice slice, long first, int count, float* output) =>
        ReadRun(t, slice, first, count, output, TileStride);

    /// <summary>The same, to [channels, stride].</summary>
    public void ReadRun(int t, in ParameterSlice slice, long first, int count, float* output, int stride) =>
        ReadFrom(t, SourceOf(t, slice, first), count, output, stride, SourceOf(t, slice, first + count));

    /// <summary>The same, of elements whose weights, gradients and state are given; what is read <paramref name="next"/> is brought near.</summary>
    public void ReadFrom(int t, in FeatureSource source, int count, float* output, int stride, in FeatureSource next = default) =>
        kernels.Features(recipe, new FeatureRun
        {
            Weight = source.Weight,
            Gradient = source.Gradient,
            State = source.State,
            SlotStride = source.SlotStride,
            Count = count,
            Next = next,
            Output = output,
            Stride = stride,
            Scale = Scales(t),
        });

    /// <summary>Where a tensor's elements from <paramref name="first"/> on lie.</summary>
    public FeatureSource SourceOf(int t, in ParameterSlice slice, long first) => new()
    {
        Weight = slice.Weight + first,
        Gradient = slice.Gradient + first,
        State = state.Pointer + stateOffsets[t] + first,
        SlotStride = slotStrides[t],
    };

    /// <summary>What each feature of tensor <paramref name="t"/> is multiplied by in this step.</summary>
    public float* Scales(int t) => scales.Pointer + ((long)t * features.Count);

    private FeatureRun Forward(int t, in ParameterSlice slice, long first, int count, float* output, double* squareSums) => new()
    {
        Weight = slice.Weight + first,
        Gradient = slice.Gradient + first,
        State = state.Pointer + stateOffsets[t] + first,
        SlotStride = slotStrides[t],
        Count = count,
        Advance = true,
        Output = output,
        Stride = TileStride,
        Scale = ones.Pointer,
        Squares = squareSums,
    };

    private void SetScales(int t, long count)
    {
        float* scale = Scales(t);
        double together = 0;
        foreach (double sum in squares)
            together += sum;
        for (int c = 0; c < features.Count; c++)
        {
            double mean = features.Scale switch
            {
                FeatureScale.PerFeature => squares[c] / count,
                FeatureScale.PerTensor => together / ((double)count * features.Count),
                _ => 1 - features.Epsilon,
            };
            scale[c] = (float)(1 / Math.Sqrt(mean + features.Epsilon));
        }
    }
}
