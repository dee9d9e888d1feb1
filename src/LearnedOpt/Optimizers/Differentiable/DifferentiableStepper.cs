using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Optimizers;

/// <summary>What the rules' forms on tensors share: the checks, and what happens to steps that are not finite and to tensors without gradient.</summary>
internal abstract class DifferentiableStepper(WeightSpace space, ThetaLayout layout, int slots) : IDifferentiableStepper
{
    private Tensor? bound;

    public int Slots => slots;

    protected WeightSpace Space => space;

    /// <summary>theta as it was bound, float64 <c>[particles, theta]</c>.</summary>
    protected Tensor Theta => bound ?? throw new InvalidOperationException("bind theta before the first step.");

    /// <summary>Element type of weights.</summary>
    protected ScalarType Type { get; private set; }

    public void Bind(Tensor theta, ScalarType type)
    {
        ArgumentNullException.ThrowIfNull(theta);
        if (theta.dim() != 2 || theta.shape[1] != layout.Count)
            throw new ArgumentException($"theta must have shape [particles, {layout.Count}]; received [{string.Join(", ", theta.shape)}]. Is it the theta of another rule?", nameof(theta));
        (bound, Type) = (theta.to(ScalarType.Float64), type);
        Bind();
    }

    public (Tensor Change, Tensor State) Change(Tensor weights, Tensor gradients, Tensor state, IReadOnlyList<long> steps, IReadOnlySet<int>? without = null)
    {
        long[] flat = [steps.Count, space.ParameterCount];
        if (!weights.shape.SequenceEqual(flat) || !gradients.shape.SequenceEqual(flat) || !state.shape.SequenceEqual([flat[0], slots, flat[1]]) || Theta.shape[0] != flat[0])
            throw new ArgumentException(
                $"a step of {flat[0]} particles needs weights and gradients [{flat[0]}, {flat[1]}], state [{flat[0]}, {slots}, {flat[1]}] and as many thetas; received " +
                $"[{string.Join(", ", weights.shape)}], [{string.Join(", ", gradients.shape)}], [{string.Join(", ", state.shape)}] and {Theta.shape[0]}.");
        var present = without is { Count: > 0 } ? Present(without) : null;
        var (step, next) = Advance(weights, gradients, state, steps, present);
        step = step.nan_to_num(0, 0, 0);
        if (present is null) return (step, next);
        return (step * present, next * present + state * (1 - present));
    }

    public virtual void Dispose()
    {
    }

    /// <summary>Prepares what depends on theta alone.</summary>
    protected abstract void Bind();

    /// <param name="weights">[particles, elements]</param>
    /// <param name="gradients">[particles, elements]</param>
    /// <param name="state">[particles, slots, elements]</param>
    /// <param name="steps">Steps done before.</param>
    /// <param name="present">[elements], 1 for elements of tensors that have a gradient and 0 for the others; null: all have.</param>
    /// <returns>What is taken from the weights [particles, elements], and the new state.</returns>
    protected abstract (Tensor Step, Tensor State) Advance(Tensor weights, Tensor gradients, Tensor state, IReadOnlyList<long> steps, Tensor? present);

    /// <summary>An array of theta in the weights' type, <c>[particles, shape]</c>.</summary>
    protected Tensor Array(string name) => Arrays(name, name).reshape([Theta.shape[0], .. layout[name].Shape.Select(size => (long)size)]);

    /// <summary>The arrays from one to another in the weights' type, <c>[particles, numbers]</c>.</summary>
    protected Tensor Arrays(string first, string last)
    {
        var (from, to) = (layout[first], layout[last]);
        return Theta.narrow(1, from.Offset, to.Offset + to.Count - from.Offset).to(Type);
    }

    /// <summary>A scalar of theta, float64 <c>[particles]</c>.</summary>
    protected Tensor Scalar(string name) => Theta.select(1, layout[name].Offset);

    /// <summary>Time features of each particle, <c>[particles, 1, 11]</c>.</summary>
    protected Tensor Time(IReadOnlyList<long> steps, long limit)
    {
        var values = new float[steps.Count * TimeFeatures.Count];
        for (var i = 0; i < steps.Count; i++) TimeFeatures.Fill(steps[i], limit, values.AsSpan(i * TimeFeatures.Count, TimeFeatures.Count));
        return torch.tensor(values, [steps.Count, 1, TimeFeatures.Count], device: Theta.device).to(Type);
    }

    private Tensor Present(IReadOnlySet<int> without) =>
        cat([.. space.Tensors.Select((tensor, t) => full([tensor.Count], without.Contains(t) ? 0.0 : 1.0, dtype: Type, device: Theta.device))]);
}
