using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Networks;

/// <summary>
/// Multi-head attention softmax(q k^T / sqrt(headSize)) v for each particle. Symmetries: heads may be permuted; queries and
/// keys may permute the units of a head together, values and outputs theirs. (Each head could permute its units by itself;
/// of that larger group these axes describe the part that is the same in every head.)
/// </summary>
/// <remarks>Reference: Vaswani et al., 2017, section 3.2.</remarks>
internal sealed class Attention
{
    private readonly Dense _query, _key, _value, _output;
    private readonly int _heads, _headSize;

    public Attention(ParameterList list, string name, Symmetry stream, int heads, int headSize)
    {
        (_heads, _headSize) = (heads, headSize);
        var head = Units.Hidden($"{name}.heads", heads);
        Symmetry[] match = [head, Units.Hidden($"{name}.match", headSize)], content = [head, Units.Hidden($"{name}.content", headSize)];
        _query = new Dense(list, $"{name}.query", [stream], match);
        _key = new Dense(list, $"{name}.key", [stream], match);
        _value = new Dense(list, $"{name}.value", [stream], content);
        _output = new Dense(list, $"{name}.output", content, [stream]);
    }

    /// <param name="p">All parameters.</param>
    /// <param name="x"><c>[particles, batch * length, stream]</c></param>
    /// <param name="length">Positions in a sequence.</param>
    /// <param name="mask">0 where a position (row) may see another (column), -infinity elsewhere: <c>[length, length]</c>; null: all see all.</param>
    /// <returns><c>[particles, batch * length, stream]</c></returns>
    public Tensor Apply(IReadOnlyList<Tensor> p, Tensor x, long length, Tensor? mask)
    {
        var (q, k, v) = (Split(_query.Apply(p, x)), Split(_key.Apply(p, x)), Split(_value.Apply(p, x)));
        var scores = q.bmm(k.transpose(1, 2)) * (1 / Math.Sqrt(_headSize)); // [particles * batch * heads, length, length]
        if (mask is not null) scores = scores + mask;
        var mixed = scores.softmax(2).bmm(v) // [particles * batch * heads, length, headSize]
            .view(-1, _heads, length, _headSize).transpose(1, 2); // [particles * batch, length, heads, headSize]
        return _output.Apply(p, mixed.reshape(x.shape[0], x.shape[1], _heads * _headSize));

        Tensor Split(Tensor y) => y.view(-1, length, _heads, _headSize).transpose(1, 2) // [particles * batch, heads, length, headSize]
            .reshape(-1, length, _headSize); // [particles * batch * heads, length, headSize]
    }

    /// <summary>Positions see themselves and earlier ones: <c>[length, length]</c>.</summary>
    public static Tensor CausalMask(long length, Device device) =>
        torch.full([length, length], float.NegativeInfinity, device: device).triu(1);
}
