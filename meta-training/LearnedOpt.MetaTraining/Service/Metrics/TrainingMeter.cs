using System.Diagnostics.Metrics;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>
/// Instruments for OpenTelemetry, <c>dotnet-counters</c> and the like. They cost next to nothing while nobody listens; which
/// exporter is used is the application's choice.
/// </summary>
public sealed class TrainingMeter : IDisposable
{
    /// <summary>Name to listen for.</summary>
    public const string MeterName = "LearnedOpt.MetaTraining";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _outerSteps, _innerSteps, _diverged, _skipped, _checkpoints, _failedCheckpoints;
    private readonly Histogram<double> _stepSeconds, _checkpointSeconds;
    private long _lastInnerSteps, _lastSkipped;
    private double _metaLoss = double.NaN, _best = double.NaN;

    /// <param name="innerSteps">Done in earlier sittings, which are not counted again.</param>
    /// <param name="skipped">As <paramref name="innerSteps"/>.</param>
    public TrainingMeter(long innerSteps = 0, long skipped = 0)
    {
        (_lastInnerSteps, _lastSkipped) = (innerSteps, skipped);
        _outerSteps = _meter.CreateCounter<long>("learnedopt.outer_steps", "{step}", "Outer steps done");
        _innerSteps = _meter.CreateCounter<long>("learnedopt.inner_steps", "{step}", "Inner steps done, over all particles");
        _diverged = _meter.CreateCounter<long>("learnedopt.diverged_particles", "{particle}", "Particles that had diverged at the end of a window");
        _skipped = _meter.CreateCounter<long>("learnedopt.skipped_updates", "{step}", "Outer steps without a finite meta-gradient");
        _checkpoints = _meter.CreateCounter<long>("learnedopt.checkpoints", "{checkpoint}", "Checkpoints written");
        _failedCheckpoints = _meter.CreateCounter<long>("learnedopt.checkpoints_failed", "{checkpoint}", "Checkpoints that could not be written");
        _stepSeconds = _meter.CreateHistogram<double>("learnedopt.outer_step.duration", "s", "Time of an outer step");
        _checkpointSeconds = _meter.CreateHistogram<double>("learnedopt.checkpoint.duration", "s", "Time of a checkpoint");
        _meter.CreateObservableGauge("learnedopt.meta_loss", () => Volatile.Read(ref _metaLoss), null, "Running mean of the meta-loss");
        _meter.CreateObservableGauge("learnedopt.meta_loss.best", () => Volatile.Read(ref _best), null, "Lowest running mean at a checkpoint");
    }

    public void Step(in StepRecord record, TimeSpan duration)
    {
        _outerSteps.Add(1);
        _innerSteps.Add(record.InnerSteps - _lastInnerSteps);
        _diverged.Add(record.Diverged);
        _skipped.Add(record.Skipped - _lastSkipped);
        _stepSeconds.Record(duration.TotalSeconds);
        (_lastInnerSteps, _lastSkipped) = (record.InnerSteps, record.Skipped);
        Volatile.Write(ref _metaLoss, record.Smoothed);
        Volatile.Write(ref _best, record.Best);
    }

    public void Checkpoint(TimeSpan duration, bool written)
    {
        (written ? _checkpoints : _failedCheckpoints).Add(1);
        _checkpointSeconds.Record(duration.TotalSeconds);
    }

    public void Dispose() => _meter.Dispose();
}
