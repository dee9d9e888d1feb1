using System.Runtime.Intrinsics;
using LearnedOpt.Kernels.Cells;
using LearnedOpt.Kernels.Lanes;

namespace LearnedOpt.Kernels;

/// <summary>The kernels of one vector width. Chosen once; tests ask for each width by name.</summary>
internal abstract unsafe class KernelSet
{
    private static readonly KernelSet Scalar = new KernelSet<LanesScalar, float>(SimdPath.Scalar);
    private static readonly KernelSet Wide256 = new KernelSet<Lanes256, Vector256<float>>(SimdPath.Vector256);
    private static readonly KernelSet Wide512 = new KernelSet<Lanes512, Vector512<float>>(SimdPath.Vector512);

    private protected KernelSet(SimdPath path) => Path = path;

    public SimdPath Path { get; }

    /// <summary>Floats in a vector.</summary>
    public abstract int Width { get; }

    public static KernelSet Best => For(SimdPaths.Best);

    /// <exception cref="PlatformNotSupportedException">This processor lacks <paramref name="path"/>.</exception>
    public static KernelSet For(SimdPath path)
    {
        if (!SimdPaths.IsSupported(path))
            throw new PlatformNotSupportedException($"this processor has no {path}; it supports {string.Join(", ", SimdPaths.Supported)}. Leave the path unset to get the widest.");
        return path switch { SimdPath.Vector512 => Wide512, SimdPath.Vector256 => Wide256, _ => Scalar };
    }

    /// <inheritdoc cref="DenseKernel{L, V}.Run"/>
    public abstract void Dense(float* x, int inputStride, DenseLayer layer, SumBegin begin, float* y, int outputStride, int count, bool relu);

    /// <inheritdoc cref="NetworkKernel{L, V}"/>
    public abstract void Network(in NetworkRun run);

    /// <inheritdoc cref="FeatureKernel{L, V}"/>
    public abstract void Features(in FeatureRecipe recipe, in FeatureRun run);

    /// <summary>True when <see cref="Features"/> adds up squares itself while it advances, and needs no output for that.</summary>
    public abstract bool SumsSquares(in FeatureRecipe recipe);

    /// <summary>True when <see cref="FeatureSums"/> takes these sums of these features.</summary>
    public abstract bool SumsFeatures(in FeatureRecipe recipe, in StatisticsRun sums);

    /// <inheritdoc cref="AdamSumsKernel{L, V}"/>
    public abstract void FeatureSums(in FeatureRecipe recipe, in FeatureRun run, in StatisticsRun sums);

    /// <inheritdoc cref="StatisticsKernel{L, V}"/>
    public abstract void Statistics(in StatisticsRun run);

    /// <inheritdoc cref="StartKernel{L, V}"/>
    public abstract void Start(in StartRun run);

    /// <inheritdoc cref="GroupKernel{L, V}.Means"/>
    public abstract void GroupMeans(float* x, int stride, int channels, int group, int groups, float* means, int meanStride);

    /// <inheritdoc cref="GroupKernel{L, V}.Spread"/>
    public abstract void Spread(float* x, int stride, int* index, int channels, int count, float* y, int targetStride);

    /// <inheritdoc cref="TapKernel{L, V}.Taps"/>
    public abstract int Taps { get; }

    /// <inheritdoc cref="TapKernel{L, V}.Gather"/>
    public abstract void GatherTaps(float* source, long stride, int arrays, float* target);

    /// <inheritdoc cref="TapKernel{L, V}.Scatter"/>
    public abstract void ScatterTaps(float* source, float* target);

    /// <inheritdoc cref="TapKernel{L, V}.Means"/>
    public abstract void TapMeans(float* x, int stride, int channels, float* means);

    /// <inheritdoc cref="UpdateKernel{L, V}"/>
    public abstract void Update(in UpdateRun run);

    /// <inheritdoc cref="CellKernel{L, V}"/>
    public abstract void Cells(in CellWork work);

    /// <inheritdoc cref="CellMath{L, V}.Add"/>
    public abstract void AddCells(float* target, float* source, int count, float scale);

