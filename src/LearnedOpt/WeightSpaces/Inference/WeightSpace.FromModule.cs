using Module = TorchSharp.torch.nn.Module;

namespace LearnedOpt.WeightSpaces;

public sealed partial class WeightSpace
{
    /// <summary>
    /// Derives the weight space of a module: the axes of every layer, tied along each <c>Sequential</c>, within recurrent, attention and
    /// transformer layers, and where two layers share a parameter. What a custom <c>forward</c> does is not visible: declare it with
    /// <see cref="Tie"/>, or let <c>Discover</c> find it. Undeclared axes are independent, which is always safe.
    /// </summary>
    /// <param name="module">The model. It is run only to count the heads of attentions; its weights are as before.</param>
    /// <param name="independentWhenUnknown">Leave the axes of layers that are not supported independent, instead of refusing them.</param>
    /// <returns>One tensor for each parameter, several for packed ones (gates; query, key and value), in the order of the module's parameters.</returns>
    /// <exception cref="WeightSpaceException">A layer is not supported; the message says what to write.</exception>
    public static WeightSpace FromModule(Module module, bool independentWhenUnknown = false)
    {
        ArgumentNullException.ThrowIfNull(module);
        return ModuleWalker.Walk(module, independentWhenUnknown).ResolvePossible();
    }
}
