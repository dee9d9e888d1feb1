using LearnedOpt.Numerics;
using LearnedOpt.Tasks.Networks;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks;

/// <summary>A population network, mini-batches and a loss. Owns its batch source.</summary>
/// <param name="name">Registry name.</param>
/// <param name="data">Mini-batches; disposed with the task.</param>
/// <param name="network">The model.</param>
/// <param name="objective">The loss.</param>
/// <param name="chunkSize">Particles a CPU thread trains at once.</param>
public sealed class NetworkTask(string name, IBatchSource data, INetwork network, IObjective objective, int chunkSize = 8) : ITask
{
    public string Name => name;
    public string DataSource => data.Description;
    public IReadOnlyList<TaskParameter> Parameters => network.Parameters.Parameters;
    public WeightSpace Space { get; } = network.Parameters.ToWeightSpace();
    public double UninformedLoss => objective.UninformedLoss;
    public int ChunkSize => chunkSize;

    public void Initialize(CounterRandom random, int parameter, Span<float> values) =>
        network.Parameters.Initializers[parameter](random.At((ulong)parameter), values);

    public TaskBatch Sample(DataSplit split, ReadOnlySpan<ParticleState> particles) => data.Sample(split, particles);

    public Tensor Loss(IReadOnlyList<Tensor> parameters, TaskBatch batch)
    {
        var particles = (int)parameters[0].shape[0];
        if (particles == 1 || !network.IsSequentialOnCpu || parameters[0].device_type != DeviceType.CPU)
            return objective.Loss(network.Forward(parameters, batch.Inputs), batch.Targets);
        Tensor[][] pieces = [.. parameters.Select(parameter => parameter.split(1))];
        return torch.cat([.. Enumerable.Range(0, particles).Select(particle => objective.Loss(
            network.Forward([.. pieces.Select(parameter => parameter[particle])], batch.Inputs.narrow(0, particle, 1)),
            batch.Targets.narrow(0, particle, 1)))]);
    }

    public void Dispose() => data.Dispose();
}
