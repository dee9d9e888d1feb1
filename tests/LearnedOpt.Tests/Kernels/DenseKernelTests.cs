using LearnedOpt.Kernels;
using LearnedOpt.Numerics;

namespace LearnedOpt.Tests.Kernels;

public sealed unsafe class DenseKernelTests
{
    [Theory]
    [ClassData(typeof(Paths))]
    public void MatchesTheMatrixProductAtEverySize(SimdPath path)
    {
        var random = new CounterRandom(1);
        foreach (int channelsIn in new[] { 1, 7, 19, 64 })
        {
            foreach (int channelsOut in new[] { 1, 2, 3, 4, 7, 16, 64 })
            {
                foreach (int count in new[] { 1, 10, 17, 96 })
                    Check(path, channelsIn, channelsOut, count, random.Fork((ulong)channelsIn, (ulong)channelsOut, (ulong)count));
            }
        }
    }

    private static void Check(SimdPath path, int channelsIn, int channelsOut, int count, CounterRandom random)
    {
        const int stride = 112;
        float[] x = Normals(channelsIn * stride, random.At(0));
        float[] weights = Normals(channelsIn * channelsOut, random.At(1));
        float[] bias = Normals(channelsOut, random.At(2));
        float[] startTile = Normals((channelsOut + 1) * stride, random.At(3));
        var layer = new DenseLayer(channelsIn, channelsOut);
        layer.Pack(weights);
        layer.PackBias(bias);
        var y = new FloatBuffer(layer.Outputs * stride);
        foreach (bool relu in new[] { false, true })
        {
            foreach (bool tile in new[] { false, true })
            {
                fixed (float* xs = x, ss = startTile)
                    KernelSet.For(path).Dense(xs, stride, layer, tile ? SumBegin.Of(ss, stride) : SumBegin.Bias(layer.Bias), y.Pointer, stride, count, relu);
                for (int o = 0; o < channelsOut; o++)
                {
                    for (int e = 0; e < count; e++)
                    {
                        double expected = tile ? startTile[(o * stride) + e] : bias[o];
                        double magnitude = Math.Abs(expected);
                        for (int i = 0; i < channelsIn; i++)
                        {
                            double term = (double)weights[(i * channelsOut) + o] * x[(i * stride) + e];
                            expected += term;
                            magnitude += Math.Abs(term);
                        }

                        if (relu)
                            expected = Math.Max(0, expected);
                        if (Math.Abs(expected - y.Span[(o * stride) + e]) > 1e-6 * magnitude)
                            Assert.Fail($"{path} {channelsIn}->{channelsOut}, {count} elements, output {o}, element {e}: {y.Span[(o * stride) + e]} is not {expected}");
                    }
                }
            }
        }
    }

    private static float[] Normals(int count, CounterRandom random)
    {
        var values = new float[count];
        random.Fill(values);
        return values;
    }
}
