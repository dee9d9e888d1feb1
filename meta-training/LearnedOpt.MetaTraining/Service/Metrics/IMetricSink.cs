namespace LearnedOpt.MetaTraining.Service;

/// <summary>Somewhere that records go. Called by one thread, that of <see cref="MetricPump"/>; may throw, which stops nothing.</summary>
public interface IMetricSink : IDisposable
{
    /// <summary>For messages.</summary>
    string Name { get; }

    void Write(in StepRecord record);

    /// <summary>Called when nothing more waits.</summary>
    void Flush();
}
