using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Objectives;

namespace LearnedOpt.MetaTraining.Tests.Estimators;

/// <summary>
/// Momentum descent on <see cref="QuadraticTask"/> without noise, in double, with the derivative of every window's loss with
/// respect to the theta of every window: all that estimators should find on average.
/// </summary>
internal sealed class QuadraticTheory
{
    private readonly double[] _losses;
    private readonly double[][][] _slopes;          // [window of the loss][window of theta][meta-parameter]

    public QuadraticTheory(float[] curvatures, float[] start, double rate, double decay, int window, int windows, GradientStops? stops = null)
    {
        stops ??= new GradientStops();
        var count = 2 * windows;
        var x = start.Select(value => Dual.Constant(value, count)).ToArray();
        var m = start.Select(_ => Dual.Constant(0, count)).ToArray();
        (_losses, _slopes) = (new double[windows], new double[windows][][]);
        for (var w = 0; w < windows; w++)
        {
            var (alpha, gamma) = (Dual.Variable(0, 2 * w, count).Map(rate, 10 * rate), Dual.Variable(0, 2 * w + 1, count).Map(decay, 10 * decay * (1 - decay)));
            var loss = Dual.Constant(0, count);
            for (var step = 0; step < window; step++)
            {
                for (var j = 0; j < x.Length; j++)
                {
                    loss += 0.5 * curvatures[j] / window * (x[j] * x[j]);
                    var gradient = curvatures[j] * x[j];
                    m[j] = gamma * (stops.State ? m[j].Stopped : m[j]) + (stops.Gradients ? gradient.Stopped : gradient);
                    x[j] = (stops.Weights ? x[j].Stopped : x[j]) - alpha * m[j];
                }
            }

            _losses[w] = loss.Value;
            _slopes[w] = [.. Enumerable.Range(0, windows).Select(v => loss.Slopes[(2 * v)..(2 * v + 2)])];
        }
    }

    /// <summary>Exact gradient of an episode's objective.</summary>
    public double[] Gradient(ObjectiveMeasure measure) => measure switch
    {
        ObjectiveMeasure.Final => Total(_losses.Length - 1),
        ObjectiveMeasure.Minimum => Total(Array.IndexOf(_losses, _losses.Min())),
        _ => Mean(Total),
    };

    /// <summary>What is left when each window takes its start as given: the bias of truncation.</summary>
    public double[] Truncated() => Mean(w => _slopes[w][w]);

    private double[] Total(int window) => [.. Enumerable.Range(0, 2).Select(k => _slopes[window].Sum(slopes => slopes[k]))];

    private double[] Mean(Func<int, double[]> gradient) =>
        [.. Enumerable.Range(0, 2).Select(k => Enumerable.Range(0, _losses.Length).Average(w => gradient(w)[k]))];
}
