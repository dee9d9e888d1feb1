using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Quadratics;

/// <summary>
/// A quadratic bowl whose every step has a closed form: L(w) = 1/2 sum_i h_i (w_i - c_i)^2 + s / sqrt(batch) xi . (w - c) with
/// xi ~ N(0, I) anew each step. Minimum 0 at c without noise; the gradient is h (w - c) + noise. The curvatures h lie
/// log-uniformly between 1 / condition and 1; w begins at c plus or minus one, so the first loss is 1/2 sum_i h_i.
/// </summary>
public sealed class QuadraticTask : ITask
{
    private readonly float[] _curvatures, _optimum;
    private readonly Tensor _h, _c;
    private readonly double _noise;

    /// <param name="name">Registry name.</param>
    /// <param name="size">Number of parameters.</param>
    /// <param name="condition">Largest over smallest curvature, at least 1.</param>
    /// <param name="noise">Standard deviation s of the gradient's noise at batch 1.</param>
    /// <param name="batch">Examples a step: the noise falls with its root.</param>
    public QuadraticTask(string name, int size, double condition = 100, double noise = 0, int batch = 1)
    {
        (Name, _noise) = (name, noise / Math.Sqrt(batch));
        Parameters = [new TaskParameter("weight", size)];
        Space = new WeightSpace([new WeightTensor("weight", new Symmetry("coordinates", size, SymmetryKind.Boundary))]);
        _curvatures = [.. Enumerable.Range(0, size).Select(i => (float)Math.Pow(condition, size == 1 ? 0 : -(double)i / (size - 1)))];
        _optimum = new float[size];
        new CounterRandom(0).At("quadratic optimum").Fill(_optimum);
        (_h, _c) = (torch.tensor(_curvatures).DetachFromDisposeScope(), torch.tensor(_optimum).DetachFromDisposeScope());
        UninformedLoss = 0.5 * _curvatures.Sum(h => (double)h);
    }

    public string Name { get; }
    public string DataSource => "no data: a quadratic function";
    public IReadOnlyList<TaskParameter> Parameters { get; }
    public WeightSpace Space { get; }
    public double UninformedLoss { get; }
    public int ChunkSize => 8;

    /// <summary>The curvatures h.</summary>
    public ReadOnlySpan<float> Curvatures => _curvatures;

    /// <summary>Where the minimum is: c.</summary>
    public ReadOnlySpan<float> Optimum => _optimum;

    public void Initialize(CounterRandom random, int parameter, Span<float> values)
    {
        for (var i = 0; i < values.Length; i++) values[i] = _optimum[i] + ((random.Bits32((ulong)i) & 1) == 0 ? 1 : -1);
    }

    /// <returns>Inputs: the noise <c>[particles, size]</c>; targets: nothing <c>[particles, 0]</c>.</returns>
    public TaskBatch Sample(DataSplit split, ReadOnlySpan<ParticleState> particles)
    {
        var size = _optimum.Length;
        var noise = new float[particles.Length * size];
        if (_noise > 0)
        {
            for (var particle = 0; particle < particles.Length; particle++)
                particles[particle].Data.Fork((ulong)split, (ulong)particles[particle].Step).Fill(noise.AsSpan(particle * size, size));
            foreach (ref var value in noise.AsSpan()) value *= (float)_noise;
        }

        return new TaskBatch(torch.tensor(noise, [particles.Length, size]), torch.zeros(particles.Length, 0));
    }

    public Tensor Loss(IReadOnlyList<Tensor> parameters, TaskBatch batch)
    {
        var distance = parameters[0] - _c; // [particles, size]
        return (0.5 * _h * distance.square() + batch.Inputs * distance).sum([1]);
    }

    public void Dispose()
    {
        _h.Dispose();
        _c.Dispose();
    }
}
