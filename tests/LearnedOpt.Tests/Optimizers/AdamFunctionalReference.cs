using LearnedOpt.Functionals;
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

    private readonly LayerPlan first = LayerPlan.Compile(Coefficients.Tied(space, rule.Features.Count, rule.Options.Channels, rule.Roles));

    /// <summary>The weights after a step, [tensor][element].</summary>
    public double[][] Step(Particle particle, long step, double rate)
    {
        double[][][] raw = [.. space.Tensors.Select((_, t) => Raw(t, particle.Weights[t], particle.Gradients[t], step))];
        double[][][] x = [.. raw.Select(channels => channels.Select(row => row.Select(value => value / Math.Sqrt((row.Sum(v => v * v) / row.Length) + 1e-18)).ToArray()).ToArray())];
        double[][][] hidden = ReferenceExecutor.Run(first, Gained(), x);
        double[] model = Model(raw);
        return [.. space.Tensors.Select((_, t) => particle.Weights[t].Select((weight, e) =>
        {
            double adam = raw[t][7][e] / (1 - Math.Pow(Decays[1], step + 1));
            double[] h = [.. hidden[t].Select(row => row[e])];
            if (rule.Options.SeesLevels)
                Accumulate(h, "first.levels", [.. Levels(raw[t]).Concat(model).Select(level => rule.Options.PooledGain * level)]);
            h = Time(h, step);
            for (int layer = 1; layer < rule.Options.HiddenLayers; layer++)
                h = Dense($"hidden{layer}", h, rule.Options.Channels, relu: true);
            double[] y = Dense("output", h, 2, relu: false);
            double d = y[0] / Math.Sqrt(1 + Math.Pow(y[0] / rule.Options.DirectionLimit, 2));
            double[] s = [0];
            Accumulate(s, "schedule.time", TimeAt(step));
            if (rule.Options.SeesLevels)
                Accumulate(s, "schedule.levels", [.. Levels(raw[t]), .. model]);
            double m = Math.Clamp(y[1] + (rule.Options.ScheduleGain * s[0]), rule.Options.MagnitudeLow, rule.Options.MagnitudeHigh);
            return weight - (rate * Width(space.Tensors[t]) * rule.Options.StepScale * (adam + d) * Math.Exp(m));
        }).ToArray())];
    }

    private double Width(WeightTensor tensor)
    {
        var read = tensor.Axes.Where((axis, i) => tensor.Roles[i] == AxisRole.In && axis.Kind == SymmetryKind.Hidden).Select(axis => axis.Size).ToList();
        return read.Count == 0 ? 1 : Math.Pow(32.0 / read.Aggregate((product, size) => product * size), rule.Options.WidthPower);
    }

    private double[][] Raw(int t, float[] weight, float[] gradient, long step)
    {
        int n = weight.Length;
        double[][] raw = [.. Enumerable.Range(0, rule.Features.Count).Select(_ => new double[n])];
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

            foreach (var (magnitude, i) in rule.Features.Magnitudes.Select((channel, i) => (channel, i)))
                raw[10 + i][e] = Math.Abs(raw[magnitude][e]);
        }

        return raw;
    }

    private float[] Gained()
    {
        ThetaArray weight = rule.Theta["first.weight"];
        int own = rule.Features.Count * rule.Options.Channels;
        return [.. theta.Take(first.Coefficients.ThetaCount).Select((value, i) => i >= own && i < weight.Count ? value * rule.Options.PooledGain : value)];
    }

    private static double[] Levels(double[][] raw)
    {
        (int Channel, double Centre, double Width)[] kinds = [(0, -3, 2), (6, 0, 1), (7, -1.5, 1), (8, -2, 1), (9, -2.5, 1)];
        return [.. kinds.Select(kind => Math.Clamp(((0.5 * Math.Log(raw[kind.Channel].Select(x => x * x).DefaultIfEmpty().Average() + 1e-18)) - kind.Centre) / kind.Width, -3, 3)), Size(raw[0].Length)];
    }

    private static double[] Model(double[][][] raw)
    {
        double all = raw.Sum(tensor => tensor[0].Length);
        return [.. Enumerable.Range(0, 5).Select(i => raw.Sum(tensor => tensor[0].Length * Levels(tensor)[i]) / all), Size(all)];
    }

    private static double Size(double elements) => Math.Clamp((Math.Log10(elements) / 2) - 1.5, -3, 3);

    private double[] Time(double[] h, long step)
    {
        Accumulate(h, "first.time", TimeAt(step));
        return [.. h.Select(value => Math.Max(0, value))];
    }

    private double[] TimeAt(long step)
    {
        double[] scales = [1, 3, 10, 30, 100, 300, 1e3, 3e3, 1e4, 3e4, 1e5];
        return [.. scales.Select(s => Math.Tanh((Math.Min(step, rule.Options.TimeLimit) / s) - 1))];
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
