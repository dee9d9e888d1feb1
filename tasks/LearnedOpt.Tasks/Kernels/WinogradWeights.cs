namespace LearnedOpt.Tasks.Kernels;

/// <summary>
/// Kernels of 3 x 3 at the 16 points of F(2 x 2, 3 x 3): u = G g G' with, in one dimension,
/// Gg = (g0, (g0 + g1 + g2) / 2, (g0 - g1 + g2) / 2, g2).
/// </summary>
internal static unsafe class WinogradWeights
{
    /// <param name="weights"><c>[out, in, 3, 3]</c></param>
    /// <param name="shape">Sizes.</param>
    /// <param name="points"><c>[16, in, out]</c>, or transposed <c>[16, out, in]</c>.</param>
    /// <param name="transposed">Which.</param>
    public static void Transform(float* weights, WinogradShape shape, float* points, bool transposed)
    {
        var point = (nint)shape.In * shape.Out;
        var (outStride, inStride) = transposed ? (shape.In, 1) : (1, shape.Out);
        var rows = stackalloc float[12];
        for (var o = 0; o < shape.Out; o++)
            for (var i = 0; i < shape.In; i++, weights += 9)
            {
                for (var x = 0; x < 3; x++) Spread(weights + x, 3, rows + x, 3);
                var u = points + o * outStride + (nint)i * inStride;
                for (var y = 0; y < 4; y++) Spread(rows + 3 * y, 1, u + 4 * y * point, point);
            }
    }

    /// <summary>The adjoint: gradients of the weights from those at the points.</summary>
    /// <param name="points"><c>[16, in, out]</c></param>
    /// <param name="shape">Sizes.</param>
    /// <param name="weights"><c>[out, in, 3, 3]</c>, overwritten.</param>
    public static void Adjoint(float* points, WinogradShape shape, float* weights)
    {
        var point = (nint)shape.In * shape.Out;
        var rows = stackalloc float[12];
        for (var o = 0; o < shape.Out; o++)
            for (var i = 0; i < shape.In; i++, weights += 9)
            {
                var u = points + o + (nint)i * shape.Out;
                for (var y = 0; y < 4; y++) Gather(u + 4 * y * point, point, rows + 3 * y, 1);
                for (var x = 0; x < 3; x++) Gather(rows + x, 3, weights + x, 3);
            }
    }

    private static void Spread(float* g, nint stride, float* u, nint point)
    {
        float g0 = g[0], g1 = g[stride], g2 = g[2 * stride];
        u[0] = g0;
        u[point] = 0.5f * (g0 + g1 + g2);
        u[2 * point] = 0.5f * (g0 - g1 + g2);
        u[3 * point] = g2;
    }

    private static void Gather(float* u, nint point, float* g, nint stride)
    {
        float even = 0.5f * (u[point] + u[2 * point]), odd = 0.5f * (u[point] - u[2 * point]);
        g[0] = u[0] + even;
        g[stride] = odd;
        g[2 * stride] = even + u[3 * point];
    }
}
