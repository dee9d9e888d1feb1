using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LearnedOpt.Kernels;
using LearnedOpt.Kernels.Lanes;

namespace LearnedOpt.Tasks.Kernels;

/// <summary>
/// A 3 x 3 convolution with stride 1 and padding 1, forward and backward, by F(2 x 2, 3 x 3): 16 products where the definition
/// takes 36. A few images go through all stages together, so that what lies between them stays in the second-level cache.
/// One for each vector width; every thread has working memory of its own.
/// </summary>
internal abstract unsafe class WinogradKernel
{
    private static readonly Dictionary<SimdPath, WinogradKernel> Kernels = new()
    {
        [SimdPath.Scalar] = new WinogradKernel<LanesScalar, float>(),
        [SimdPath.Vector256] = new WinogradKernel<Lanes256, Vector256<float>>(),
        [SimdPath.Vector512] = new WinogradKernel<Lanes512, Vector512<float>>(),
    };

    public static WinogradKernel For(SimdPath path) => Kernels[path];

    /// <summary>Both numbers of channels must be multiples of this.</summary>
    public abstract int Lanes { get; }

    /// <summary>output = max(floor, input * weights + bias).</summary>
    /// <param name="shape">Sizes; height and width even.</param>
    /// <param name="input"><c>[images, height, width, in]</c></param>
    /// <param name="weights"><c>[out, in, 3, 3]</c></param>
    /// <param name="bias"><c>[out]</c></param>
    /// <param name="floor">0 for a ReLU, negative infinity for none.</param>
    /// <param name="output"><c>[images, height, width, out]</c>, rows without gaps.</param>
    public abstract void Forward(WinogradShape shape, ImagePlanes input, float* weights, float* bias, float floor, ImagePlanes output);

    /// <summary>Gradients of all three operands.</summary>
    /// <param name="shape">Sizes; height and width even.</param>
    /// <param name="input"><c>[images, height, width, in]</c></param>
    /// <param name="weights"><c>[out, in, 3, 3]</c></param>
    /// <param name="output">What <see cref="Forward"/> answered with a ReLU; null: there was none.</param>
    /// <param name="gradient">Of the output.</param>
    /// <param name="inputGradient"><c>[images, height, width, in]</c>, overwritten; null: not wanted.</param>
    /// <param name="weightGradient"><c>[out, in, 3, 3]</c>, overwritten.</param>
    /// <param name="biasGradient"><c>[out]</c>, overwritten.</param>
    public abstract void Backward(WinogradShape shape, ImagePlanes input, float* weights, ImagePlanes? output, ImagePlanes gradient,
        ImagePlanes? inputGradient, float* weightGradient, float* biasGradient);
}

