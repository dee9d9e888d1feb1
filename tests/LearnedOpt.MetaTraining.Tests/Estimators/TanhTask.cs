using LearnedOpt.Numerics;
using LearnedOpt.Tasks;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.MetaTraining.Tests.Estimators;

/// <summary>A network 3-4-1 with tanh that fits a sine: curved in its weights, smooth, and small.</summary>
internal sealed class TanhTask(float scale = 1) : ITask
{
    private const int Batch = 6;
    private static readonly Symmetry Input = new("input", 3), Hidden = new("hidden", 4), Output = new("output", 1);

    public string Name => "tanh";
    public string DataSource => "a sine";
    public IReadOnlyList<TaskParameter> Parameters { get; } = [new("first", 4, 3), new("second", 1, 4)];
    public WeightSpace Space { get; } = new([new WeightTensor("first", [Hidden, Input]), new WeightTensor("second", [Output, Hidden])]);
    public double UninformedLoss => 0.5;
    public int ChunkSize => 8;

    public void Initialize(CounterRandom random, int parameter, Span<float> values)
    {
        random.At((ulong)parameter).Fill(values);
        foreach (ref var value in values) value *= scale;
    }

    public TaskBatch Sample(DataSplit split, ReadOnlySpan<ParticleState> particles)
    {
        var inputs = new float[particles.Length * Batch * 3];
        for (var p = 0; p < particles.Length; p++)
            particles[p].Data.Fork((ulong)split, (ulong)particles[p].Step).Fill(inputs.AsSpan(p * Batch * 3, Batch * 3));
        var x = torch.tensor(inputs, [particles.Length, Batch, 3]);
        return new TaskBatch(x, (2 * x.sum(-1, keepdim: true)).sin());                          // [particles, batch, 1]
    }

    public Tensor Loss(IReadOnlyList<Tensor> parameters, TaskBatch batch)
    {
        var hidden = batch.Inputs.matmul(parameters[0].transpose(1, 2)).tanh();                 // [particles, batch, 4]
        var error = hidden.matmul(parameters[1].transpose(1, 2)) - batch.Targets;               // [particles, batch, 1]
        return (error * error).mean([1, 2]);
    }

    public void Dispose()
    {
    }
}
