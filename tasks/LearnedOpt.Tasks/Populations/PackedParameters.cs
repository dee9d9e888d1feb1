using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Populations;

/// <summary>
/// A population's parameters as one tensor <c>[particles, elements]</c> in the order of the weight space, and back; differentiable. Where
/// parameters are the tensors of the space, in order, packing is one copy and unpacking takes views.
/// </summary>
public sealed class PackedParameters
{
    private readonly IReadOnlyList<TaskParameter> _parameters;
    private readonly WeightSpace _space;
    private readonly int[] _parameterOf;            // of each tensor of the space
    private readonly long[]? _places;               // of each packed element, its place among the parameters' elements
    private readonly long[]? _sources;              // of each element of the parameters, its place among packed ones, or behind them its own

    /// <param name="task">Whose parameters.</param>
    public PackedParameters(ITask task)
    {
        (_parameters, _space) = (task.Parameters, task.Space);
        var numbers = _parameters.Select((parameter, index) => (parameter.Name, index)).ToDictionary(pair => pair.Name, pair => pair.index);
        _parameterOf = [.. _space.Tensors.Select(tensor => numbers[tensor.View.Parameter])];
        var (offsets, count) = (new long[_parameters.Count], 0L);
        for (var p = 0; p < offsets.Length; count += _parameters[p++].Count) offsets[p] = count;
        long[] places = [.. _space.Tensors.SelectMany((tensor, t) => TensorPiece.Places(tensor).Select(place => offsets[_parameterOf[t]] + place))];
        if (places.LongLength == count && places.Index().All(pair => pair.Item == pair.Index)) return;
        _places = places;
        _sources = [.. Enumerable.Range(0, (int)count).Select(place => places.LongLength + place)];
        for (var i = 0; i < places.Length; i++) _sources[places[i]] = i;
    }

    /// <summary>Packs one tensor for each parameter.</summary>
    /// <param name="parameters"><c>[particles, ...]</c> each, in the task's order.</param>
    /// <returns><c>[particles, elements]</c></returns>
    public Tensor Pack(IReadOnlyList<Tensor> parameters)
    {
        var flat = Flat(parameters);
        return _places is null ? flat : flat.index_select(1, torch.tensor(_places));
    }

    /// <summary>The parameters that packed elements stand for; elements that the space leaves out stay as they were.</summary>
    /// <param name="packed"><c>[particles, elements]</c></param>
    /// <param name="before">The parameters before.</param>
    /// <returns><c>[particles, ...]</c> each.</returns>
    public Tensor[] Unpack(Tensor packed, IReadOnlyList<Tensor> before)
    {
        var flat = _sources is null ? packed : cat([packed, Flat(before)], 1).index_select(1, torch.tensor(_sources));
        var first = 0L;
        return [.. _parameters.Select(parameter =>
        {
            var part = flat.narrow(1, first, parameter.Count).reshape([flat.shape[0], .. parameter.Shape]);
            first += parameter.Count;
            return part;
        })];
    }

    /// <summary>Numbers of the space's tensors that lie in the given parameters.</summary>
    public IReadOnlySet<int> TensorsIn(Func<int, bool> parameters) => _parameterOf.Index().Where(pair => parameters(pair.Item)).Select(pair => pair.Index).ToHashSet();

    private Tensor Flat(IReadOnlyList<Tensor> parameters) =>
        cat([.. parameters.Select((parameter, p) => parameter.reshape(parameter.shape[0], _parameters[p].Count))], 1);
}
