using LearnedOpt.MetaTraining.Service;

namespace LearnedOpt.MetaTraining.Tests.Service;

public sealed class MetricPumpTests
{
    [Fact]
    public void ASinkThatFailsIsToldOfOnceAndStopsNothing()
    {
        var (notes, good) = (new List<string>(), new Sink());
        using (var pump = new MetricPump([new Sink { Fault = true }, good], notes.Add))
            for (var step = 1; step <= 5; step++) pump.Post(new StepRecord { Step = step });
        Assert.Equal([1, 2, 3, 4, 5], good.Steps);
        Assert.Single(notes, note => note.Contains("training goes on", StringComparison.Ordinal));
    }

    [Fact]
    public void APumpThatIsBehindDropsAndCountsAndNeverWaits()
    {
        using var open = new ManualResetEventSlim();
        var sink = new Sink { Gate = open };
        var pump = new MetricPump([sink], _ => { }, capacity: 10);
        for (var step = 1; step <= 100; step++) pump.Post(new StepRecord { Step = step });
        Assert.InRange(pump.Dropped, 89, 90);
        open.Set();
        pump.Dispose();
        Assert.Equal(100, sink.Steps.Count + pump.Dropped);
    }

    private sealed class Sink : IMetricSink
    {
        public bool Fault { get; init; }

        public ManualResetEventSlim? Gate { get; init; }

        public List<long> Steps { get; } = [];

        public string Name => "sink";

        public void Write(in StepRecord record)
        {
            Gate?.Wait();
            if (Fault) throw new InvalidOperationException("broken");
            Steps.Add(record.Step);
        }

        public void Flush()
        {
        }

        public void Dispose()
        {
        }
    }
}
