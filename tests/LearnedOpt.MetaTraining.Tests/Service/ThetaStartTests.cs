using LearnedOpt.MetaTraining.Service;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Tests.Service;

/// <summary>A run that begins at trained weights begins as the function that was trained, however much its rule has grown.</summary>
public sealed class ThetaStartTests
{
    [Theory]
    [InlineData("pointwise-adam", 4, "unf-adam", 4)]
    [InlineData("pointwise-adam", 4, "unf-adam", 7)]
    [InlineData("unf-adam", 4, "unf-adam", 6)]
    [InlineData("deepset", 4, "deepset", 5)]
    [InlineData("deepset", 4, "unf-tied", 4)]
    [InlineData("deepset", 4, "unf", 4)]
    [InlineData("unf-tied", 4, "unf-tied", 6)]
    [InlineData("unf-tied", 4, "unf", 4)]
    [InlineData("unf", 4, "unf", 4)]
    public void ARuleThatHasGrownStepsAsBefore(string trained, int trainedChannels, string rule, int channels)
    {
        using var task = TaskRegistry.Create("mlp/mnist-8", DataFolder.Embedded);
        var weights = Trained(Create(trained, trainedChannels, task));
        var grown = Create(rule, channels, task);
        var theta = new float[grown.Theta.Count];
        grown.Initialize(theta, new CounterRandom(9));
        var notes = ThetaStart.Take(theta, grown, weights);
        var (before, after) = (Losses(task, weights.Rule, weights.Theta), Losses(task, grown, theta));
        Assert.NotEqual(before[0], before[^1]);
        for (var step = 0; step < before.Length; step++) Assert.Equal(before[step], after[step], 1e-4f * before[step]);
        Assert.DoesNotContain(notes, note => note.StartsWith("begun anew", StringComparison.Ordinal) && !note.EndsWith("levels", StringComparison.Ordinal));
        Assert.Equal(trainedChannels != channels, notes.Any(note => note.Contains($"Channels {trainedChannels} -> {channels}", StringComparison.Ordinal)));
    }

    [Fact]
    public void WhatDoesNotFitBeginsAnewAndIsNamed()
    {
        var weights = Trained(UpdateRules.Create("unf-adam", """{"Channels": 8}"""));
        var smaller = UpdateRules.Create("unf-adam", """{"Channels": 4}""");
        var (theta, initial) = (new float[smaller.Theta.Count], new float[smaller.Theta.Count]);
        smaller.Initialize(theta, new CounterRandom(2));
        smaller.Initialize(initial, new CounterRandom(2));
        var notes = ThetaStart.Take(theta, smaller, weights);
        Assert.Contains(notes, note => note.StartsWith("begun anew: first.weight, first.bias", StringComparison.Ordinal));
        Assert.Equal(smaller.Theta.Slice(initial, "first.weight"), smaller.Theta.Slice(theta, "first.weight"));
        Assert.Equal(weights.Rule.Theta.Slice(weights.Theta, "schedule.time"), smaller.Theta.Slice(theta, "schedule.time"));
    }

    [Fact]
    public void WeightsOfAnotherFamilyAreRefused()
    {
        var rule = UpdateRules.Create("unf-adam");
        var fault = Assert.Throws<ArgumentException>(() => ThetaStart.Take(new float[rule.Theta.Count], rule, Trained(UpdateRules.Create("small-fc"))));
        Assert.Contains("weights are of small-fc, which has no array in common with unf-adam", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASessionBeginsAtWeightsOfTheLibraryAndItsCardNamesThem()
    {
        using var session = new Opened("rule.start=unf-general", "rule.settings.Channels=8");
        var notes = new List<string>();
        session.Value.Begin(notes.Add);
        Assert.Equal(PretrainedWeights.Read("unf-general").Theta, session.Value.Theta.ToArray());
        Assert.Equal(session.Value.Theta.ToArray(), session.Value.Average.ToArray());
        Assert.Contains(notes, note => note.StartsWith("begins at unf-general, unf-adam with", StringComparison.Ordinal));
        Assert.Contains("\"start\": \"unf-general\"", session.Value.Card["configuration"], StringComparison.Ordinal);
    }

    [Fact]
    public void ACardNamesNoPathOfThisMachine()
    {
        using var session = new Opened($"rule.start={Path.Combine(Path.GetTempPath(), "somewhere", "trained.safetensors")}");
        Assert.Contains("\"start\": \"trained.safetensors\"", session.Value.Card["configuration"], StringComparison.Ordinal);
        Assert.Equal("runs/a/weights.safetensors", ThetaStart.Portable("runs/a/weights.safetensors"));
        Assert.Equal("runs/a.safetensors", ThetaStart.Portable(Path.GetFullPath("runs/a.safetensors")));
        Assert.Equal("a.safetensors", ThetaStart.Portable("../../a.safetensors"));
    }

    [Fact]
    public void OnlyTheBeginningNeedsTheWeights()
    {
        // The file may be gone when the run goes on.
        using var session = new Opened("rule.start=missing.safetensors");
        session.Value.Step(0);
        var fault = Assert.Throws<FileNotFoundException>(() => session.Value.Begin(_ => { }));
        Assert.Contains($"there is no file 'missing.safetensors', and weights that come with the library are {string.Join(", ", PretrainedWeights.Names)}", fault.Message, StringComparison.Ordinal);
    }

    private static IUpdateRule Create(string name, int channels, ITask task) => UpdateRules.Create(name, $$"""{"Channels": {{channels}}}""", task.Space);

    /// <summary>Weights in which nothing is zero.</summary>
    private static RuleFile Trained(IUpdateRule rule)
    {
        var (theta, noise) = (new float[rule.Theta.Count], new float[rule.Theta.Count]);
        rule.Initialize(theta, new CounterRandom(1));
        new CounterRandom(1).At("training").Fill(noise);
        for (var i = 0; i < theta.Length; i++) theta[i] += 0.1f * noise[i];
        return new RuleFile(rule, theta, new Dictionary<string, string>());
    }

    private static float[] Losses(ITask task, IUpdateRule rule, float[] theta)
    {
        using var chunk = new ParticleChunk(task, [rule]);
        chunk.Reset(0, new CounterRandom(5), new CounterRandom(6));
        chunk.Bind(0, theta);
        var (losses, all) = (new float[1], new float[12]);
        for (var step = 0; step < all.Length; step++)
        {
            chunk.Step([1f], losses);
            all[step] = losses[0];
        }

        return all;
    }

    private sealed class Opened : IDisposable
    {
        private readonly TaskSet _tasks;
        private readonly WorkerPool _pool = new(1);

        public Opened(params string[] overrides)
        {
            var configuration = RunConfiguration.Read("test.json", ConfigurationText.Parse("test.json", """
                {"tasks": "quadratic/16", "estimator": {"pairs": 2, "window": 2}, "horizon": {"shortest": 4, "longest": 10}, "limit": {"steps": 10}}
                """, overrides));
            _tasks = new TaskSet(configuration, DataFolder.Embedded);
            Value = new MetaTrainerSession(configuration, _tasks, _pool);
        }

        public MetaTrainerSession Value { get; }

        public void Dispose()
        {
            Value.Dispose();
            _pool.Dispose();
            _tasks.Dispose();
        }
    }
}
