using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Modules;

public sealed class ContainerTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    public void Dispose() => _scope.Dispose();

    private static string[] Names(nn.Module module) => module.named_parameters().Select(p => p.name).ToArray();

    [Fact]
    public void ASequentialNumbersItsModulesAndRunsThemInOrder()
    {
        var model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2));
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], Names(model));
        var x = rand(5, 3);
        var expected = ((nn.Module<Tensor, Tensor>)model[2]).call(((Linear)model[0]).call(x).tanh());
        Assert.True(model.call(x).allclose(expected));
        Assert.Equal(3, model.Count);
        Assert.Equal(["2.weight", "2.bias"], Names(model[1..]));
        Assert.Equal(["0.weight", "0.bias"], Names(model[(null, 2)]));
        model.append("last", nn.Linear(2, 1));
        Assert.Equal([5L, 1], model.call(x).shape);
    }

    [Fact]
    public void AnEmptySequentialGivesAnotherHandleOnItsInput()
    {
        var x = rand(2);
        using (var y = nn.Sequential().call(x)) Assert.True(y.allclose(x));
        Assert.False(x.IsInvalid);
        using (var y = nn.Sequential(nn.Identity(), nn.Flatten(0)).call(x)) Assert.True(y.allclose(x));
        Assert.False(x.IsInvalid);
    }

    [Fact]
    public void ASequentialDisposesWhatLiesBetweenItsModules()
    {
        var model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2));
        var x = rand(5, 3);
        using var scope = NewDisposeScope();
        model.call(x);
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void SequentialsAreMadeFromEveryKindOfList()
    {
        nn.Module<Tensor, Tensor>[] layers = [nn.Linear(2, 2), nn.ReLU()];
        Assert.Equal(2, nn.Sequential(layers.AsEnumerable()).Count);
        Assert.Equal(["a.weight", "a.bias"], Names(nn.Sequential(("a", layers[0]), ("b", layers[1]))));
        Assert.Equal(["a.weight", "a.bias"], Names(nn.Sequential(Tuple.Create("a", layers[0]))));
        Assert.Equal(["a.weight", "a.bias"], Names(nn.Sequential(new List<(string, nn.Module<Tensor, Tensor>)> { ("a", layers[0]) })));
    }

    [Fact]
    public void AModuleListRenumbersAsItChanges()
    {
        var list = nn.ModuleList(nn.Linear(1, 1), nn.Linear(2, 2));
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias"], Names(list));
        var added = nn.Linear(3, 3, hasBias: false);
        list.Insert(1, added);
        Assert.Equal(["0.weight", "0.bias", "1.weight", "2.weight", "2.bias"], Names(list));
        list.RemoveAt(0);
        Assert.Same(added, list[0]);
        Assert.Equal(["0.weight", "1.weight", "1.bias"], Names(list));
        Assert.Equal(1, list.IndexOf(list[1]));
        Assert.True(list.Remove(added));
        var contained = list.Contains(added);
        Assert.False(contained);
        list.append(added, added);
        Assert.Equal(3, list.Count);
        list.Clear();
        Assert.Empty(list);
        Assert.Empty(Names(list));
    }

    [Fact]
    public void AModuleDictKeepsItsOrder()
    {
        var dict = nn.ModuleDict(("b", nn.Linear(1, 1)), ("a", nn.Linear(2, 2)));
        Assert.Equal(["b", "a"], dict.Keys);
        dict["c"] = nn.Linear(3, 3);
        dict.Insert(0, ("z", nn.Linear(4, 4)));
        Assert.Equal(["z", "b", "a", "c"], dict.keys());
        dict["b"] = nn.Linear(5, 5);
        Assert.Equal(["z", "b", "a", "c"], dict.named_children().Select(m => m.name));
        Assert.Equal(5, dict["b"].in_features);
        Assert.True(dict.Remove("z"));
        Assert.False(dict.TryGetValue("z", out _));
        Assert.True(dict.TryGetValue("a", out var a) && a.in_features == 2);
        Assert.Throws<InvalidOperationException>(() => dict.Add("a", nn.Linear(1, 1)));
        Assert.Equal(3, dict.values().Count());
    }

    [Fact]
    public void ParameterListsAndDictsRegisterWhatTheyHold()
    {
        var list = nn.ParameterList(new Parameter(ones(1)), new Parameter(ones(2)));
        list.Add(new Parameter(ones(3)));
        list.RemoveAt(0);
        Assert.Equal(["0", "1"], Names(list));
        Assert.Equal([2L, 3], list.Select(p => p.shape[0]));
        var dict = nn.ParameterDict(("w", new Parameter(ones(1))));
        dict["v"] = new Parameter(ones(2));
        dict["w"] = new Parameter(ones(4));
        Assert.Equal(["w", "v"], Names(dict));
        Assert.Equal(4, dict["w"].numel());
        dict.to(ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, dict["w"].dtype);
        Assert.Equal(ScalarType.Float64, list.@double()[1].dtype);
    }

    [Fact]
    public void AnOrderedDictIsADictionaryAndAList()
    {
        var dict = new OrderedDict<string, int> { ("b", 2), ("a", 1) };
        dict["c"] = 3;
        dict.Insert(1, ("d", 4));
        Assert.Equal([("b", 2), ("d", 4), ("a", 1), ("c", 3)], ((IEnumerable<(string, int)>)dict).ToList());
        dict[0] = ("e", 5);
        Assert.False(dict.ContainsKey("b"));
        dict["a"] = 7;
        Assert.Equal(("a", 7), dict[2]);
        Assert.Equal(2, dict.IndexOf(("a", 7)));
        Assert.True(dict.Remove("d"));
        Assert.Equal(["e", "a", "c"], dict.Keys);
        Assert.Equal([5, 7, 3], dict.Values);
        Assert.Throws<ArgumentException>(() => dict.Add("a", 1));
        Assert.Throws<ArgumentException>(() => dict[0] = ("c", 1));
        Assert.Throws<KeyNotFoundException>(() => dict["nowhere"]);
    }
}
