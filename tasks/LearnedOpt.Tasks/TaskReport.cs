using LearnedOpt.Numerics;
using TorchSharp;

namespace LearnedOpt.Tasks;

/// <summary>One line of <c>learnedopt tasks</c>.</summary>
/// <param name="Name">Registry name.</param>
/// <param name="Parameters">Number of trained elements.</param>
/// <param name="Tensors">Tensors of the weight space.</param>
/// <param name="DataSource">Where the data come from, in words.</param>
/// <param name="UninformedLoss">Loss of a model that knows nothing.</param>
/// <param name="InitialLoss">Mean training loss of a few fresh models.</param>
public sealed record TaskReport(string Name, long Parameters, int Tensors, string DataSource, double UninformedLoss, double InitialLoss)
{
    private const int Models = 4;

    /// <summary>Describes a task; the same every time.</summary>
    public static TaskReport Of(ITask task)
    {
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        ParticleState[] particles = [.. Enumerable.Range(0, Models).Select(model => new ParticleState(
            new CounterRandom(0, (ulong)model).At("initialization"), new CounterRandom(0, (ulong)model).At("data"), 0))];
        torch.Tensor[] parameters = [.. task.Parameters.Select((parameter, index) =>
        {
            var values = new float[Models * parameter.Count];
            for (var model = 0; model < Models; model++)
                task.Initialize(particles[model].Initialization, index, values.AsSpan(model * parameter.Count, parameter.Count));
            return torch.tensor(values, [Models, .. parameter.Shape]);
        })];
        var loss = task.Loss(parameters, task.Sample(DataSplit.Train, particles)).mean().item<float>();
        return new TaskReport(task.Name, task.Space.ParameterCount, task.Space.Tensors.Count, task.DataSource, task.UninformedLoss, loss);
    }
}
