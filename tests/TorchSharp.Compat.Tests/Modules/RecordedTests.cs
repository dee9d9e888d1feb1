using TorchSharp;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Modules;

/// <summary>Layers, functions and initialisers against numbers from PyTorch (Recorded/nn.py).</summary>
[Collection(GlobalGenerator.Name)]
public sealed class RecordedTests
{
    public static IEnumerable<object[]> Layers => RecordedLayers.All.Keys.Select(k => new object[] { k });
    public static IEnumerable<object[]> Functions => RecordedFunctions.All.Keys.Select(k => new object[] { k });
    public static IEnumerable<object[]> Losses => RecordedFunctions.Losses.Keys.SelectMany(k => Enum.GetNames<nn.Reduction>().Select(r => new object[] { k, r }));

    [Fact]
    public void EveryRecordingIsUsed()
    {
        var used = RecordedLayers.All.Keys.Concat(RecordedFunctions.All.Keys).Concat(Draws.Keys)
            .Concat(RecordedFunctions.Losses.Keys.SelectMany(k => new[] { "none", "mean", "sum" }.Select(r => $"{k}.{r}")));
        Assert.Equal(RecordedCase.All.Keys.Order(), used.Order());
    }

    [Theory, MemberData(nameof(Layers))]
    public void ALayerStartsFromTheSameDrawsAsInPyTorch(string name)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        using var module = RecordedLayers.All[name]().Module;
        var start = RecordedCase.All[name].Start!;
        Assert.Equal(start.Keys.Order(), module.named_parameters().Select(p => p.name).Order());
        foreach (var (key, parameter) in module.named_parameters())
        {
            Assert.Equal(start[key].shape, parameter.shape);
            RecordedCase.Close(start[key].values, parameter, key, 1e-7);
        }
    }

    [Theory, MemberData(nameof(Layers))]
    public void ALayerGivesThePyTorchNumbersAndGradients(string name)
    {
        using var scope = NewDisposeScope();
        var (recorded, layer) = (RecordedCase.All[name], RecordedLayers.All[name]());
        using var module = layer.Module.to(ScalarType.Float64);
        using (no_grad())
            foreach (var ((_, parameter), k) in module.named_parameters().OrderBy(p => p.name, StringComparer.Ordinal).Select((p, k) => (p, k)).ToList())
                parameter.copy_(RecordedCase.Wave(k, parameter.shape));
        module.train(recorded.Train);
        Check(recorded, layer.Call);
        foreach (var (key, parameter) in module.named_parameters())
            if (recorded.Gradients!.TryGetValue(key, out var gradient)) RecordedCase.Close(gradient, parameter.grad!, "gradient of " + key);
            else Assert.Null(parameter.grad);
        foreach (var (key, buffer) in module.named_buffers()) RecordedCase.Close(recorded.Buffers![key], buffer, key);
        Assert.Equal(recorded.Buffers?.Count ?? 0, module.named_buffers().Count());
    }

    [Theory, MemberData(nameof(Functions))]
    public void AFunctionGivesThePyTorchNumbersAndGradients(string name)
    {
        using var scope = NewDisposeScope();
        Check(RecordedCase.All[name], RecordedFunctions.All[name]);
    }

    [Theory, MemberData(nameof(Losses))]
    public void ALossGivesThePyTorchNumbersAndGradients(string name, string reduction)
    {
        using var scope = NewDisposeScope();
        Check(RecordedCase.All[$"{name}.{reduction.ToLowerInvariant()}"], x => [RecordedFunctions.Losses[name](x, Enum.Parse<nn.Reduction>(reduction))]);
    }

    private static void Check(RecordedCase recorded, Func<Tensor[], Tensor?[]> call)
    {
        var inputs = recorded.Inputs();
        // Results need no gradient with respect to a view of the input.
        var outputs = call(inputs).OfType<Tensor>().ToArray();
        Assert.Equal(recorded.Outputs.Length, outputs.Length);
        for (var i = 0; i < outputs.Length; i++)
        {
            Assert.Equal(recorded.Outputs[i].shape, outputs[i].shape);
            RecordedCase.Close(recorded.Outputs[i].values, outputs[i], $"output {i}");
        }
        if (recorded.InputGradients is not { } gradients) return;
        var loss = zeros([], dtype: ScalarType.Float64);
        for (var j = 0; j < outputs.Length; j++)
            if (outputs[j].is_floating_point()) loss = loss + (outputs[j] * RecordedCase.Wave(9 + j, outputs[j].shape)).sum();
        loss.backward();
        for (var k = 0; k < inputs.Length; k++)
            if (gradients[k] is { } expected && inputs[k].is_leaf) RecordedCase.Close(expected, inputs[k].grad!, $"gradient of input {k}");
    }

    private static readonly Dictionary<string, Func<Tensor>> Draws = new()
    {
        ["init.uniform_"] = () => nn.init.uniform_(empty(3, 4), -2, 3),
        ["init.normal_"] = () => nn.init.normal_(empty(4, 5), 1, 2),
        ["init.eye_"] = () => nn.init.eye_(empty(3, 4)),
        ["init.constant_"] = () => nn.init.constant_(empty(2, 2), 0.3),
        ["init.xavier_uniform_"] = () => nn.init.xavier_uniform_(empty(3, 4, 2), 1.5),
        ["init.xavier_normal_"] = () => nn.init.xavier_normal_(empty(4, 5), 1.5),
        ["init.kaiming_uniform_"] = () => nn.init.kaiming_uniform_(empty(3, 4), 0.3, nn.init.FanInOut.FanOut),
        ["init.kaiming_normal_"] = () => nn.init.kaiming_normal_(empty(4, 5), nonlinearity: nn.init.NonlinearityType.ReLU),
        ["init.orthogonal_.tall"] = () => nn.init.orthogonal_(empty(5, 3), 2),
        ["init.orthogonal_.wide"] = () => nn.init.orthogonal_(empty(2, 3, 2)),
        ["init.trunc_normal_"] = () => nn.init.trunc_normal_(empty(4, 5), 0.5, 2, -1, 1.5),
        ["init.dirac_"] = () => nn.init.dirac_(empty(3, 2, 3, 3)),
    };

    public static IEnumerable<object[]> Initialisers => Draws.Keys.Select(k => new object[] { k });

    [Theory, MemberData(nameof(Initialisers))]
    public void AnInitialiserDrawsThePyTorchNumbers(string name)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        var drawn = Draws[name]();
        var (shape, values) = RecordedCase.All[name].Outputs[0];
        Assert.Equal(shape, drawn.shape);
        RecordedCase.Close(values, drawn, name, 2e-6);
    }
}
