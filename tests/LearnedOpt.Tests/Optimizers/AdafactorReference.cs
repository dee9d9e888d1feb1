using LearnedOpt.Optimizers;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.Optimizers;

/// <summary>
/// The Adafactor family as its papers and released code describe it, in double precision, element by element with explicit
/// indices: small_fc, Celo and Celo2.
/// </summary>
internal sealed class AdafactorReference
{
    private static readonly double[] Fast = [0.9, 0.99, 0.999];

    private readonly string rule;
    private readonly ThetaLayout layout;
    private readonly float[] theta;
    private readonly Tensor[] tensors;

    public AdafactorReference(IUpdateRule rule, WeightSpace space, float[] theta)
    {
        (this.rule, layout, this.theta) = (rule.Name, rule.Theta, theta);
        tensors = [.. space.Tensors.Select(tensor => new Tensor([.. tensor.Shape], (int)tensor.Count))];
    }

    private bool IsCelo => rule is "celo" or "celo2";

    public double[][] Step(Particle particle, int step, double rate) =>
        [.. tensors.Select((tensor, t) => tensor.Count == 0 ? [] : Step(tensor, particle.Weights[t], particle.Gradients[t], step, rate))];

    private double[] Step(Tensor tensor, float[] weights, float[] gradients, int step, double rate)
    {
        double[] g = [.. gradients.Select(x => IsCelo ? Math.Clamp((double)x, -1000, 1000) : x)];
        var features = new List<double[]>();
        var (m, v, f) = Advance(tensor, g);
        double rootEpsilon = rule == "celo2" ? 1e-8 : 1e-6;
        double[] root = [.. v.Select(x => 1 / Math.Sqrt(x + rootEpsilon))];
        features.Add(g);
        if (IsCelo) features.Add([.. g.Select(x => Math.Clamp(x, -0.1, 0.1))]);
        features.Add([.. weights.Select(x => (double)x)]);
        features.AddRange(m);
        features.Add(v);
        features.AddRange(m.Select(x => x.Zip(root, (a, b) => a * b).ToArray()));
        features.Add(root);
        features.AddRange(f.Select(part => part.Normalised));
        if (IsCelo) features.Add([.. g.Zip(root, (a, b) => a * b)]);
        if (rule != "celo2" || tensor.IsFactored)
        {
            features.AddRange(f.Select(part => part.Row));
            features.AddRange(f.Select(part => part.Column));
            features.AddRange(f.Select(part => part.Row.Select(x => 1 / Math.Sqrt(x + 1e-8)).ToArray()));
            features.AddRange(f.Select(part => part.Column.Select(x => 1 / Math.Sqrt(x + 1e-8)).ToArray()));
            features.AddRange(f.Select((part, k) => part.Factor.Select((x, i) => x * m[k][i]).ToArray()));
        }

        double epsilon = rule == "celo2" ? 1e-9 : 1e-5;
        Func<int, int> block = rule == "celo2" ? tensor.Position : _ => 0;
        double[][] inputs = [.. features.Select(feature => Normalise(feature, block, epsilon))];
        double[][] outputs = [.. Enumerable.Range(0, tensor.Count).Select(i => Network([.. inputs.Select(input => input[i])], step))];
        double[] direction = [.. outputs.Select(output => output[0])];
        double scale = rate * 0.001;
        if (rule == "celo") scale *= Math.Sqrt((weights.Sum(x => (double)x * x) / weights.Length) + 1e-9);
        if (rule == "celo2")
        {
            direction = Normalise(direction, block, epsilon);
            return [.. weights.Select((w, i) => w - (scale * direction[i]))];
        }

        return [.. weights.Select((w, i) => w - (scale * direction[i] * Math.Exp(outputs[i][1] * 0.001)))];
    }

    private (double[][] M, double[] V, Factored[] F) Advance(Tensor tensor, double[] g)
    {
        for (int k = 0; k < 3; k++)
        {
            double keep = Decay(k, Fast[k]);
            for (int i = 0; i < g.Length; i++)
                tensor.M[k][i] = (keep * tensor.M[k][i]) + ((1 - keep) * g[i]);
        }

        double keepV = Decay(3, rule == "celo2" ? 0.95 : 0.999);
        for (int i = 0; i < g.Length; i++)
            tensor.V[i] = (keepV * tensor.V[i]) + ((1 - keepV) * g[i] * g[i]);
        return (tensor.M, tensor.V, [.. Enumerable.Range(0, 3).Select(k => tensor.IsFactored ? Factor(tensor, g, k) : Plain(tensor, g, k))]);
    }

