using LearnedOpt.Functionals;
using LearnedOpt.Kernels;
using LearnedOpt.Numerics;
using LearnedOpt.Tests.Kernels;
using LearnedOpt.Tests.Optimizers;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tests.Functionals;

/// <summary>Input channels with one value over each tensor: told of them, an evaluator does as if it had read them.</summary>
public sealed class ConstantChannelTests
{
    private const int Constants = 3;
    private static readonly CounterRandom Random = new(92);

    public static IEnumerable<(string Name, WeightSpace Space)> Spaces => SampleSpaces.All.Concat(
        Enumerable.Range(0, 12).Select(seed => ($"seed {seed}", RandomSpaces.Draw((ulong)seed, empty: seed % 3 == 0))).Where(drawn => drawn.Item2.ParameterCount > 0));

    [Theory]
    [ClassData(typeof(Paths))]
    public void FoldedTheyEqualTheDoublePrecisionExecutionThatReadsThem(SimdPath path)
    {
        foreach ((string name, WeightSpace space) in Spaces)
        {
            foreach (LayerKind kind in Enum.GetValues<LayerKind>())
            {
                Check(path, name, FunctionalModel.Hybrid(space, kind, inputChannels: 5, hidden: 9, depth: 3));
                Check(path, name, FunctionalModel.Deep(space, kind, inputChannels: 5, hidden: 8, depth: 2, outputs: 5));
                Check(path, name, FunctionalModel.Deep(space, kind, inputChannels: 4, hidden: 1, depth: 1, outputs: 2));
            }
        }
    }

    [Fact]
    public void BothEvaluatorsTakeThem()
    {
        FunctionalModel model = FunctionalModel.Deep(PaperSpaces.Rnn(4, 3, 5), LayerKind.Full, inputChannels: 5, hidden: 8, depth: 2, outputs: 3);
        using var scope = NewDisposeScope();
        using IFunctionalEvaluator fused = new FusedEvaluator(model, SimdPaths.Best, constantChannels: Constants), plain = new FusedEvaluator(model), torch = new TorchEvaluator(model);
        Tensor x = tensor(Normals(3 * 2 * (int)model.Space.ParameterCount, 1)).reshape(3, 2, -1), theta = tensor(Normals(3 * model.ThetaCount, 2)).reshape(3, -1) * 0.2;
        foreach (Tensor constants in new[] { tensor(Normals(Constants, 3)), tensor(Normals(model.Space.Tensors.Count * Constants, 4)).reshape(-1, Constants) })
        {
            Tensor expected = plain.Evaluate(theta, FeaturePacking.WithConstants(model.Space, x, constants));
            foreach (IFunctionalEvaluator evaluator in new[] { fused, torch })
            {
                Tensor actual = evaluator.Evaluate(theta, x, constants);
                Assert.Equal(expected.shape, actual.shape);
                Assert.InRange((expected - actual).abs().max().ToDouble(), 0, 1e-5 * expected.abs().max().ToDouble());
            }
        }
    }

    [Fact]
    public void WithThemSetAnewEachStepNothingIsAllocated()
    {
        foreach ((string name, WeightSpace space) in SampleSpaces.All)
        {
            FunctionalModel model = FunctionalModel.Deep(space, LayerKind.Full, inputChannels: 5, hidden: 8, depth: 3);
            using var fused = new FusedEvaluator(model, SimdPaths.Best, constantChannels: Constants);
            fused.Bind(Normals(model.ThetaCount, 5));
            float[] x = Normals(2 * (int)space.ParameterCount, 6), y = new float[space.ParameterCount], constants = Normals(Constants, 7);
            long least = long.MaxValue;
            for (int i = 0; i < 40 && least > 0; i++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                fused.SetConstants(constants);
                fused.Evaluate(x, y);
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            Assert.True(least == 0, $"{name}: {least} bytes");
        }
    }

    [Fact]
    public void WrongOnesAreNamed()
    {
        FunctionalModel model = FunctionalModel.Hybrid(PaperSpaces.Mlp(4, 3, 2), LayerKind.Tied, inputChannels: 5, hidden: 4, depth: 2);
        using var scope = NewDisposeScope();
        using var fused = new FusedEvaluator(model, SimdPaths.Best, constantChannels: Constants);
        using var torch = new TorchEvaluator(model);
        Tensor theta = zeros(model.ThetaCount), x = zeros(1, 2, 23);
        Assert.Contains("3 constant channels over 4 weights; received 5", Assert.Throws<ArgumentException>(() => fused.SetConstants(new float[5])).Message);
        Assert.Contains("finite; received NaN", Assert.Throws<ArgumentException>(() => fused.SetConstants([1, float.NaN, 2])).Message);
        Assert.Contains("made for 3 constant channels; received 0", Assert.Throws<WeightSpaceException>(() => fused.Evaluate(theta, x)).Message);
        Assert.Contains("reads 2 features", Assert.Throws<WeightSpaceException>(() => fused.Evaluate(theta, zeros(1, 5, 23), zeros(3))).Message);
        Assert.Contains("[channels], or [4 weights, channels]; received [2, 3]", Assert.Throws<WeightSpaceException>(() => torch.Evaluate(theta, x, constants: zeros(2, 3))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FusedEvaluator(model, SimdPaths.Best, constantChannels: 5));
    }

    private static void Check(SimdPath path, string name, FunctionalModel model)
    {
        WeightSpace space = model.Space;
        int elements = (int)space.ParameterCount, channels = model.InputChannels - Constants;
        float[] theta = Normals(model.ThetaCount, 8), x = Normals(channels * elements, 9), constants = Normals(space.Tensors.Count * Constants, 10), y = new float[model.OutputChannels * elements];
        using var fused = new FusedEvaluator(model, path, constantChannels: Constants);
        fused.Bind(Normals(model.ThetaCount, 11));
        fused.SetConstants(new float[Constants]);
        fused.Evaluate(x, y);                           // nothing of this is left over
        fused.SetConstants(constants);
        fused.Bind(theta);
        fused.Evaluate(x, y);
        int offset = 0;
        double[][][] features = [.. space.Tensors.Select((tensor, t) =>
        {
            int begin = offset, count = (int)tensor.Count;
            offset += count;
            return (double[][])[
                .. Enumerable.Range(0, channels).Select(c => (double[])[.. x.AsSpan((c * elements) + begin, count).ToArray().Select(value => (double)value)]),
                .. Enumerable.Range(0, Constants).Select(c => (double[])[.. Enumerable.Repeat((double)constants[(t * Constants) + c], count)])];
        })];
        double[][][] expected = ReferenceExecutor.Run(model, theta, features);
        offset = 0;
        double[][][] actual = [.. space.Tensors.Select(tensor =>
        {
            int begin = offset, count = (int)tensor.Count;
            offset += count;
            return (double[][])[.. Enumerable.Range(0, model.OutputChannels).Select(c => (double[])[.. y.AsSpan((c * elements) + begin, count).ToArray().Select(value => (double)value)])];
        })];
        double error = RandomSpaces.Error(actual, expected);
        Assert.True(error <= 1e-5, $"{path}, {name}, {model.Layers.Count} layers, {model.Layers[0].Plan.Coefficients.MatrixCount} matrices: error {error}");
    }

    private static float[] Normals(int count, ulong stream)
    {
        var values = new float[count];
        Random.At(stream).Fill(values);
        return values;
    }
}
