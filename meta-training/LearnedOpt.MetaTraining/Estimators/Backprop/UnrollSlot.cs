using System.Runtime.InteropServices;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Populations;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>
/// A few particles of one task whose steps are recorded, so that their losses can be differentiated with respect to theta.
/// Between estimates weights and states are plain arrays. One thread at a time.
/// </summary>
internal sealed class UnrollSlot : IDisposable
{
    private readonly EstimatorSetup _setup;
    private readonly ITask _task;
    private readonly IDifferentiableStepper _stepper;
    private readonly PackedParameters _packing;
    private readonly UnrollObjective _objective;
    private readonly float[][] _weights;            // each parameter, [particles, ...]
    private readonly float[][][] _state;            // each parameter, each slot, [particles, ...]

    public UnrollSlot(EstimatorSetup setup, IDifferentiableRule rule, int task, EpisodeClock[] clocks)
    {
        (_setup, Task, Clocks) = (setup, task, clocks);
        _task = setup.Mixture.Tasks[task];
        (_stepper, _packing) = (rule.CreateDifferentiableStepper(_task.Space), new PackedParameters(_task));
        _objective = new UnrollObjective(setup.Options.Objective, clocks.Length);
        _weights = [.. _task.Parameters.Select(p => new float[clocks.Length * p.Count])];
        _state = [.. _weights.Select(w => Enumerable.Range(0, _stepper.Slots).Select(_ => new float[w.Length]).ToArray())];
        Gradients = [.. clocks.Select(_ => new float[setup.Rule.Theta.Count])];
        MeanLosses = new double[clocks.Length];
        Diverged = new bool[clocks.Length];
    }

    /// <summary>Number of the task.</summary>
    public int Task { get; }

    public EpisodeClock[] Clocks { get; }

    /// <summary>Gradient of each particle's share of the objective; zero where it was not finite.</summary>
    public float[][] Gradients { get; }

    public double[] MeanLosses { get; }

    /// <summary>Particles whose last loss was beyond the limit, or whose loss or gradient was not finite.</summary>
    public bool[] Diverged { get; }

    /// <summary>Begins new episodes where the last ones are over.</summary>
    public void BeginEpisodes(Action<EpisodeClock> next)
    {
        for (var i = 0; i < Clocks.Length; i++)
        {
            if (!Clocks[i].IsOver) continue;
            next(Clocks[i]);
            _objective.BeginEpisode(i);
            for (var p = 0; p < _weights.Length; p++)
            {
                var count = _task.Parameters[p].Count;
                _task.Initialize(Clocks[i].Stream.At("initialization"), p, _weights[p].AsSpan(i * count, count));
                foreach (var slot in _state[p]) slot.AsSpan(i * count, count).Clear();
            }
        }
    }

    /// <summary>Unrolls, differentiates, and keeps the end as the next beginning.</summary>
    /// <param name="values">theta.</param>
    /// <param name="windows">Windows to unroll.</param>
    public void Run(float[] values, long windows)
    {
        var start = InnerClock.Start();
        using var scope = torch.NewDisposeScope();
        var theta = torch.tensor(values, ScalarType.Float64).unsqueeze(0).repeat(Clocks.Length, 1).requires_grad_();    // [particles, theta]
        var weights = _weights.Select((w, p) => torch.tensor(w, [Clocks.Length, .. _task.Parameters[p].Shape]).requires_grad_()).ToArray();
        _stepper.Bind(theta, ScalarType.Float32);
        var state = State(weights);                                                                                     // [particles, slots, elements]
        var (previous, lowest) = _objective.Begin();
        float[] lengths = [.. Clocks.Select(clock => (float)clock.Windows)];
        Tensor? total = null, loss = null;
        Array.Clear(MeanLosses);
        for (var window = 0L; window < windows; window++)
        {
            var mean = RunWindow(weights, ref state, window, ref loss);                                                 // [particles]
            var share = _objective.Share(mean, ref previous, ref lowest, lengths);
            total = total is null ? share : total + share;
            var shown = mean.detach().data<float>().ToArray();
            for (var i = 0; i < shown.Length; i++) MeanLosses[i] += shown[i] / windows;
        }

        var gradient = torch.autograd.grad([(total! / windows).sum()], [theta])[0].to(ScalarType.Float32).contiguous();
        Keep(weights, state, gradient, loss!.detach().data<float>().ToArray());
        _objective.End(previous, lowest);
        foreach (var clock in Clocks) clock.Advance(windows);
        for (var i = 0; i < Clocks.Length; i++)
            if (Diverged[i]) Clocks[i].End();
        InnerClock.Stop(start);
    }

