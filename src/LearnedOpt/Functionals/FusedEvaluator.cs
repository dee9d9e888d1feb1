using System.Runtime.InteropServices;
using LearnedOpt.Kernels;
using LearnedOpt.Kernels.Cells;
using LearnedOpt.WeightSpaces;
using static TorchSharp.torch;

namespace LearnedOpt.Functionals;

/// <summary>
/// Evaluates a functional on the CPU with the fused SIMD kernels: no gradient, no allocation. Elements go through runs of
/// pointwise layers a few at a time, in the first-level cache; an equivariant layer divides the work into two sweeps, the first
/// of which collects the means that the second needs.
/// </summary>
/// <remarks>
/// Memory beyond the caller's: nothing of the size of the weights where the only equivariant layer is the last one and of few
/// outputs (<c>c_out</c> floats for each product of whole tensors); else one copy of the hidden channels, and one more of
/// tensors that are read transposed (<see cref="LayerKind.Full"/> on an axis pair of one symmetry).
/// The result does not depend on the number of threads, bit for bit. Not for several callers at once: use one evaluator for each.
/// </remarks>
public sealed unsafe class FusedEvaluator : IFunctionalEvaluator
{
    // Two threads cost time up to 6e7 operations (5,000 parameters, 32 channels) and save a third of it from 7e8 on.
    private const double FewestOperations = 2e8;

    private readonly CellProgram program;
    private readonly PlanePort planes;

    /// <summary>Prepares the evaluation of a functional on one thread, with the widest vectors of this processor.</summary>
    public FusedEvaluator(FunctionalModel model)
        : this(model, SimdPaths.Best)
    {
    }

    /// <summary>Prepares the evaluation of a functional with vectors of a chosen width.</summary>
    /// <param name="model">The functional.</param>
    /// <param name="path">The width.</param>
    /// <param name="threads">
    /// Threads that share the work of one evaluation, at most: the caller's and helpers, which end with <see cref="Dispose"/>. Where the work is
    /// so little that waiting for each other would take longer, the caller's thread does all of it.
    /// </param>
    /// <exception cref="PlatformNotSupportedException">This processor lacks the width.</exception>
    public FusedEvaluator(FunctionalModel model, SimdPath path, int threads = 1)
        : this(model, path, threads, FewestOperations)
    {
    }

    /// <param name="model">The functional.</param>
    /// <param name="path">The width.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="fewestOperations">With fewer operations in an evaluation there is one thread.</param>
    internal FusedEvaluator(FunctionalModel model, SimdPath path, int threads, double fewestOperations)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        Model = model;
        double operations = model.Space.ParameterCount * model.Layers.Sum(layer => 2.0 * layer.Plan.Coefficients.InputChannels * layer.Plan.Coefficients.OutputChannels);
        program = new CellProgram(model, operations < fewestOperations ? 1 : threads, KernelSet.For(path));
        planes = new PlanePort(FeaturePacking.Offsets(model.Space), model.Space.ParameterCount, model.InputChannels, model.OutputChannels);
    }

    /// <inheritdoc/>
    public FunctionalModel Model { get; }

    /// <summary>Bytes of hidden channels kept between sweeps, and of what is made from them in other orders.</summary>
    public long HiddenBytes => program.HiddenBytes;

    /// <summary>Copies theta into the order in which the kernels read it.</summary>
    /// <exception cref="ArgumentException">Theta is of another model.</exception>
    public void Bind(ReadOnlySpan<float> theta)
    {
        program.Bind(theta);
    }

    /// <summary>Evaluates one particle with the bound theta.</summary>
    /// <param name="features">[input channels, elements of all tensors, one behind the other].</param>
    /// <param name="result">[output channels, elements]; must not overlap <paramref name="features"/>.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="WeightSpaceException">A feature is not finite: the message names it. What <paramref name="result"/> holds is then of no use.</exception>
    public void Evaluate(ReadOnlySpan<float> features, Span<float> result) => Evaluate(features, result, -1);

    private void Evaluate(ReadOnlySpan<float> features, Span<float> result, int particle)
    {
        long elements = Model.Space.ParameterCount;
        if (features.Length != Model.InputChannels * elements || result.Length != Model.OutputChannels * elements)
            throw new ArgumentException(
                $"this functional maps {Model.InputChannels} x {elements} features to {Model.OutputChannels} x {elements}; received {features.Length} and room for {result.Length}.");
        fixed (float* x = features, y = result)
        {
            planes.Input = x;
            planes.Output = y;
            planes.HasNonFinite = false;
            program.Run(planes);
        }

        if (planes.HasNonFinite)
            FeaturePacking.RequireFinite(Model.Space, features, particle);
    }

    /// <inheritdoc/>
    /// <exception cref="WeightSpaceException">Features or theta are of another model, or a feature is not finite: the message names it.</exception>
    public Tensor Evaluate(Tensor theta, Tensor features)
    {
        ArgumentNullException.ThrowIfNull(theta);
        ArgumentNullException.ThrowIfNull(features);
        FeaturePacking.Check(Model.Space, features);
        if (features.shape[1] != Model.InputChannels)
            throw new WeightSpaceException($"this functional reads {Model.InputChannels} features for each element; received {features.shape[1]}.");
        long particles = features.shape[0], elements = Model.Space.ParameterCount;
        long sets = theta.dim() == 1 ? 1 : theta.shape[0];
        if (theta.numel() != sets * Model.ThetaCount || (sets != 1 && sets != particles))
            throw new WeightSpaceException(
                $"theta must have shape [{Model.ThetaCount}], or [{particles} particles, {Model.ThetaCount}]; received [{string.Join(", ", theta.shape)}]. Was it trained for another model?");
        using Tensor weights = theta.detach().to(ScalarType.Float32).cpu().contiguous();
        using Tensor x = features.detach().to(ScalarType.Float32).cpu().contiguous();
        Span<float> thetas = MemoryMarshal.Cast<byte, float>(weights.bytes), source = MemoryMarshal.Cast<byte, float>(x.bytes);
        Tensor y = empty([particles, Model.OutputChannels, elements], ScalarType.Float32);
        Span<float> target = MemoryMarshal.Cast<byte, float>(y.bytes);
        int sizeIn = checked((int)(Model.InputChannels * elements)), sizeOut = checked((int)(Model.OutputChannels * elements));
        for (int p = 0; p < particles; p++)
        {
            if (p == 0 || sets > 1)
                Bind(thetas.Slice(p * Model.ThetaCount, Model.ThetaCount));
            Evaluate(source.Slice(p * sizeIn, sizeIn), target.Slice(p * sizeOut, sizeOut), particles > 1 ? p : -1);
        }

        return y;
    }

    /// <summary>Ends the helper threads.</summary>
    public void Dispose() => program.Dispose();
}