    /// <inheritdoc cref="CellMath{L, V}.AddThree"/>
    public abstract void AddThreeCells(float* target, float* source, int stride, int count);

    /// <inheritdoc cref="CellMath{L, V}.Scale"/>
    public abstract void ScaleCells(float* target, int count, float scale);

    /// <inheritdoc cref="CellMath{L, V}.AddEntries"/>
    public abstract void AddEntries(float* target, float* source, int channels);

    /// <inheritdoc cref="CellMath{L, V}.AddProducts"/>
    public abstract void AddProducts(float** x, float** w, int segments, int channelsIn, int outputs, float* y);
}

/// <inheritdoc cref="KernelSet"/>
internal sealed unsafe class KernelSet<L, V>(SimdPath path) : KernelSet(path)
    where L : struct, ILanes<V>
    where V : struct
{
    public override int Width => L.Count;

    public override void Dense(float* x, int inputStride, DenseLayer layer, SumBegin begin, float* y, int outputStride, int count, bool relu) =>
        DenseKernel<L, V>.Run(
            x, inputStride, layer.Weights, layer.ChannelsIn, begin, y, outputStride, layer.Outputs,
            (count + L.Count - 1) / L.Count, relu ? 0f : float.NegativeInfinity);

    public override void Network(in NetworkRun run) => NetworkKernel<L, V>.Run(run);

    public override void Features(in FeatureRecipe recipe, in FeatureRun run)
    {
        if (!AdamFeatureKernel<L, V>.Fits(recipe))
            FeatureKernel<L, V>.Run(recipe, run);
        else if (run.Advance)
            AdamFeatureKernel<L, V>.Advance(recipe, run);
        else
            AdamFeatureKernel<L, V>.Read(recipe, run);
    }

    public override bool SumsSquares(in FeatureRecipe recipe) => AdamFeatureKernel<L, V>.Fits(recipe);

    public override bool SumsFeatures(in FeatureRecipe recipe, in StatisticsRun sums) => AdamSumsKernel<L, V>.Fits(recipe, sums);

    public override void FeatureSums(in FeatureRecipe recipe, in FeatureRun run, in StatisticsRun sums) => AdamSumsKernel<L, V>.Run(recipe, run, sums);

    public override void Statistics(in StatisticsRun run) => StatisticsKernel<L, V>.Run(run);

    public override void Start(in StartRun run) => StartKernel<L, V>.Run(run);

    public override void GroupMeans(float* x, int stride, int channels, int group, int groups, float* means, int meanStride) =>
        GroupKernel<L, V>.Means(x, stride, channels, group, groups, means, meanStride);

    public override void Spread(float* x, int stride, int* index, int channels, int count, float* y, int targetStride) =>
        GroupKernel<L, V>.Spread(x, stride, index, channels, count, y, targetStride);

    public override int Taps => TapKernel<L, V>.Taps;

    public override void GatherTaps(float* source, long stride, int arrays, float* target) => TapKernel<L, V>.Gather(source, stride, arrays, target);

    public override void ScatterTaps(float* source, float* target) => TapKernel<L, V>.Scatter(source, target);

    public override void TapMeans(float* x, int stride, int channels, float* means) => TapKernel<L, V>.Means(x, stride, channels, means);

    public override void Update(in UpdateRun run) => UpdateKernel<L, V>.Run(run);

    public override void Cells(in CellWork work) => CellKernel<L, V>.Run(work);

    public override void AddCells(float* target, float* source, int count, float scale) => CellMath<L, V>.Add(target, source, count, scale);

    public override void AddThreeCells(float* target, float* source, int stride, int count) => CellMath<L, V>.AddThree(target, source, stride, count);

    public override void ScaleCells(float* target, int count, float scale) => CellMath<L, V>.Scale(target, count, scale);

    public override void AddEntries(float* target, float* source, int channels) => CellMath<L, V>.AddEntries(target, source, channels);

    public override void AddProducts(float** x, float** w, int segments, int channelsIn, int outputs, float* y) =>
        CellMath<L, V>.AddProducts(x, w, segments, channelsIn, outputs, y);
}
