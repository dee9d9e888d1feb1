using LearnedOpt.Functionals;
using LearnedOpt.Kernels;
using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.Functionals;

/// <summary>What is counted for the whole process, and so alone.</summary>
[CollectionDefinition(nameof(FusedThreadsTests), DisableParallelization = true)]
[Collection(nameof(FusedThreadsTests))]
public sealed class FusedThreadsTests
{
    [Fact]
    public void TwoThreadsAllocateNothingEither()
    {
        WeightSpace space = PaperSpaces.Mlp(333, 122, 50);
        FunctionalModel model = FunctionalModel.Deep(space, LayerKind.Tied, inputChannels: 3, hidden: 8, depth: 2);
        using var fused = new FusedEvaluator(model, SimdPaths.Best, threads: 2, fewestOperations: 0);
        fused.Bind(Normals(model.ThetaCount, 3));
        float[] x = Normals(3 * (int)space.ParameterCount, 4), y = new float[space.ParameterCount];
        long least = long.MaxValue;
        for (int i = 0; i < 40 && least > 0; i++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            fused.Evaluate(x, y);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.Equal(0, least);
    }

    private static float[] Normals(int count, ulong seed)
    {
        var values = new float[count];
        new CounterRandom(91).At(seed).Fill(values);
        return values;
    }
}
