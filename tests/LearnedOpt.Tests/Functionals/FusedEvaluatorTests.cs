using LearnedOpt.Functionals;
using LearnedOpt.Kernels;
using LearnedOpt.Numerics;
using LearnedOpt.Tests.Kernels;
using LearnedOpt.Tests.Optimizers;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tests.Functionals;

public sealed class FusedEvaluatorTests
{
    private static readonly CounterRandom Random = new(90);

    [Theory]
    [ClassData(typeof(Paths))]
    public void MatchesTheDoublePrecisionExecution(SimdPath path)
    {
        foreach ((string name, WeightSpace space) in SampleSpaces.All)
        {
            foreach (LayerKind kind in Enum.GetValues<LayerKind>())
            {
                Check(path, name, FunctionalModel.Hybrid(space, kind, inputChannels: 5, hidden: 9, depth: 3));
                Check(path, name, FunctionalModel.Deep(space, kind, inputChannels: 3, hidden: 6, depth: 3, outputs: 2));
            }
        }
    }

    [Theory]
    [ClassData(typeof(Paths))]
    public void MixesLayersInAnyOrder(SimdPath path)
    {
        foreach (WeightSpace space in new[] { SampleSpaces.Shared(), PaperSpaces.Mlp(20, 11, 3), PaperSpaces.Cnn(3, 5, 7) })
        {
            LayerShape P(int channels) => new(LayerKind.Pointwise, channels);
            LayerShape T(int channels) => new(LayerKind.Tied, channels);
            LayerShape F(int channels) => new(LayerKind.Full, channels);
            Check(path, "one", new FunctionalModel(space, 4, [F(1)]));
            Check(path, "wide end", new FunctionalModel(space, 4, [F(7)]));
            Check(path, "mixed", new FunctionalModel(space, 4, [T(8), P(5), P(12), F(6), T(4), P(3)]));
            Check(path, "starts pointwise", new FunctionalModel(space, 2, [P(8), T(16), P(2), F(3)]));
        }
    }

    [Fact]
    public void AgreesWithTorchForABatchOfParticles()
    {
        FunctionalModel model = FunctionalModel.Deep(SampleSpaces.Named("cnn"), LayerKind.Tied, inputChannels: 4, hidden: 8, depth: 2, outputs: 3);
        using var scope = NewDisposeScope();
        using IFunctionalEvaluator fused = new FusedEvaluator(model), torch = new TorchEvaluator(model);
        float[] values = Normals(3 * 4 * (int)model.Space.ParameterCount, 1), weights = Normals(3 * model.ThetaCount, 2);
        Tensor x = tensor(values).reshape(3, 4, -1), each = tensor(weights).reshape(3, -1) * 0.2, one = each[1];
        foreach (Tensor theta in new[] { each, one })
        {
            Tensor expected = torch.Evaluate(theta, x), actual = fused.Evaluate(theta, x);
            Assert.Equal(expected.shape, actual.shape);
            Assert.True((expected - actual).abs().max().ToDouble() <= 1e-5 * expected.abs().max().ToDouble());
        }
    }

    [Theory]
    [ClassData(typeof(Paths))]
    public void AgreesWithTorchOnEverySpaceAndRank(SimdPath path)
    {
        (string Name, WeightSpace Space)[] drawn = [.. Enumerable.Range(0, 24).Select(seed => ($"seed {seed}", RandomSpaces.Draw((ulong)seed, empty: seed % 3 == 0)))];
        var tensors = drawn.SelectMany(entry => entry.Space.Tensors).ToList();
        Assert.Equal([0, 1, 2, 3, 4, 5], tensors.Select(tensor => tensor.Rank).Distinct().Order());
        Assert.Contains(tensors, tensor => tensor.Shape.Contains(0));
        Assert.Contains(tensors, tensor => tensor.Rank > 1 && tensor.Shape.Contains(1));
        foreach ((string name, WeightSpace space) in drawn.Where(entry => entry.Space.ParameterCount > 0).Concat(SampleSpaces.All).Append(("odd sizes", PaperSpaces.Mlp(53, 37, 18, 5))))
        {
            foreach (LayerKind kind in new[] { LayerKind.Tied, LayerKind.Full })
            {
                FunctionalModel model = FunctionalModel.Deep(space, kind, inputChannels: 3, hidden: 8, depth: 3, outputs: 2);
                using var scope = NewDisposeScope();
                using IFunctionalEvaluator fused = new FusedEvaluator(model, path), torch = new TorchEvaluator(model);
                var weights = new float[model.ThetaCount];
                model.Initialize(weights, Random.At("theta"));
                Tensor theta = tensor(weights), x = tensor(Normals(3 * (int)space.ParameterCount, 13)).reshape(1, 3, -1);
                Tensor expected = torch.Evaluate(theta, x), actual = fused.Evaluate(theta, x);
                double error = (expected - actual).abs().max().ToDouble() / expected.abs().max().ToDouble();
                Assert.True(error <= 1e-5, $"{path}, {name}, {kind}: error {error}");
            }
        }
    }