    private Tensor RunWindow(Tensor[] weights, ref Tensor state, long window, ref Tensor? last)
    {
        var length = _setup.Options.Window;
        Tensor? sum = null;
        for (var step = window * length; step < (window + 1) * length; step++)
        {
            last = Step(weights, ref state, step);
            var counted = _objective.Of(last, _task.UninformedLoss);
            sum = sum is null ? counted : sum + counted;
        }

        if (_setup.Options.Objective.Split != DataSplit.Validation) return sum! / length;
        var validation = _task.Loss(weights, _task.Sample(DataSplit.Validation, Particles((window + 1) * length)));
        return _objective.Of(validation, _task.UninformedLoss);
    }

    // Losses before the step; weights and state are replaced. What the graph does not need is freed at once.
    private Tensor Step(Tensor[] weights, ref Tensor state, long since)
    {
        using var scope = torch.NewDisposeScope();
        var stops = _setup.Options.Stops;
        var loss = _task.Loss(weights, _task.Sample(DataSplit.Train, Particles(since)));                                // [particles]
        var gradients = torch.autograd.grad([loss.sum()], weights, retain_graph: true, create_graph: !stops.Gradients, allow_unused: true);
        var without = gradients.Any(gradient => gradient is null) ? _packing.TensorsIn(p => gradients[p] is null) : null;
        var gradient = _packing.Pack([.. gradients.Select((g, p) => g ?? torch.zeros_like(weights[p]))]);
        var before = _packing.Pack(weights);
        var (after, next) = _stepper.Step(
            stops.Weights ? before.detach() : before, stops.Gradients ? gradient.detach() : gradient, stops.State ? state.detach() : state,
            [.. Particles(since).Select(particle => particle.Step)], without);
        _packing.Unpack(after, stops.Weights ? [.. weights.Select(w => w.detach())] : weights).CopyTo(weights, 0);
        foreach (var weight in weights) weight.MoveToOuterDisposeScope();
        state = next.MoveToOuterDisposeScope();
        return loss.MoveToOuterDisposeScope();
    }

    private Tensor State(Tensor[] weights)
    {
        if (_stepper.Slots == 0) return torch.zeros(Clocks.Length, 0, _task.Space.ParameterCount);
        return torch.stack([.. Enumerable.Range(0, _stepper.Slots).Select(s => _packing.Pack([.. _state.Select((slots, p) => torch.tensor(slots[s], weights[p].shape))]))], 1);
    }

    private ParticleState[] Particles(long since) => [.. Clocks.Select(clock => new ParticleState(
        clock.Stream.At("initialization"), clock.Stream.At("data"), clock.Window * _setup.Options.Window + since))];

    private void Keep(Tensor[] weights, Tensor state, Tensor gradient, float[] losses)
    {
        for (var p = 0; p < weights.Length; p++) Copy(weights[p], _weights[p]);
        for (var s = 0; s < _stepper.Slots; s++)
        {
            var slots = _packing.Unpack(state.select(1, s), weights);
            for (var p = 0; p < weights.Length; p++) Copy(slots[p], _state[p][s]);
        }

        var rows = MemoryMarshal.Cast<byte, float>(gradient.bytes);
        for (var i = 0; i < Gradients.Length; i++)
        {
            rows.Slice(i * Gradients[i].Length, Gradients[i].Length).CopyTo(Gradients[i]);
            var finite = true;
            foreach (var g in Gradients[i]) finite &= float.IsFinite(g);
            Diverged[i] = !finite || _setup.Options.Objective.IsDiverged(losses[i], _task.UninformedLoss);
            if (!finite) Array.Clear(Gradients[i]);
            if (!double.IsFinite(MeanLosses[i])) MeanLosses[i] = _setup.Options.Objective.Of(float.NaN, _task.UninformedLoss);
        }
    }

    public void Save(BinaryWriter writer)
    {
        foreach (var clock in Clocks) clock.Save(writer);
        foreach (var weights in _weights) writer.WriteArray<float>(weights);
        foreach (var state in _state.SelectMany(slots => slots)) writer.WriteArray<float>(state);
        _objective.Save(writer);
    }

    public void Load(BinaryReader reader)
    {
        foreach (var clock in Clocks) clock.Load(reader);
        for (var p = 0; p < _weights.Length; p++) reader.ReadArray<float>(_weights[p], $"the size of '{_task.Parameters[p].Name}' of task {_task.Name}");
        foreach (var state in _state.SelectMany(slots => slots)) reader.ReadArray<float>(state, "the size of the optimizer state");
        _objective.Load(reader);
    }

    public void Dispose() => _stepper.Dispose();

    private static void Copy(Tensor from, float[] to) => MemoryMarshal.Cast<byte, float>(from.detach().contiguous().bytes).CopyTo(to);
}
