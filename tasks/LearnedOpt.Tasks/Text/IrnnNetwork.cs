using LearnedOpt.Tasks.Networks;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Text;

/// <summary>
/// Recurrent language model h' = relu(W x + b + U h + c) whose recurrent matrix U begins as the identity; the initial state
/// is learned and begins at zero, as do the biases of the recurrence. With 256 bytes, embedding 32, hidden 64 it is the RNN
/// problem of the UNF paper.
/// </summary>
/// <remarks>Reference: Le, Jaitly, Hinton, 2015 (IRNN).</remarks>
public sealed class IrnnNetwork : INetwork
{
    private readonly LookUp _embedding;
    private readonly Dense _input, _recurrent, _output;
    private readonly int _initialState;

    public IrnnNetwork(int vocabulary, int embedding, int hidden)
    {
        var (tokens, embed, state) = (Units.Boundary("vocabulary", vocabulary), Units.Hidden("embedding", embedding), Units.Hidden("hidden", hidden));
        _embedding = new LookUp(Parameters, "embedding", tokens, embed);
        _input = new Dense(Parameters, "input", [embed], [state], bias: Initializers.Zero);
        _recurrent = new Dense(Parameters, "recurrent", [state], [state], Initializers.Identity(hidden), Initializers.Zero);
        _output = new Dense(Parameters, "output", state, tokens);
        _initialState = Parameters.AddTable("initialState", Initializers.Zero, new Symmetry("batch", 1, SymmetryKind.Boundary), state);
    }

    public ParameterList Parameters { get; } = new();

    public bool IsSequentialOnCpu => false;

    /// <inheritdoc/>
    /// <remarks>Inputs are int64 <c>[particles, batch, length]</c>; outputs logits <c>[particles, batch, length, vocabulary]</c>.</remarks>
    public Tensor Forward(IReadOnlyList<Tensor> parameters, Tensor inputs)
    {
        var (particles, batch, length) = (inputs.shape[0], inputs.shape[1], inputs.shape[2]);
        var x = _embedding.Apply(parameters, inputs.transpose(1, 2)); // [particles, length, batch, embedding]
        var steps = _input.Apply(parameters, x.flatten(1, 2)).view(particles, length, batch, -1).unbind(1); // length x [particles, batch, hidden]
        var state = parameters[_initialState].expand(-1, batch, -1); // [particles, batch, hidden]
        var states = new Tensor[length];
        for (var t = 0; t < length; t++) states[t] = state = (steps[t] + _recurrent.Apply(parameters, state)).relu();
        var all = torch.stack(states, 2); // [particles, batch, length, hidden]
        return _output.Apply(parameters, all.flatten(1, 2)).view(particles, batch, length, -1); // [particles, batch, length, vocabulary]
    }
}
