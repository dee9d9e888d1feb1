namespace LearnedOpt.MetaTraining.OuterOptimizers;

/// <summary>
/// Adam on theta: m &lt;- b1 m + (1-b1) g, v &lt;- b2 v + (1-b2) g^2, theta &lt;- theta - lr [m^ / (sqrt(v^) + eps) + decay theta].
/// With a decay it is AdamW.
/// <para>References: Kingma, Ba, 2015, algorithm 1; Loshchilov, Hutter, 2019, algorithm 2.</para>
/// </summary>
internal sealed class OuterAdam(int count, OuterOptimizerOptions options, double weightDecay) : IOuterOptimizer
{
    private readonly double[] _m = new double[count], _v = new double[count];
    private long _updates;

    public void Update(Span<float> theta, ReadOnlySpan<float> gradient, double gradientScale, double learningRate)
    {
        _updates++;
        var (correction1, correction2) = (1 - Math.Pow(options.Beta1, _updates), 1 - Math.Pow(options.Beta2, _updates));
        for (var i = 0; i < theta.Length; i++)
        {
            var g = gradient[i] * gradientScale;
            _m[i] += (1 - options.Beta1) * (g - _m[i]);
            _v[i] += (1 - options.Beta2) * (g * g - _v[i]);
            theta[i] -= (float)(learningRate * (_m[i] / correction1 / (Math.Sqrt(_v[i] / correction2) + options.Epsilon) + weightDecay * theta[i]));
        }
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_updates);
        writer.WriteArray<double>(_m);
        writer.WriteArray<double>(_v);
    }

    public void Load(BinaryReader reader)
    {
        _updates = reader.ReadInt64();
        reader.ReadArray<double>(_m, "the number of meta-parameters");
        reader.ReadArray<double>(_v, "the number of meta-parameters");
    }
}
