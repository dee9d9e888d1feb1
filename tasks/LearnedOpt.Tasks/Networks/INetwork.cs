using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Networks;

/// <summary>
/// A model over a population: parameters and activations carry a leading particle axis, and particles never mix.
/// Immutable; the tensors that <see cref="Forward"/> makes belong to the caller's dispose scope.
/// </summary>
public interface INetwork
{
    /// <summary>The parameters, in the order in which <see cref="Forward"/> wants them.</summary>
    ParameterList Parameters { get; }

    /// <summary>
    /// True where one particle after another is faster on a CPU than all at once: convolutions, whose working memory then
    /// stays in the cache.
    /// </summary>
    bool IsSequentialOnCpu { get; }

    /// <param name="parameters">In the order of <see cref="Parameters"/>, each <c>[particles, ...]</c>.</param>
    /// <param name="inputs"><c>[particles, batch, ...]</c></param>
    /// <returns><c>[particles, batch, ..., outputs]</c></returns>
    Tensor Forward(IReadOnlyList<Tensor> parameters, Tensor inputs);
}