    [Fact]
    public void BadInputIsNamed()
    {
        FunctionalModel model = FunctionalModel.Hybrid(PaperSpaces.Mlp(4, 3, 2), LayerKind.Tied, inputChannels: 2, hidden: 4, depth: 2);
        using var scope = NewDisposeScope();
        using var fused = new FusedEvaluator(model);
        Assert.Contains("theta of this functional", Assert.Throws<ArgumentException>(() => fused.Bind(new float[3])).Message);
        Assert.Contains("maps 2 x 23 features", Assert.Throws<ArgumentException>(() => fused.Evaluate(new float[45], new float[23])).Message);
        Assert.Contains("23 elements of 4 weights", Assert.Throws<WeightSpaceException>(() => fused.Evaluate(zeros(model.ThetaCount), zeros(1, 2, 22))).Message);
        Assert.Contains("theta must have shape", Assert.Throws<WeightSpaceException>(() => fused.Evaluate(zeros(1), zeros(1, 2, 23))).Message);
        Assert.Contains("reads 2 features", Assert.Throws<WeightSpaceException>(() => fused.Evaluate(zeros(model.ThetaCount), zeros(1, 3, 23))).Message);
    }

    [Fact]
    public void AllocatesNothingAndKeepsAtMostOneCopyOfTheHiddenChannels()
    {
        WeightSpace space = PaperSpaces.Mlp();
        FunctionalModel hybrid = FunctionalModel.Hybrid(space), deep = FunctionalModel.Deep(space, LayerKind.Tied);
        Assert.Equal(0, new FusedEvaluator(hybrid).HiddenBytes);
        using var fused = new FusedEvaluator(deep);
        Assert.InRange(fused.HiddenBytes, 4 * 32 * space.ParameterCount, (long)(1.2 * 4 * 32 * space.ParameterCount));
        fused.Bind(Normals(deep.ThetaCount, 3));
        float[] x = Normals(19 * (int)space.ParameterCount, 4), y = new float[space.ParameterCount];
        long least = long.MaxValue;
        for (int i = 0; i < 40 && least > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            fused.Evaluate(x, y);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Theory]
    [ClassData(typeof(Paths))]
    public void ReadsLargeTensorsWholeAndTransposed(SimdPath path)
    {
        Symmetry a = new("a", 37), b = new("b", 33);
        var space = new WeightSpace([new WeightTensor("first", a, b), new WeightTensor("second", a, b), new WeightTensor("turned", b, a), new WeightTensor("square", a, a)]);
        FunctionalModel model = FunctionalModel.Deep(space, LayerKind.Full, inputChannels: 3, hidden: 6, depth: 3, outputs: 5);
        Check(path, "whole", model);
        using var fused = new FusedEvaluator(model);
        Assert.InRange(fused.HiddenBytes, 4 * 6 * space.ParameterCount, 4 * 3 * 6 * space.ParameterCount);
    }

    [Theory]
    [ClassData(typeof(Paths))]
    public void MatchesOnRandomSpacesOfEveryRank(SimdPath path)
    {
        for (ulong seed = 0; seed < 12; seed++)
        {
            WeightSpace space = RandomSpaces.Draw(seed, empty: seed % 3 == 0);
            if (space.ParameterCount == 0)
                continue;
            Check(path, $"seed {seed}", FunctionalModel.Deep(space, LayerKind.Full, inputChannels: 2, hidden: 8, depth: 2, outputs: 5));
            Check(path, $"seed {seed}", FunctionalModel.Deep(space, LayerKind.Tied, inputChannels: 3, hidden: 9, depth: 2));
        }
    }

    [Fact]
    public void ReadsRowsInSeveralChunks()
    {
        foreach (SimdPath path in SimdPaths.Supported)
        {
            foreach (int hidden in new[] { 8, 11, 16 })
                Check(path, "chunks", FunctionalModel.Deep(PaperSpaces.Mlp(150, 122, 20), LayerKind.Full, inputChannels: 2, hidden: hidden, depth: 3));
        }
    }

    [Fact]
    public void AnyNumberOfThreadsGivesTheSameBits()
    {
        Symmetry unit = new("unit", 50), other = new("other", 333);
        foreach (WeightSpace space in new[] { PaperSpaces.Mlp(333, 122, 50), new WeightSpace([new WeightTensor("a", unit, other), new WeightTensor("b", other, unit), new WeightTensor("square", unit, unit)]) })
        {
            FunctionalModel model = FunctionalModel.Deep(space, LayerKind.Full, inputChannels: 3, hidden: 8, depth: 3);
            float[] theta = Normals(model.ThetaCount, 7), x = Normals(3 * (int)space.ParameterCount, 8);
            float[][] results = [.. new[] { 1, 2, 3 }.Select(threads =>
            {
                using var fused = new FusedEvaluator(model, SimdPaths.Best, threads, fewestOperations: 0);
                var y = new float[space.ParameterCount];
                fused.Bind(theta);
                fused.Evaluate(x, y);
                fused.Evaluate(x, y);
                return y;
            })];
            Assert.Equal(results[0], results[1]);
            Assert.Equal(results[0], results[2]);
        }
    }

    [Fact]
    public void KeepsAtMostThreeCopiesOfTheHiddenChannels()
    {
        Symmetry unit = new("unit", 96);
        foreach (WeightSpace space in new[] { PaperSpaces.Mlp(), PaperSpaces.Rnn(), PaperSpaces.Transformer(), PaperSpaces.Cnn(), new WeightSpace([new WeightTensor("square", unit, unit)]) })
        {
            using var fused = new FusedEvaluator(FunctionalModel.Deep(space, LayerKind.Full));
            Assert.InRange(fused.HiddenBytes, 1, (long)(3.1 * 4 * 32 * space.ParameterCount));
        }
    }

    [Fact]
    public void AFeatureThatIsNoNumberIsNamed()
    {
        FunctionalModel model = FunctionalModel.Deep(PaperSpaces.Mlp(4, 3, 2), LayerKind.Tied, inputChannels: 2, hidden: 4, depth: 2);
        using var scope = NewDisposeScope();
        using var fused = new FusedEvaluator(model);
        Tensor x = zeros(1, 2, 23);
        x[0, 1, 5] = float.NaN;
        string message = Assert.Throws<WeightSpaceException>(() => fused.Evaluate(zeros(model.ThetaCount), x)).Message;
        Assert.Contains("features of weight 'layer1.weight' must be finite", message);
        Assert.Contains("hidden1 1, input 1", message);
        Assert.Contains("Lower the learning rate", message);
    }

    [Theory]
    [InlineData(LayerKind.Pointwise)]
    [InlineData(LayerKind.Tied)]
    [InlineData(LayerKind.Full)]
    public void ASpanFeatureThatIsNoNumberIsNamedWhereverItIs(LayerKind last)
    {
        foreach (WeightSpace space in new[] { PaperSpaces.Mlp(40, 35, 2), SampleSpaces.Named("cnn") })
        {
            FunctionalModel model = FunctionalModel.Hybrid(space, last, inputChannels: 2, hidden: 8, depth: 3);
            using var fused = new FusedEvaluator(model, SimdPaths.Best, threads: 2, fewestOperations: 0);
            fused.Bind(new float[model.ThetaCount]);
            int elements = (int)space.ParameterCount;
            var result = new float[elements];
            for (int place = 0; place < 2 * elements; place += 97)
            {
                float[] x = Normals(2 * elements, 11);
                x[place] = place % 2 == 0 ? float.NaN : float.NegativeInfinity;
                string message = Assert.Throws<WeightSpaceException>(() => fused.Evaluate(x, result)).Message;
                Assert.Contains($"in channel {place / elements} at [", message);
            }

            fused.Evaluate(Normals(2 * elements, 12), result);
        }
    }

    private static void Check(SimdPath path, string name, FunctionalModel model)
    {
        int elements = (int)model.Space.ParameterCount;
        var theta = new float[model.ThetaCount];
        model.Initialize(theta, Random.At("theta"));
        float[] noise = Normals(theta.Length, 5);
        for (int i = 0; i < theta.Length; i++)
            theta[i] += 0.1f * noise[i];
        float[] x = Normals(model.InputChannels * elements, 6), y = new float[model.OutputChannels * elements];
        using var fused = new FusedEvaluator(model, path);
        fused.Bind(theta);
        fused.Evaluate(x, y);
        fused.Evaluate(x, y);                           // nothing of the first evaluation is left over
        double[][][] expected = ReferenceExecutor.Run(model, theta, Split(model.Space, x, model.InputChannels));
        double[][][] actual = Split(model.Space, y, model.OutputChannels);
        double largest = expected.SelectMany(tensor => tensor).SelectMany(row => row).Select(Math.Abs).Max();
        for (int t = 0; t < expected.Length; t++)
        {
            for (int c = 0; c < expected[t].Length; c++)
            {
                for (int e = 0; e < expected[t][c].Length; e++)
                {
                    if (!(Math.Abs(expected[t][c][e] - actual[t][c][e]) <= 1e-5 * largest))
                        Assert.Fail($"{path}, {name}, {model.Layers[^1].Plan.Coefficients.MatrixCount} matrices, tensor {t}, channel {c}, element {e}: {actual[t][c][e]} is not {expected[t][c][e]}");
                }
            }
        }
    }

    private static double[][][] Split(WeightSpace space, float[] packed, int channels)
    {
        int offset = 0;
        return [.. space.Tensors.Select(tensor =>
        {
            int begin = offset;
            offset += (int)tensor.Count;
            return Enumerable.Range(0, channels).Select(c =>
                packed.AsSpan((c * (int)space.ParameterCount) + begin, (int)tensor.Count).ToArray().Select(value => (double)value).ToArray()).ToArray();
        })];
    }

    private static float[] Normals(int count, ulong stream)
    {
        var values = new float[count];
        Random.At(stream).Fill(values);
        return values;
    }
}
