using LearnedOpt.Tasks.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Text;

/// <summary>Kinds of gated recurrent cells.</summary>
public enum GatedCell { Gru, Lstm }

/// <summary>Language model with one layer of gated recurrent cells that begins at state zero.</summary>
public sealed class GatedNetwork : INetwork
{
    private readonly LookUp _embedding;
    private readonly RecurrentCell _cell;
    private readonly Dense _output;

    public GatedNetwork(GatedCell cell, int vocabulary, int embedding, int hidden)
    {
        var (tokens, embed, state) = (Units.Boundary("vocabulary", vocabulary), Units.Hidden("embedding", embedding), Units.Hidden("hidden", hidden));
        _embedding = new LookUp(Parameters, "embedding", tokens, embed);
        _cell = cell == GatedCell.Gru ? new GatedRecurrentUnit(Parameters, "gru", embed, state) : new LongShortTermMemory(Parameters, "lstm", embed, state);
        _output = new Dense(Parameters, "output", state, tokens);
    }

    public ParameterList Parameters { get; } = new();

    public bool IsSequentialOnCpu => false;

    /// <inheritdoc/>
    /// <remarks>Inputs are int64 <c>[particles, batch, length]</c>; outputs logits <c>[particles, batch, length, vocabulary]</c>.</remarks>
    public Tensor Forward(IReadOnlyList<Tensor> parameters, Tensor inputs)
    {
        var (particles, batch, length) = (inputs.shape[0], inputs.shape[1], inputs.shape[2]);
        var states = _cell.Run(parameters, _embedding.Apply(parameters, inputs.transpose(1, 2)));
        var all = torch.stack(states, 2).flatten(1, 2); // [particles, batch * length, hidden]
        return _output.Apply(parameters, all).view(particles, batch, length, -1); // [particles, batch, length, vocabulary]
    }
}
