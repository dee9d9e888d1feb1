using System.Diagnostics;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>
/// Outer steps until a limit or a stop, with a checkpoint now and then. Runs on one thread, which is the session's. Times
/// are by a monotonic clock: a clock that is set changes nothing.
/// </summary>
public sealed class TrainingLoop
{
    private const double Smoothing = 0.98;
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(2), SpeedMemory = TimeSpan.FromSeconds(10), RetryInterval = TimeSpan.FromMinutes(1);

    private readonly RunConfiguration _configuration;
    private readonly ITrainingSession _session;
    private readonly RunState _state;
    private readonly CheckpointStore _store;
    private readonly RunFiles _files;
    private readonly MetricPump _pump;
    private readonly TrainingMeter _meter;
    private readonly Action<string> _note;
    private readonly Action<TrainingStatus> _report;
    private readonly string _program;
    private readonly NonFinitePolicy _policy;
    private readonly Stopwatch _sinceSave = Stopwatch.StartNew(), _sinceMemory = new();
    private readonly Stopwatch _failing = new();
    private StepRecord? _last;
    private long _savedStep = -1, _memory;
    private double _speed = double.NaN, _stepSeconds = double.NaN;

    /// <param name="configuration">Limits and intervals.</param>
    /// <param name="session">At the step where the run begins or continues; not disposed here.</param>
    /// <param name="state">Of that step.</param>
    /// <param name="store">Where checkpoints go.</param>
    /// <param name="files">Where weights go.</param>
    /// <param name="pump">Where records go; not disposed here.</param>
    /// <param name="meter">Instruments; not disposed here.</param>
    /// <param name="note">Told what a person should read.</param>
    /// <param name="report">Told the status after every outer step.</param>
    /// <param name="program">Version, for the card of weights files.</param>
    public TrainingLoop(
        RunConfiguration configuration, ITrainingSession session, RunState state, CheckpointStore store, RunFiles files,
        MetricPump pump, TrainingMeter meter, Action<string> note, Action<TrainingStatus> report, string program)
    {
        (_configuration, _session, _state, _store, _files) = (configuration, session, state, store, files);
        (_pump, _meter, _note, _report, _program) = (pump, meter, note, report, program);
        _policy = new NonFinitePolicy(configuration.Safety.BadSteps, session.Particles);
        if (store.All().Any(checkpoint => checkpoint.Step == session.Steps)) _savedStep = session.Steps;
    }

    /// <summary>Runs to the end.</summary>
    /// <param name="stop">Ends the run after the current outer step; it is saved then.</param>
    /// <exception cref="IOException">Checkpoints cannot be written, and the grace is over; the last good one is named.</exception>
    /// <exception cref="NotFiniteNumberException">Training went non-finite and did not recover; the last good checkpoint is named.</exception>
    public RunOutcome Run(CancellationToken stop)
    {
        if (_savedStep < 0)
        {
            // A folder that cannot hold what is to come fails now and not tonight.
            Save();
            _store.RequireSpace();
        }

        while (Progress < 1 && !stop.IsCancellationRequested)
        {
            Step();
            if (IsSaveDue) SaveOrPutUp();
        }

        var finished = Progress >= 1;
        _report(Status("saving", _last));
        try
        {
            if (_session.Steps != _savedStep) Save();
            RunFiles.WriteWeights(_files.Weights, _session, _session.Average, _state, _program);
        }
        catch (IOException fault)
        {
            throw Final(fault);
        }

        return new RunOutcome(finished, _session.Steps, _store.Last!, _files.Weights);
    }

    /// <summary>Share of the nearer limit that is used up.</summary>
    internal double Progress => Math.Min(1, Math.Max(
        _configuration.Limit.Steps is { } steps ? (double)_session.Steps / steps : 0,
        _configuration.Limit.Minutes is { } minutes ? _state.Elapsed.TotalMinutes / minutes : 0));

