using LearnedOpt.Tasks.Populations;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Modules;

/// <summary>Examples in tensors of the user's: inputs <c>[examples, ...]</c> and targets <c>[examples, ...]</c>, mini-batches from shuffled epochs.</summary>
public sealed class TensorBatches : IBatchSource
{
    private readonly (Tensor Inputs, Tensor Targets)[] _splits;
    private readonly int _batch;

    /// <summary>Takes the tensors over: they leave their dispose scope and are disposed with this.</summary>
    /// <param name="description">Where they come from, in words.</param>
    /// <param name="batch">Examples a step.</param>
    /// <param name="train">To train on.</param>
    /// <param name="validation">To choose by; null: the training examples.</param>
    /// <param name="test">To report; null: the validation examples.</param>
    /// <exception cref="ArgumentException">There are no examples, or not as many targets as inputs.</exception>
    public TensorBatches(string description, int batch, (Tensor Inputs, Tensor Targets) train, (Tensor Inputs, Tensor Targets)? validation = null, (Tensor Inputs, Tensor Targets)? test = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        (Description, _batch) = (description, batch);
        var held = validation ?? train;
        _splits = [train, held, test ?? held];
        foreach (var (inputs, targets) in _splits)
        {
            if (inputs.dim() == 0 || targets.dim() == 0 || inputs.shape[0] == 0 || inputs.shape[0] != targets.shape[0])
                throw new ArgumentException($"'{description}': inputs and targets must begin with an axis of as many examples; received [{string.Join(", ", inputs.shape)}] and [{string.Join(", ", targets.shape)}].");
            inputs.DetachFromDisposeScope();
            targets.DetachFromDisposeScope();
        }
    }

    public string Description { get; }

    /// <returns>Inputs and targets <c>[particles, batch, ...]</c>.</returns>
    public TaskBatch Sample(DataSplit split, ReadOnlySpan<ParticleState> particles)
    {
        var (inputs, targets) = _splits[(int)split];
        var indices = new long[particles.Length * _batch];
        var drawn = new int[_batch];
        for (var particle = 0; particle < particles.Length; particle++)
        {
            IndexSampler.Fill(particles[particle], drawn, (int)inputs.shape[0]);
            for (var i = 0; i < _batch; i++) indices[particle * _batch + i] = drawn[i];
        }

        var chosen = torch.tensor(indices, device: inputs.device);
        return new TaskBatch(
            inputs.index_select(0, chosen).view([particles.Length, _batch, .. inputs.shape[1..]]),
            targets.index_select(0, chosen.to(targets.device)).view([particles.Length, _batch, .. targets.shape[1..]]));
    }

    public void Dispose()
    {
        foreach (var (inputs, targets) in _splits)
        {
            inputs.Dispose();
            targets.Dispose();
        }
    }
}
