using System.Diagnostics;
using System.Runtime.InteropServices;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Populations;

/// <summary>
/// A few particles of one task that advance together: parameters <c>[particles, ...]</c>, and for each particle its own
/// update rule state, inner step, data stream and theta. Used by one thread at a time. Disposes its tensors and steppers.
/// </summary>
public sealed class ParticleChunk : IDisposable
{
    private readonly ITask _task;
    private readonly Tensor[] _parameters;
    private readonly IStepper[] _steppers;
    private readonly ParticleState[] _states;
    private readonly TensorPiece[] _pieces;

    /// <param name="task">The inner problem.</param>
    /// <param name="rules">The update rule of each particle.</param>
    public ParticleChunk(ITask task, params IReadOnlyList<IUpdateRule> rules)
    {
        _task = task;
        _states = new ParticleState[rules.Count];
        _steppers = [.. rules.Select(rule => rule.CreateStepper(task.Space))];
        _parameters = [.. task.Parameters.Select(p =>
            torch.zeros([rules.Count, .. p.Shape], requires_grad: true).DetachFromDisposeScope())];
        var index = task.Parameters.Select((p, i) => (p.Name, i)).ToDictionary(p => p.Name, p => p.i);
        _pieces = [.. task.Space.Tensors.Select(tensor => new TensorPiece(tensor, index[tensor.View.Parameter]))];
    }

    public int Count => _states.Length;

    /// <summary>If set, told where the time of every step goes.</summary>
    public StepProfile? Profile { get; set; }

    /// <summary>Inner steps taken by a particle since its reset.</summary>
    public long StepOf(int particle) => _states[particle].Step;

    public IStepper StepperOf(int particle) => _steppers[particle];

    /// <summary>A fresh model: new parameters, cleared rule state, step 0.</summary>
    /// <param name="particle">Which.</param>
    /// <param name="initialization">Stream of the initial values.</param>
    /// <param name="data">Stream of the mini-batches.</param>
    public void Reset(int particle, CounterRandom initialization, CounterRandom data)
    {
        for (var p = 0; p < _parameters.Length; p++) _task.Initialize(initialization, p, Values(p, particle));
        _steppers[particle].Reset();
        _states[particle] = new ParticleState(initialization, data, Step: 0);
    }

    /// <summary>
    /// Continues a run whose values (<see cref="Values"/>) and rule state (<see cref="IStepper.State"/>) the caller has
    /// written.
    /// </summary>
    /// <param name="particle">Which.</param>
    /// <param name="state">Its streams and the inner steps taken so far.</param>
    public void Continue(int particle, ParticleState state) => _states[particle] = state;

    /// <summary>The meta-parameters that a particle uses from now on.</summary>
    public void Bind(int particle, ReadOnlySpan<float> theta) => _steppers[particle].Bind(theta);

    /// <summary>Elements of one parameter of one particle: a view of the tensor's memory.</summary>
    public Span<float> Values(int parameter, int particle)
    {
        var count = _task.Parameters[parameter].Count;
        return MemoryMarshal.Cast<byte, float>(_parameters[parameter].bytes).Slice(particle * count, count);
    }

    /// <summary>Trains every particle for one step, and writes the loss before the step.</summary>
    /// <param name="learningRates">Factor on each particle's step.</param>
    /// <param name="losses"><c>[particles]</c></param>
    public void Step(ReadOnlySpan<float> learningRates, Span<float> losses)
    {
        using var scope = torch.NewDisposeScope();
        var start = Stopwatch.GetTimestamp();
        var batch = _task.Sample(DataSplit.Train, _states);
        var sampled = Stopwatch.GetTimestamp();
        var loss = _task.Loss(_parameters, batch);
        var gradients = torch.autograd.grad([loss.sum()], _parameters, allow_unused: true);
        MemoryMarshal.Cast<byte, float>(loss.detach().contiguous().bytes).CopyTo(losses);
        for (var g = 0; g < gradients.Count; g++) gradients[g] = gradients[g]?.contiguous()!;
        var differentiated = Stopwatch.GetTimestamp();
        for (var particle = 0; particle < Count; particle++)
        {
            if (_steppers[particle] is ILossObserver observer) observer.ReportLoss(losses[particle]);
            Update(particle, gradients, learningRates[particle]);
            _states[particle] = _states[particle] with { Step = _states[particle].Step + 1 };
        }

        Profile?.Add(start, sampled, differentiated, Stopwatch.GetTimestamp());
    }

    private unsafe void Update(int particle, IList<Tensor> gradients, float learningRate)
    {
        var slices = stackalloc ParameterSlice[_pieces.Length];
        for (var i = 0; i < _pieces.Length; i++)
        {
            var parameter = _pieces[i].Parameter;
            var start = (long)particle * _task.Parameters[parameter].Count;
            slices[i] = _pieces[i].Slice(TensorMemory.Floats(_parameters[parameter]) + start, gradients[parameter] is { } g ? TensorMemory.Floats(g) + start : null);
        }

        _steppers[particle].Step(new ReadOnlySpan<ParameterSlice>(slices, _pieces.Length), _states[particle].Step, learningRate);
        for (var i = 0; i < _pieces.Length; i++)
            _pieces[i].WriteBack(TensorMemory.Floats(_parameters[_pieces[i].Parameter]) + (long)particle * _task.Parameters[_pieces[i].Parameter].Count);
        GC.KeepAlive(gradients);
    }

    /// <summary>Loss of every particle on one batch of a split, without training.</summary>
    public void Evaluate(DataSplit split, Span<float> losses)
    {
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        var loss = _task.Loss(_parameters, _task.Sample(split, _states));
        MemoryMarshal.Cast<byte, float>(loss.contiguous().bytes).CopyTo(losses);
    }

    public void Dispose()
    {
        foreach (var parameter in _parameters) parameter.Dispose();
        foreach (var stepper in _steppers) stepper.Dispose();
        foreach (var piece in _pieces) piece.Dispose();
    }
}