/// <inheritdoc cref="WinogradKernel"/>
internal sealed unsafe class WinogradKernel<L, V> : WinogradKernel
    where L : struct, ILanes<V>
    where V : struct
{
    private const int Points = 16, CacheFloats = 1 << 16;

    // Points are a cache line further apart than they need be: a power of two would put all 16 into one set of the cache.
    private const int Gap = 16;

    [ThreadStatic] private static FloatBuffer? t_memory;

    public override int Lanes => L.Count;

    public override void Forward(WinogradShape shape, ImagePlanes input, float* weights, float* bias, float floor, ImagePlanes output)
    {
        var (together, rows) = Together(shape);
        nint inPoint = rows * shape.In + Gap, outPoint = rows * shape.Out + Gap, matrix = (nint)shape.In * shape.Out;
        var next = Memory(Points * (matrix + inPoint + outPoint) + Padded(shape));
        float* u = Take(ref next, Points * matrix), v = Take(ref next, Points * inPoint), m = Take(ref next, Points * outPoint), padded = Take(ref next, Padded(shape));
        new Span<float>(padded, Padded(shape)).Clear();
        WinogradWeights.Transform(weights, shape, u, transposed: false);
        for (var first = 0; first < shape.Images; first += together)
        {
            var images = Math.Min(together, shape.Images - first);
            for (var i = 0; i < images; i++) ReadTiles(shape, input, first + i, padded, v + (nint)i * shape.Tiles * shape.In, inPoint);
            for (var p = 0; p < Points; p++)
                ProductKernel<L, V>.Run(v + p * inPoint, shape.In, 1, u + p * matrix, m + p * outPoint, images * shape.Tiles, shape.In, shape.Out, adds: false);
            for (var i = 0; i < images; i++) WriteTiles(shape, m + (nint)i * shape.Tiles * shape.Out, outPoint, bias, floor, output, first + i);
        }
    }

    public override void Backward(WinogradShape shape, ImagePlanes input, float* weights, ImagePlanes? output, ImagePlanes gradient,
        ImagePlanes? inputGradient, float* weightGradient, float* biasGradient)
    {
        var (together, rows) = Together(shape);
        nint inPoint = rows * shape.In + Gap, outPoint = rows * shape.Out + Gap, matrix = (nint)shape.In * shape.Out;
        var next = Memory(Points * (2 * matrix + inPoint + outPoint) + Padded(shape));
        float* u = Take(ref next, Points * matrix), du = Take(ref next, Points * matrix), v = Take(ref next, Points * inPoint), dm = Take(ref next, Points * outPoint), padded = Take(ref next, Padded(shape));
        if (inputGradient is not null) WinogradWeights.Transform(weights, shape, u, transposed: true);
        new Span<float>(du, (int)(Points * matrix)).Clear();
        new Span<float>(biasGradient, shape.Out).Clear();
        for (var first = 0; first < shape.Images; first += together)
        {
            var images = Math.Min(together, shape.Images - first);
            new Span<float>(padded, Padded(shape)).Clear();
            for (var i = 0; i < images; i++)
            {
                ReadTiles(shape, input, first + i, padded, v + (nint)i * shape.Tiles * shape.In, inPoint);
                ReadGradients(shape, gradient, output, first + i, dm + (nint)i * shape.Tiles * shape.Out, outPoint, biasGradient);
            }

            for (var p = 0; p < Points; p++)
                ProductKernel<L, V>.Run(v + p * inPoint, 1, shape.In, dm + p * outPoint, du + p * matrix, shape.In, images * shape.Tiles, shape.Out, adds: true);
            if (inputGradient is not { } target) continue;
            for (var p = 0; p < Points; p++)
                ProductKernel<L, V>.Run(dm + p * outPoint, shape.Out, 1, u + p * matrix, v + p * inPoint, images * shape.Tiles, shape.Out, shape.In, adds: false);
            for (var i = 0; i < images; i++) WriteGradients(shape, v + (nint)i * shape.Tiles * shape.In, inPoint, padded, target, first + i);
        }

        WinogradWeights.Adjoint(du, shape, weightGradient);
    }

    // As many images as keep the points of input and output within the cache.
    private static (int Images, int Rows) Together(WinogradShape shape)
    {
        var images = Math.Clamp(CacheFloats / (Points * shape.Tiles * (shape.In + shape.Out)), 1, shape.Images);
        return (images, images * shape.Tiles);
    }

    private static int Padded(WinogradShape shape) => (shape.Height + 2) * (shape.Width + 2) * shape.In;

    private static float* Memory(nint floats)
    {
        if (t_memory is null || t_memory.Length < floats) t_memory = new FloatBuffer(floats);
        return t_memory.Pointer;
    }

    private static float* Take(ref float* next, nint floats)
    {
        var taken = next;
        next += floats;
        return taken;
    }

    // The border of `padded` is zero and stays so.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void ReadTiles(WinogradShape shape, ImagePlanes input, int image, float* padded, float* points, nint point)
    {
        nint row = (nint)(shape.Width + 2) * shape.In;
        for (var y = 0; y < shape.Height; y++)
            for (var x = 0; x < shape.Width; x++)
                Copy(input.At(image, y, x), padded + (y + 1) * row + (x + 1) * shape.In, shape.In);
        for (var y = 0; y < shape.Height; y += 2)
            for (var x = 0; x < shape.Width; x += 2, points += shape.In)
                WinogradTiles<L, V>.Input(padded + y * row + x * shape.In, row, points, point, shape.In);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void WriteTiles(WinogradShape shape, float* points, nint point, float* bias, float floor, ImagePlanes output, int image)
    {
        for (var y = 0; y < shape.Height; y += 2)
            for (var x = 0; x < shape.Width; x += 2, points += shape.Out)
                WinogradTiles<L, V>.Output(points, point, bias, floor, output.At(image, y, x), output.Row, shape.Out);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void ReadGradients(WinogradShape shape, ImagePlanes gradient, ImagePlanes? output, int image, float* points, nint point, float* bias)
    {
        var gate = output.GetValueOrDefault();
        for (var y = 0; y < shape.Height; y += 2)
            for (var x = 0; x < shape.Width; x += 2, points += shape.Out)
                WinogradTiles<L, V>.OutputAdjoint(gradient.At(image, y, x), gradient.Row, gradient.Column,
                    output is null ? null : gate.At(image, y, x), gate.Row, points, point, bias, shape.Out);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void WriteGradients(WinogradShape shape, float* points, nint point, float* padded, ImagePlanes target, int image)
    {
        nint row = (nint)(shape.Width + 2) * shape.In;
        new Span<float>(padded, Padded(shape)).Clear();
        for (var y = 0; y < shape.Height; y += 2)
            for (var x = 0; x < shape.Width; x += 2, points += shape.In)
                WinogradTiles<L, V>.AddInputAdjoint(points, point, padded + y * row + x * shape.In, row, shape.In);
        for (var y = 0; y < shape.Height; y++)
            for (var x = 0; x < shape.Width; x++)
                Copy(padded + (y + 1) * row + (x + 1) * shape.In, target.At(image, y, x), shape.In);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(float* from, float* to, int channels)
    {
        for (var c = 0; c < channels; c += L.Count) L.Store(to + c, L.Load(from + c));
    }
}
