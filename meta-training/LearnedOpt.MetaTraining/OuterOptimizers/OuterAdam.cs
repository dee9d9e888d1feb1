namespace LearnedOpt.MetaTraining.OuterOptimizers;

/// <summary>
/// Adam on theta: m &lt;- b1 m + (1-b1) g, v &lt;- b2 v + (1-b2) g^2, theta &lt;- theta - lr m^ / (sqrt(v^) + eps), after
/// scaling g down to a given global norm. In double, so that the state is exact to save.
/// <para>Reference: Kingma, Ba, 2015, algorithm 1.</para>
/// </summary>
public sealed class OuterAdam(int count, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
{
    private readonly double[] _m = new double[count], _v = new double[count];

    /// <summary>Updates made so far.</summary>
    public long Updates { get; private set; }

    /// <summary>Writes both moments and the count of updates.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Updates);
        writer.WriteArray<double>(_m);
        writer.WriteArray<double>(_v);
    }

    /// <summary>Takes over what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The number of meta-parameters differs.</exception>
    public void Load(BinaryReader reader)
    {
        Updates = reader.ReadInt64();
        reader.ReadArray<double>(_m, "the number of meta-parameters");
        reader.ReadArray<double>(_v, "the number of meta-parameters");
    }

    /// <param name="theta">Changed in place.</param>
    /// <param name="gradient">Estimate of the meta-gradient.</param>
    /// <param name="learningRate">Of this update.</param>
    /// <param name="clipNorm">Greatest norm of the gradient; infinity for none.</param>
    /// <returns>The gradient's norm before clipping. Where it is not finite, nothing changes.</returns>
    public double Update(Span<float> theta, ReadOnlySpan<float> gradient, double learningRate, double clipNorm)
    {
        double squares = 0;
        foreach (var g in gradient) squares += (double)g * g;
        var norm = Math.Sqrt(squares);
        if (!double.IsFinite(norm)) return norm;
        var scale = norm > clipNorm ? clipNorm / norm : 1;
        Updates++;
        var (correction1, correction2) = (1 - Math.Pow(beta1, Updates), 1 - Math.Pow(beta2, Updates));
        for (var i = 0; i < theta.Length; i++)
        {
            var g = gradient[i] * scale;
            _m[i] += (1 - beta1) * (g - _m[i]);
            _v[i] += (1 - beta2) * (g * g - _v[i]);
            theta[i] -= (float)(learningRate * (_m[i] / correction1) / (Math.Sqrt(_v[i] / correction2) + epsilon));
        }

        return norm;
    }
}
