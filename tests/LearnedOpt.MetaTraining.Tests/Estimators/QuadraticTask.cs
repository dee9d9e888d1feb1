using LearnedOpt.Numerics;
using LearnedOpt.Tasks;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.MetaTraining.Tests.Estimators;

/// <summary>
/// L(x) = sum_j h_j x_j^2 / 2 + a_j x_j with x_0 fixed, or drawn a model, and gradient noise drawn a batch: everything about it is
/// known in closed form. Where x_1 lies above <c>lostAbove</c> the loss is NaN.
/// </summary>
internal sealed class QuadraticTask(float[] curvatures, float[] start, double spread = 0, double noise = 0, double uninformed = 1, double lostAbove = double.PositiveInfinity, float[]? slopes = null) : ITask
{
    public string Name => "quadratic";
    public string DataSource => "closed form";
    public IReadOnlyList<TaskParameter> Parameters { get; } = [new TaskParameter("x", curvatures.Length)];
    public WeightSpace Space { get; } = new([new WeightTensor("x", [new Symmetry("x", curvatures.Length)])]);
    public double UninformedLoss => uninformed;
    public int ChunkSize => 16;

    public void Initialize(CounterRandom random, int parameter, Span<float> values)
    {
        for (var i = 0; i < values.Length; i++) values[i] = start[i] + (float)spread * random.Normal((ulong)i);
    }

    public TaskBatch Sample(DataSplit split, ReadOnlySpan<ParticleState> particles)
    {
        var drawnSlopes = new float[particles.Length * curvatures.Length];
        for (var i = 0; slopes is not null && i < drawnSlopes.Length; i++) drawnSlopes[i] = slopes[i % slopes.Length];
        if (noise > 0)
        {
            for (var p = 0; p < particles.Length; p++)
            {
                var drawn = drawnSlopes.AsSpan(p * curvatures.Length, curvatures.Length);
                particles[p].Data.Fork((ulong)split, (ulong)particles[p].Step).Fill(drawn);
                foreach (ref var slope in drawn) slope *= (float)noise;
            }
        }

        return new TaskBatch(torch.tensor(curvatures), torch.tensor(drawnSlopes, [particles.Length, curvatures.Length]));
    }

    public Tensor Loss(IReadOnlyList<Tensor> parameters, TaskBatch batch)
    {
        var x = parameters[0];                                      // [particles, dimension]
        var loss = (0.5f * batch.Inputs * x * x + batch.Targets * x).sum(1);
        return double.IsPositiveInfinity(lostAbove) ? loss : torch.where(x.select(1, 0) > lostAbove, torch.tensor(float.NaN), loss);
    }

    public void Dispose()
    {
    }
}