    private void Step()
    {
        var started = Stopwatch.GetTimestamp();
        var step = _session.Step(Progress);
        var duration = Stopwatch.GetElapsedTime(started);
        if (_policy.Judge(step, _session.Theta) is { } end)
            throw new NotFiniteNumberException($"{end}; {LastGood}; go on from there with a lower outer.learningRate or estimator.sigma and a new --out (--resume PATH)");

        _state.Elapsed += duration;
        _state.InnerSteps += step.Estimate.InnerSteps;
        _state.Diverged += step.Estimate.Diverged;
        if (!double.IsFinite(step.GradientNorm)) _state.Skipped++;
        if (double.IsFinite(step.Estimate.MeanLoss))
            _state.Smoothed = double.IsNaN(_state.Smoothed) ? step.Estimate.MeanLoss : Smoothing * _state.Smoothed + (1 - Smoothing) * step.Estimate.MeanLoss;
        Measure(step, duration);
        var record = new StepRecord(
            step.Step, DateTimeOffset.UtcNow, _state.Elapsed.TotalSeconds, step.Estimate.MeanLoss, _state.Smoothed, _state.Best, step.GradientNorm, step.LearningRate,
            _state.InnerSteps, _speed, step.Estimate.Diverged, step.Estimate.Episodes, _state.Skipped, _memory);
        if (step.Step % _configuration.Output.EverySteps == 0) _pump.Post(record);
        _meter.Step(record, duration);
        _last = record;
        _report(Status("training", record));
    }

    private bool IsSaveDue => _policy.Streak == 0
        && (_failing.IsRunning
            ? _sinceSave.Elapsed >= Min(RetryInterval, TimeSpan.FromMinutes(_configuration.Checkpoints.EveryMinutes))
            : _sinceSave.Elapsed >= TimeSpan.FromMinutes(_configuration.Checkpoints.EveryMinutes)
              || (_configuration.Checkpoints.EverySteps is { } steps && _session.Steps - _savedStep >= steps));

    private void SaveOrPutUp()
    {
        try
        {
            Save();
            if (_failing.IsRunning) _note("checkpoints are written again");
            _failing.Reset();
        }
        catch (IOException fault)
        {
            _sinceSave.Restart();
            _failing.Start();
            var grace = TimeSpan.FromMinutes(_configuration.Checkpoints.GraceMinutes) - _failing.Elapsed;
            if (grace <= TimeSpan.Zero) throw Final(fault);
            _note($"{fault.Message}; {LastGood}; training goes on for {grace.TotalMinutes:0.#} minutes and tries again: free some space");
        }
    }

    private string LastGood => $"the last good checkpoint is {_store.Last?.Folder ?? "none"}";

    private IOException Final(IOException fault) => new($"{fault.Message}; {LastGood}; free some space and continue with --resume auto", fault);

    private void Save()
    {
        var started = Stopwatch.GetTimestamp();
        // Lines of metrics up to here are to be there when the run continues here.
        _pump.Flush(FlushLimit);
        var (best, bestStep, isBest) = (_state.Best, _state.BestStep, _state.IsBest);
        if (isBest) (_state.Best, _state.BestStep) = (_state.Smoothed, _session.Steps);
        try
        {
            _store.Save(_session.Steps, _state.BestStep, writer =>
            {
                _state.Save(writer);
                _session.Save(writer);
            });
            if (isBest) RunFiles.WriteWeights(_files.BestWeights, _session, _session.Average, _state, _program);
            if (!_session.Selected.IsEmpty) RunFiles.WriteWeights(_files.SelectedWeights, _session, _session.Selected, _state, _program);
        }
        catch
        {
            (_state.Best, _state.BestStep) = (best, bestStep);
            _meter.Checkpoint(Stopwatch.GetElapsedTime(started), written: false);
            throw;
        }

        _savedStep = _session.Steps;
        _sinceSave.Restart();
        _meter.Checkpoint(Stopwatch.GetElapsedTime(started), written: true);
    }

    private void Measure(in OuterStep step, TimeSpan duration)
    {
        var seconds = Math.Max(1e-6, duration.TotalSeconds);
        var weight = 1 - Math.Exp(-duration / SpeedMemory);
        _speed = double.IsNaN(_speed) ? step.Estimate.InnerSteps / seconds : _speed + weight * (step.Estimate.InnerSteps / seconds - _speed);
        _stepSeconds = double.IsNaN(_stepSeconds) ? seconds : _stepSeconds + weight * (seconds - _stepSeconds);
        if (_sinceMemory.IsRunning && _sinceMemory.Elapsed < TimeSpan.FromSeconds(1)) return;
        _memory = Environment.WorkingSet;
        _sinceMemory.Restart();
    }

    private TrainingStatus Status(string phase, StepRecord? record)
    {
        var bySteps = _configuration.Limit.Steps is { } steps && double.IsFinite(_stepSeconds) ? (steps - _session.Steps) * _stepSeconds : double.PositiveInfinity;
        var byTime = _configuration.Limit.Minutes is { } minutes ? 60 * minutes - _state.Elapsed.TotalSeconds : double.PositiveInfinity;
        var left = Math.Max(0, Math.Min(bySteps, byTime));
        return new TrainingStatus(phase, record, Progress, left < 1e9 ? TimeSpan.FromSeconds(left) : null, _state.Diverged, _savedStep);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
