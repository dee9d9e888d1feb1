using LearnedOpt.Functionals;
using LearnedOpt.Optimizers;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.Optimizers;

/// <summary>The paper's rule as its equation reads, in double precision.</summary>
internal sealed class SgdmFunctionalReference(SgdmFunctionalRule rule, WeightSpace space, float[] theta)
{
    private static readonly double[] Decays = [0.1f, 0.5f, 0.9f, 0.99f, 0.999f, 0.9999f];
    private readonly double[][][] momenta = [.. space.Tensors.Select(tensor => Enumerable.Range(0, 7).Select(_ => new double[tensor.Count]).ToArray())];
    private readonly LayerPlan last = LayerPlan.Compile(rule.Options.Kind switch
    {
        LayerKind.Full => Coefficients.Full(space, rule.Options.Channels, 1),
        LayerKind.Tied => Coefficients.Tied(space, rule.Options.Channels, 1),
        _ => Coefficients.Pointwise(space, rule.Options.Channels, 1),
    });

    /// <summary>The weights after a step, [tensor][element].</summary>
    public double[][] Step(Particle particle, long step, double rate)
    {
        double alpha = rule.Options.Rate * Math.Exp(10 * Scalar("alpha"));
        double beta = rule.Options.NetworkWeight * Math.Exp(10 * Scalar("beta"));
        double odds = rule.Options.Decay / (1.0 - rule.Options.Decay) * Math.Exp(10 * Scalar("gamma"));
        double gamma = odds / (1 + odds);
        double[][][] hidden = [.. space.Tensors.Select((_, t) => Hidden(t, particle.Weights[t], particle.Gradients[t], step))];
        double[][][] f = ReferenceExecutor.Run(last, theta.AsSpan(rule.Theta["last.weight"].Offset), hidden);
        return [.. space.Tensors.Select((_, t) => particle.Weights[t].Select((weight, e) =>
        {
            double m = momenta[t][6][e] = (gamma * momenta[t][6][e]) + (Add(gamma) * particle.Gradients[t][e]);
            return weight - (rate * alpha * (m + (beta * f[t][0][e])));
        }).ToArray())];
    }

    private double Add(double decay) => rule.Options.Form == MomentumForm.Sum ? 1 : 1 - decay;

    private double Scalar(string name) => rule.Theta.Slice(theta, name)[0];

    // [channels][elements]
    private double[][] Hidden(int t, float[] weight, float[] gradient, long step)
    {
        int n = weight.Length;
        double[][] x = [.. Enumerable.Range(0, 8).Select(_ => new double[n])];
        for (int e = 0; e < n; e++)
        {
            x[0][e] = weight[e];
            x[1][e] = gradient[e];
            for (int k = 0; k < 6; k++)
                x[2 + k][e] = momenta[t][k][e] = (Decays[k] * momenta[t][k][e]) + (Add(Decays[k]) * gradient[e]);
        }

        double[][] clipped = [.. x.Select(row => row.Select(value => Math.Clamp(value, -1, 1)).ToArray())];
        double scale = 1 / Math.Sqrt((clipped.Sum(row => row.Sum(value => value * value)) / (8.0 * n)) + 1e-5f);
        double[] times = [.. new double[] { 1, 3, 10, 30, 100, 300, 1e3, 3e3, 1e4, 3e4, 1e5 }.Select(s => Math.Tanh((Math.Min(step, rule.Options.TimeLimit) / s) - 1))];
        double[][] byElement = [.. Enumerable.Range(0, n).Select(e =>
        {
            var h = new double[rule.Options.Channels];
            Accumulate(h, "first.bias", [1]);
            Accumulate(h, "first.time", times);
            Accumulate(h, "first.weight", [.. clipped.Select(row => row[e] * scale)]);
            for (int layer = 1; layer < rule.Options.HiddenLayers; layer++)
            {
                double[] input = [.. h.Select(value => Math.Max(0, value))];
                h = new double[rule.Options.Channels];
                Accumulate(h, $"hidden{layer}.bias", [1]);
                Accumulate(h, $"hidden{layer}.weight", input);
            }

            return h.Select(value => Math.Max(0, value)).ToArray();
        })];
        return [.. Enumerable.Range(0, rule.Options.Channels).Select(c => byElement.Select(h => h[c]).ToArray())];
    }

    private void Accumulate(double[] h, string array, double[] values)
    {
        ReadOnlySpan<float> weights = rule.Theta.Slice(theta, array);
        for (int i = 0; i < values.Length; i++)
        {
            for (int c = 0; c < h.Length; c++)
                h[c] += values[i] * weights[(i * h.Length) + c];
        }
    }
}
