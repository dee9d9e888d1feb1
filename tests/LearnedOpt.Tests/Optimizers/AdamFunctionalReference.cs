using LearnedOpt.Optimizers;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.Optimizers;

/// <summary>
/// The rule <see cref="AdamFunctionalRule"/> as its description reads, in double precision, one element at a time and with
/// nothing shared: what the fused stepper is held against.
/// </summary>
internal sealed class AdamFunctionalReference(AdamFunctionalRule rule, WeightSpace space, float[] theta)
{
    private static readonly double[] Decays = [0.5f, 0.9f, 0.99f, 0.999f];
    private const double Beta2 = 0.999f;
    private readonly double[][][] momenta = [.. space.Tensors.Select(tensor => Decays.Select(_ => new double[tensor.Count]).ToArray())];
    private readonly double[][] second = [.. space.Tensors.Select(tensor => new double[tensor.Count])];

    public double[][] Step(Particle particle, long step, double rate) =>
        [.. space.Tensors.Select((tensor, t) => Step(t, tensor, particle.Weights[t], particle.Gradients[t], step, rate))];

    private double[] Step(int t, WeightTensor tensor, float[] weight, float[] gradient, long step, double rate)
    {
        int n = weight.Length;
        double[][] raw = Raw(t, weight, gradient, step);                                    // [features][n]
        double[] adam = [.. raw[7].Select(value => value / (1 - Math.Pow(Decays[1], step + 1)))];
        double[][] x = [.. raw.Select(row => row.Select(value => value / Math.Sqrt((row.Sum(v => v * v) / n) + 1e-18)).ToArray())];
        double[][][] means = AxisMeans(tensor, x);
        var result = new double[n];
        for (int e = 0; e < n; e++)
        {
            double[] h = First(tensor, x, means, e, step);
            for (int layer = 1; layer < rule.Options.HiddenLayers; layer++)
                h = Dense($"hidden{layer}", h, rule.Options.Channels, relu: true);
            double[] y = Dense("output", h, 2, relu: false);
            double d = y[0] / Math.Sqrt(1 + Math.Pow(y[0] / rule.Options.DirectionLimit, 2));
            double m = Math.Clamp(y[1], rule.Options.MagnitudeLow, rule.Options.MagnitudeHigh);
            result[e] = weight[e] - (rate * rule.Options.StepScale * (adam[e] + d) * Math.Exp(m));
        }

        return result;
    }

    private double[][] Raw(int t, float[] weight, float[] gradient, long step)
    {
        int n = weight.Length;
        double[][] raw = [.. Enumerable.Range(0, 10).Select(_ => new double[n])];
        for (int e = 0; e < n; e++)
        {
            double g = gradient[e];
            second[t][e] = (Beta2 * second[t][e]) + ((1 - Beta2) * g * g);
            double root = Math.Sqrt(second[t][e] / (1 - Math.Pow(Beta2, step + 1))) + 1e-8;
            raw[0][e] = weight[e];
            raw[1][e] = g;
            raw[6][e] = g / root;
            for (int k = 0; k < 4; k++)
            {
                double m = momenta[t][k][e] = (Decays[k] * momenta[t][k][e]) + ((1 - Decays[k]) * g);
                raw[2 + k][e] = m;
                if (k > 0)
                    raw[6 + k][e] = m / root;
            }
        }

        return raw;
    }

    private double[] First(WeightTensor tensor, double[][] x, double[][][] means, int element, long step)
    {
        int channels = rule.Options.Channels;
        var h = new double[channels];
        Accumulate(h, "first.bias", [1]);
        Accumulate(h, "first.own", [.. x.Select(row => row[element])]);
        double[] scales = [1, 3, 10, 30, 100, 300, 1e3, 3e3, 1e4, 3e4, 1e5];
        Accumulate(h, "first.time", [.. scales.Select(s => Math.Tanh((Math.Min(step, rule.Options.TimeLimit) / s) - 1))]);
        if (rule.Options.Pooled)
        {
            Accumulate(h, "first.total", [.. means[^1].Select(row => row[0])]);
            for (int axis = 0; tensor.Rank >= 2 && axis < tensor.Rank; axis++)
            {
                string name = tensor.Roles[axis] switch { AxisRole.Out => "first.out", AxisRole.In => "first.in", _ => "first.spatial" };
                Accumulate(h, name, [.. means[axis].Select(row => row[Index(tensor, element, axis)])]);
            }
        }

        return [.. h.Select(value => Math.Max(0, value))];
    }

    /// <summary>[axis][feature][place along the axis], and last the total mean [feature][1].</summary>
    private static double[][][] AxisMeans(WeightTensor tensor, double[][] x) =>
    [
        .. Enumerable.Range(0, tensor.Rank).Select(axis => x.Select(row =>
        {
            var mean = new double[tensor.Shape[axis]];
            for (int e = 0; e < row.Length; e++)
                mean[Index(tensor, e, axis)] += row[e] * mean.Length / row.Length;
            return mean;
        }).ToArray()),
        [.. x.Select(row => new[] { row.Length == 0 ? 0 : row.Average() })],
    ];

    private static int Index(WeightTensor tensor, int element, int axis)
    {
        for (int a = tensor.Rank - 1; a > axis; a--)
            element /= (int)tensor.Shape[a];
        return element % (int)tensor.Shape[axis];
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

    private double[] Dense(string layer, double[] x, int outputs, bool relu)
    {
        var y = new double[outputs];
        Accumulate(y, layer + ".bias", [1]);
        Accumulate(y, layer + ".weight", x);
        return relu ? [.. y.Select(value => Math.Max(0, value))] : y;
    }
}
