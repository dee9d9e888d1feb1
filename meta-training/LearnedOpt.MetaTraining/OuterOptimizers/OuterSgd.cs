namespace LearnedOpt.MetaTraining.OuterOptimizers;

/// <summary>Gradient descent on theta, with momentum as an option: m &lt;- momentum m + g, theta &lt;- theta - lr m.</summary>
internal sealed class OuterSgd(int count, OuterOptimizerOptions options) : IOuterOptimizer
{
    private readonly double[] _m = new double[count];

    public void Update(Span<float> theta, ReadOnlySpan<float> gradient, double gradientScale, double learningRate)
    {
        for (var i = 0; i < theta.Length; i++)
        {
            _m[i] = options.Momentum * _m[i] + gradient[i] * gradientScale;
            theta[i] -= (float)(learningRate * _m[i]);
        }
    }

    public void Save(BinaryWriter writer) => writer.WriteArray<double>(_m);

    public void Load(BinaryReader reader) => reader.ReadArray<double>(_m, "the number of meta-parameters");
}
