using System.Diagnostics.Metrics;
using LearnedOpt.MetaTraining.Service;

namespace LearnedOpt.MetaTraining.Tests.Service;

public sealed class SinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("learnedopt-sinks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AResumedFileForgetsLaterLinesAndATornOne()
    {
        var path = Path.Combine(_folder, "metrics.jsonl");
        Write(path, 0, 1, 2, 3, 4);
        File.AppendAllText(path, "{\"step\":5,\"metaL");
        Write(path, 3, 4, 5);
        Assert.Equal([1, 2, 3, 4, 5], File.ReadLines(path).Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("step").GetInt64()));
    }

    [Fact]
    public void NumbersThatAreNotFiniteAreNull()
    {
        var path = Path.Combine(_folder, "metrics.jsonl");
        Write(path, 0, 1);
        Assert.Contains("\"gradientNorm\":null", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void TensorBoardIsToldWhereARunWentOn()
    {
        using (var sink = new TensorBoardSink(_folder, lastStep: 7)) sink.Write(new StepRecord { Step = 8, Time = DateTimeOffset.UnixEpoch });
        var bytes = File.ReadAllBytes(Directory.GetFiles(_folder, "events.out.tfevents.*").Single());
        // After the version's 40 bytes: Event { wall_time, step 8, session_log { status START } }.
        Assert.Equal(Convert.FromHexString("1008" + "3a02" + "0801"), bytes[(40 + 12 + 9)..(40 + 12 + 15)]);
    }

    [Fact]
    public void AHeartbeatSaysTheStepAndThatTheRunEnded()
    {
        var heartbeat = new Heartbeat(_folder, TimeSpan.FromHours(1));
        heartbeat.Write(new StepRecord { Step = 3 });
        heartbeat.Write(new StepRecord { Step = 4 }); // too soon to be written
        Assert.Contains("\"step\":3,\"state\":\"running\"", File.ReadAllText(Path.Combine(_folder, "heartbeat.json")), StringComparison.Ordinal);
        heartbeat.Dispose();
        Assert.Contains("\"step\":4,\"state\":\"ended\"", File.ReadAllText(Path.Combine(_folder, "heartbeat.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void InstrumentsCountOnlyThisSitting()
    {
        var (mine, counted) = (new HashSet<Instrument>(), new Dictionary<string, double>());
        using var listener = new MeterListener();
        var thread = Environment.CurrentManagedThreadId;
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name != TrainingMeter.MeterName || Environment.CurrentManagedThreadId != thread || !mine.Add(instrument)) return;
            self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => counted[instrument.Name] = counted.GetValueOrDefault(instrument.Name) + value);
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => counted[instrument.Name] = value);
        listener.Start();
        mine.Clear();
        counted.Clear();
        using var meter = new TrainingMeter(innerSteps: 100, skipped: 1);
        meter.Step(new StepRecord { InnerSteps = 130, Skipped = 1, Smoothed = 0.5, Diverged = 2 }, TimeSpan.FromSeconds(2));
        listener.RecordObservableInstruments();
        Assert.Equal(1, counted["learnedopt.outer_steps"]);
        Assert.Equal(30, counted["learnedopt.inner_steps"]);
        Assert.Equal(0, counted["learnedopt.skipped_updates"]);
        Assert.Equal(2, counted["learnedopt.diverged_particles"]);
        Assert.Equal(2, counted["learnedopt.outer_step.duration"]);
        Assert.Equal(0.5, counted["learnedopt.meta_loss"]);
    }

    private static void Write(string path, long lastStep, params long[] steps)
    {
        using var sink = new JsonLinesSink(path, lastStep);
        foreach (var step in steps) sink.Write(new StepRecord { Step = step, GradientNorm = double.NaN });
        sink.Flush();
    }
}
