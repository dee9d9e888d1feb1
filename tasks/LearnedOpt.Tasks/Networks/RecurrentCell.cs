using LearnedOpt.WeightSpaces;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Networks;

/// <summary>
/// A gated recurrent cell for each particle. What it reads from the input is computed for all steps at once; the state goes
/// step by step.
/// </summary>
internal abstract class RecurrentCell(ParameterList list, string name, IReadOnlyList<string> gates, Symmetry input, Symmetry units)
{
    private readonly Gates _input = new(list, $"{name}.input", gates, input, units);

    /// <summary>What the gates read from the state.</summary>
    protected Gates Recurrent { get; } = new(list, $"{name}.recurrent", gates, units, units);

    /// <param name="p">All parameters.</param>
    /// <param name="x"><c>[particles, length, batch, in]</c></param>
    /// <returns>The state after each step, length x <c>[particles, batch, units]</c>.</returns>
    public Tensor[] Run(IReadOnlyList<Tensor> p, Tensor x)
    {
        var (particles, length, batch) = (x.shape[0], x.shape[1], x.shape[2]);
        var steps = _input.Apply(p, x.flatten(1, 2)).view(particles, length, batch, -1).unbind(1); // length x [particles, batch, gates * units]
        var states = new Tensor[length];
        var (hidden, memory) = (zeros([particles, batch, units.Size], x.dtype, x.device), zeros([particles, batch, units.Size], x.dtype, x.device));
        for (var t = 0; t < length; t++)
        {
            (hidden, memory) = Step(p, steps[t], hidden, memory);
            states[t] = hidden;
        }

        return states;
    }

    /// <param name="p">All parameters.</param>
    /// <param name="x">What the gates read from the input, <c>[particles, batch, gates * units]</c>.</param>
    /// <param name="hidden">State before, <c>[particles, batch, units]</c>.</param>
    /// <param name="memory">Memory before, of the same shape; cells without one leave it.</param>
    protected abstract (Tensor Hidden, Tensor Memory) Step(IReadOnlyList<Tensor> p, Tensor x, Tensor hidden, Tensor memory);
}

/// <summary>
/// r, z = sigmoid(W x + U h); n = tanh(W_n x + r * (U_n h)); h' = n + z * (h - n), with TorchSharp's order of gates.
/// </summary>
/// <remarks>Reference: Cho et al., 2014.</remarks>
internal sealed class GatedRecurrentUnit(ParameterList list, string name, Symmetry input, Symmetry units)
    : RecurrentCell(list, name, ["reset", "update", "new"], input, units)
{
    protected override (Tensor Hidden, Tensor Memory) Step(IReadOnlyList<Tensor> p, Tensor x, Tensor hidden, Tensor memory)
    {
        var (fromInput, fromState) = (x.chunk(3, 2), Recurrent.Apply(p, hidden).chunk(3, 2));
        var (reset, update) = ((fromInput[0] + fromState[0]).sigmoid(), (fromInput[1] + fromState[1]).sigmoid());
        var candidate = (fromInput[2] + reset * fromState[2]).tanh();
        return (candidate + update * (hidden - candidate), memory);
    }
}

/// <summary>
/// i, f, o = sigmoid(W x + U h), g = tanh(W_g x + U_g h); c' = f * c + i * g; h' = o * tanh(c'), with TorchSharp's order of gates.
/// </summary>
/// <remarks>Reference: Hochreiter, Schmidhuber, 1997; forget gate: Gers et al., 2000.</remarks>
internal sealed class LongShortTermMemory(ParameterList list, string name, Symmetry input, Symmetry units)
    : RecurrentCell(list, name, ["input", "forget", "cell", "output"], input, units)
{
    protected override (Tensor Hidden, Tensor Memory) Step(IReadOnlyList<Tensor> p, Tensor x, Tensor hidden, Tensor memory)
    {
        var gates = (x + Recurrent.Apply(p, hidden)).chunk(4, 2);
        memory = gates[1].sigmoid() * memory + gates[0].sigmoid() * gates[2].tanh();
        return (gates[3].sigmoid() * memory.tanh(), memory);
    }
}