    private Factored Factor(Tensor tensor, double[] g, int k)
    {
        double keep = Decay(4 + k, Fast[k]);
        double[] squares = [.. g.Select(x => (x * x) + 1e-30)];
        double[] rowMeans = tensor.MeanOver(squares, tensor.Longest), columnMeans = tensor.MeanOver(squares, tensor.Second);
        for (int i = 0; i < g.Length; i++)
        {
            tensor.Rows[k][i] = (keep * tensor.Rows[k][i]) + ((1 - keep) * rowMeans[i]);
            tensor.Columns[k][i] = (keep * tensor.Columns[k][i]) + ((1 - keep) * columnMeans[i]);
        }

        double[] both = tensor.MeanOver(tensor.Rows[k], tensor.Second);
        double[] factor = [.. tensor.Rows[k].Select((row, i) => SafeRoot(row / (both[i] + 1e-9)) * SafeRoot(tensor.Columns[k][i]))];
        return new Factored([.. tensor.Rows[k]], [.. tensor.Columns[k]], factor, [.. factor.Zip(g, (a, b) => a * b)]);
    }

    private Factored Plain(Tensor tensor, double[] g, int k)
    {
        double keep = Decay(4 + k, Fast[k]);
        for (int i = 0; i < g.Length; i++)
            tensor.Rows[k][i] = (keep * tensor.Rows[k][i]) + ((1 - keep) * ((g[i] * g[i]) + 1e-30));
        double[] v = [.. tensor.Rows[k]];
        return new Factored(v, v, [.. v.Select(x => 1 / Math.Sqrt(rule == "small-fc" ? x + 1e-6 : x))], [.. v.Zip(g, (x, y) => y * SafeRoot(x + 1e-9))]);
    }

    private double[] Network(double[] features, int step)
    {
        double[] x = features;
        for (int layer = 0; layer < 3; layer++)
        {
            string prefix = IsCelo ? "ff_mod_stack.~." : "nn.";
            double[] bias = Values(prefix + "b" + layer), weight = layer == 0 && IsCelo
                ? [.. Enumerable.Range(0, 14).SelectMany(group => Values($"{prefix}w0__{group}"))]
                : Values($"{prefix}w{layer}");
            if (layer == 0 && !IsCelo)
                x = [.. x, .. new double[] { 1, 3, 10, 30, 100, 300, 1e3, 3e3, 1e4, 3e4, 1e5 }.Select(s => Math.Tanh((step / s) - 1))];
            double[] input = x;
            x = [.. bias.Select((b, o) => b + input.Select((value, i) => value * weight[(i * bias.Length) + o]).Sum())];
            if (layer < 2) x = [.. x.Select(value => Math.Max(0, value))];
        }

        return x;
    }

    private double[] Values(string name) => [.. layout.Slice(theta, name).ToArray().Select(x => (double)x)];

    private double Decay(int index, double initial) => IsCelo ? initial : 1 - Math.Exp(10 * ((Math.Log(1 - initial) / 10) + theta[index]));

    private static double SafeRoot(double x) => 1 / Math.Sqrt(Math.Max(x, 1e-9));

    private static double[] Normalise(double[] values, Func<int, int> block, double epsilon)
    {
        var means = values.Select((value, i) => (value, i)).GroupBy(pair => block(pair.i)).ToDictionary(group => group.Key, group => group.Average(pair => pair.value * pair.value));
        return [.. values.Select((value, i) => value / Math.Sqrt(epsilon + means[block(i)]))];
    }

    private sealed record Factored(double[] Row, double[] Column, double[] Factor, double[] Normalised);

    private sealed class Tensor
    {
        private readonly long[] shape;

        public Tensor(long[] shape, int count)
        {
            (this.shape, Count) = (shape, count);
            double[][] Three() => [.. Enumerable.Range(0, 3).Select(_ => new double[count])];
            (M, Rows, Columns, V) = (Three(), Three(), Three(), new double[count]);
            if (shape.Length < 2) return;
            // The authors' axis order is the reverse of ours; among equal lengths their later axis counts as longer.
            var order = Enumerable.Range(0, shape.Length).Select(axis => (Size: shape[axis], Theirs: shape.Length - 1 - axis, axis)).OrderBy(a => a.Size).ThenBy(a => a.Theirs).ToArray();
            (Longest, Second) = (order[^1].axis, order[^2].axis);
        }

        public int Count { get; }

        public bool IsFactored => shape.Length >= 2;

        public int Longest { get; }

        public int Second { get; }

        public double[][] M { get; }

        public double[] V { get; }

        public double[][] Rows { get; }

        public double[][] Columns { get; }

        /// <summary>Position along all axes behind the first two.</summary>
        public int Position(int element) => (int)(element % shape.Skip(2).Aggregate(1L, (product, size) => product * size));

        /// <summary>The mean along one axis, written to every element along it.</summary>
        public double[] MeanOver(double[] values, int axis)
        {
            long stride = shape.Skip(axis + 1).Aggregate(1L, (product, size) => product * size);
            long Along(long i) => i / stride % shape[axis];
            var result = new double[values.Length];
            for (long i = 0; i < values.Length; i++)
            {
                for (long k = 0; k < shape[axis]; k++)
                    result[i] += values[i + ((k - Along(i)) * stride)] / shape[axis];
            }

            return result;
        }
    }
}
