using LearnedOpt.MetaTraining.Service;

namespace LearnedOpt.MetaTraining.Tests.Service;

public sealed class ConfigurationTests
{
    [Fact]
    public void EveryFaultIsNamedAtOnce()
    {
        var fault = Assert.Throws<ConfigurationException>(() => Read("""{"estimator":{"sigmaa":1,"pairs":0},"seed":-1,"tasks":"no/such"}""", "outer.clipNorm=x"));
        Assert.Equal(
            [
                "seed must be a whole number from 0 to 9007199254740992; received -1",
                "estimator.pairs must be a whole number from 1 to 100000; received 0",
                "outer.clipNorm must be a number from 0.000000001 to 1000000000; received \"x\"",
            ],
            fault.Faults.Take(3));
        Assert.Contains(fault.Faults, text => text.StartsWith("tasks has no 'no/such'", StringComparison.Ordinal));
        Assert.Contains("limit needs minutes, steps or both", fault.Faults);
        Assert.Contains("there is no key 'estimator.sigmaa'; estimator has name, pairs, window, sigma, shaping, stops", fault.Faults);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void WhatDoesNotFitTogetherIsNamedAtOnce()
    {
        var fault = Assert.Throws<ConfigurationException>(() => Read("""
            {"rule": {"name": "celo"}, "estimator": {"name": "full-backprop", "shaping": {"kind": "sign"}, "pairs": 2, "window": 1}, "horizon": {"schedule": "never-ending"}, "objective": {"measure": "final", "split": "test"},
             "tasks": ["family/mlp?draws=3", "family/cnn?draws=0"], "selection": {"tasks": "no/such"}, "outer": {"optimizer": "lion"}, "limit": {"steps": 1}}
            """));
        Assert.Equal(
            [
                "objective.split must be one of train, validation; received \"test\"",
                "outer.optimizer must be one of adam, adamw, sgd; received \"lion\"",
                "tasks: draws of 'family/cnn?draws=0' must be given once, as a whole number of at least 1 and at most 1000",
            ],
            fault.Faults.Take(3));
        Assert.StartsWith("selection.tasks has no 'no/such'; choose from ", fault.Faults[3], StringComparison.Ordinal);
        Assert.Equal(
            [
                "estimator.pairs must be at least one a task, 11; received 2 (or set mixing.assignment to sampled)",
                "objective.measure must be mean where horizon.schedule is never-ending, since there is no end to judge",
                "estimator full-backprop unrolls whole episodes; horizon.schedule must not be never-ending",
                "estimator full-backprop differentiates losses after steps of its window; estimator.window must be at least 2",
                "estimator full-backprop has no loss differences; estimator.shaping.kind must be none",
                "estimator full-backprop needs a rule with a differentiable form, one of unf-adam, pointwise-adam, unf, unf-tied, deepset, adam, adamw, nadam, rmsprop, sgdm; received rule.name celo",
            ],
            fault.Faults.Skip(4));
    }

    [Fact]
    public void AConstantLengthNeedsNoShortest() =>
        Assert.Equal("100", Read("""{"horizon":{"schedule":"constant","longest":100},"limit":{"steps":1}}""").Horizon.ToString());

    [Fact]
    public void StatesFromBeforeAKeyExistedHadItsDefault()
    {
        var now = new Dictionary<string, string>(Read("""{"limit":{"steps":1}}""").Identity());
        var before = now.Where(pair => pair.Key is not ("horizon.schedule" or "mixing.assignment" or "outer.optimizer")).ToDictionary();
        var state = new RunState { Identity = before };
        Assert.Empty(state.Differences(now));
        now["horizon.schedule"] = "\"constant\"";
        Assert.Equal("horizon.schedule \"log-uniform\" -> \"constant\"", Assert.Single(state.Differences(now)));
    }

    [Fact]
    public void TheResolvedConfigurationReadsAsItself()
    {
        var configuration = Read("""{"rule":{"settings":{"Channels":8}},"limit":{"steps":1e3}}""", "name=x", "tasks=mlp/mnist-8");
        Assert.Equal(configuration.ToJson(), Read(configuration.ToJson()).ToJson());
        Assert.Equal(1000, configuration.Limit.Steps);
    }

    [Fact]
    public void OverridesReachSectionsThatTheFileLacks() =>
        Assert.Equal(0.5, Read("{}", "limit.steps=3", "estimator.sigma=0.5").Estimator.Sigma);

    [Theory]
    [InlineData("{\n  \"seed\": 1,\n  oops\n}", "line 3")]
    [InlineData("[1]", "one JSON object")]
    [InlineData("{\"seed\":1,\"seed\":2}", "seed")]
    public void WhatIsNoConfigurationSaysWhere(string json, string words) =>
        Assert.Contains(words, Assert.Throws<ConfigurationException>(() => Read(json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("sigma")]
    [InlineData("a..b=1")]
    [InlineData("limit.steps.more=1")]
    public void AnOverrideWithoutAPlaceIsRefused(string text) =>
        Assert.Contains("--set", Assert.Throws<ConfigurationException>(() => Read("""{"limit":{"steps":3}}""", text)).Message, StringComparison.Ordinal);

    private static RunConfiguration Read(string json, params string[] overrides) =>
        RunConfiguration.Read("test.json", ConfigurationText.Parse("test.json", json, overrides));
}
