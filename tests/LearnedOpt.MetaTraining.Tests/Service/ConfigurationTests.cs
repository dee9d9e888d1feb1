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
        Assert.Contains("there is no key 'estimator.sigmaa'; estimator has name, pairs, window, sigma", fault.Faults);
        Assert.DoesNotContain('\n', fault.Message);
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
