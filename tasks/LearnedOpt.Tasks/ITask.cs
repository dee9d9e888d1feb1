using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks;

/// <summary>
/// An inner problem: a model, its data and its loss, over a population. Every tensor carries a leading particle axis, so
/// that one call trains many models: as one batched program on a GPU, as chunks over threads on a CPU.
/// An implementation is immutable and shared between threads; tensors it makes belong to the caller's dispose scope, and
/// disposing it disposes its data.
/// </summary>
public interface ITask : IDisposable
{
    /// <summary>Registry name, such as <c>mlp/mnist-8</c>.</summary>
    string Name { get; }

    /// <summary>Where the data came from, in words ("MNIST, 8,500 images", "synthetic digits").</summary>
    string DataSource { get; }

    /// <summary>The model's parameters in order, without the particle axis.</summary>
    IReadOnlyList<TaskParameter> Parameters { get; }

    /// <summary>The parameters with their symmetries.</summary>
    WeightSpace Space { get; }

    /// <summary>Loss of a model that knows nothing, for scaling losses of different tasks.</summary>
    double UninformedLoss { get; }

    /// <summary>Particles a CPU thread trains at once; part of the task, so that results do not depend on threads.</summary>
    int ChunkSize { get; }

    /// <summary>Writes fresh values of one model's parameter.</summary>
    /// <param name="random">The model's own stream.</param>
    /// <param name="parameter">Index into <see cref="Parameters"/>.</param>
    /// <param name="values">All elements of the parameter, row-major.</param>
    void Initialize(CounterRandom random, int parameter, Span<float> values);

    /// <summary>One mini-batch a particle: a pure function of the particle's streams and step.</summary>
    /// <param name="split">Part of the data.</param>
    /// <param name="particles">Where each particle stands.</param>
    TaskBatch Sample(DataSplit split, ReadOnlySpan<ParticleState> particles);

    /// <summary>Mean loss of each particle over its batch.</summary>
    /// <param name="parameters">In the order of <see cref="Parameters"/>, each <c>[particles, ...]</c>.</param>
    /// <param name="batch">From <see cref="Sample"/>.</param>
    /// <returns><c>[particles]</c></returns>
    Tensor Loss(IReadOnlyList<Tensor> parameters, TaskBatch batch);
}

/// <summary>Name and shape of one parameter of a task's model.</summary>
public sealed record TaskParameter(string Name, params long[] Shape)
{
    /// <summary>Number of elements.</summary>
    public int Count { get; } = checked((int)Shape.Aggregate(1L, (product, size) => product * size));
}

/// <summary>Parts of a data set.</summary>
public enum DataSplit { Train, Validation, Test }

/// <summary>Where a particle stands: what its parameters and its data are functions of.</summary>
/// <param name="Initialization">Stream of its initial values, and of whatever else stays with it.</param>
/// <param name="Data">Stream of its mini-batches.</param>
/// <param name="Step">Inner steps it has taken.</param>
public readonly record struct ParticleState(CounterRandom Initialization, CounterRandom Data, long Step);

/// <summary>Inputs and targets, each <c>[particles, batch, ...]</c>.</summary>
/// <param name="Inputs">What the model reads.</param>
/// <param name="Targets">What it should answer.</param>
public sealed record TaskBatch(Tensor Inputs, Tensor Targets)
{
    /// <summary>What tasks that wrap others add for themselves, the outermost last.</summary>
    public IReadOnlyList<Tensor> Extras { get; init; } = [];
}
