using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Objectives;
using LearnedOpt.MetaTraining.Truncations;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Tests.Estimators;

/// <summary>A problem with known meta-gradient, and means over many estimates.</summary>
internal static class Bench
{
    public const int Window = 2, Windows = 4;
    public const double Rate = 0.05, Decay = 0.7;
    public static readonly float[] Curvatures = [1, 0.4f, 0.1f], Start = [1, -2, 1.5f];

    public static TheoryData<string> Names { get; } = [.. GradientEstimators.Names];

    public static EstimatorOptions Options { get; } = new()
    {
        Pairs = 16,
        Window = Window,
        Truncation = new ConstantLength(Window * Windows),
        Objective = new InnerObjective(ObjectiveShape.Linear, Limit: 1000),
        Sigma = 1e-3,
    };

    public static IUpdateRule Rule { get; } = new SgdmRule(new SgdmOptions { Rate = (float)Rate, Decay = (float)Decay });

    public static QuadraticTheory Theory(GradientStops? stops = null) => new(Curvatures, Start, Rate, Decay, Window, Windows, stops);

    public static IGradientEstimator Create(string name, ITask task, WorkerPool pool, EstimatorOptions options, ulong seed = 1, IUpdateRule? rule = null) =>
        GradientEstimators.Create(name, new EstimatorSetup(new TaskMixture([task]), rule ?? Rule, options, new CounterRandom(seed), pool));

    /// <summary>Mean and standard error of the estimates at theta = 0, in blocks long enough to be independent.</summary>
    public static (double[] Mean, double[] Error) Measure(string name, EstimatorOptions options, int blocks = 60, int blockLength = 2 * Windows, ulong seed = 1)
    {
        using var task = new QuadraticTask(Curvatures, Start);
        using var pool = new WorkerPool(1);
        using var estimator = Create(name, task, pool, options, seed);
        var (theta, gradient, step) = (new float[Rule.Theta.Count], new float[Rule.Theta.Count], 0L);
        // First episodes are cut short; afterwards each pair goes through its windows equally often.
        for (; step < Windows; step++) estimator.Estimate(theta, step, gradient);
        var means = new double[blocks][];
        for (var block = 0; block < blocks; block++)
        {
            means[block] = new double[theta.Length];
            for (var i = 0; i < blockLength; i++)
            {
                estimator.Estimate(theta, step++, gradient);
                for (var k = 0; k < gradient.Length; k++) means[block][k] += gradient[k] / (double)blockLength;
            }
        }

        var mean = Component(k => means.Average(m => m[k]));
        return (mean, Component(k => Math.Sqrt(means.Sum(m => Math.Pow(m[k] - mean[k], 2)) / (blocks - 1.0) / blocks)));

        double[] Component(Func<int, double> of) => [.. Enumerable.Range(0, theta.Length).Select(of)];
    }
}
