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
    private readonly float[] constants;

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
    /// <param name="constantChannels">
    /// How many of the model's input channels, the last ones, have one value over each tensor (time, a layer's depth). They are given apart,
    /// and cost neither reading nor products: they fold into biases.
    /// </param>
    /// <exception cref="PlatformNotSupportedException">This processor lacks the width.</exception>
    public FusedEvaluator(FunctionalModel model, SimdPath path, int threads = 1, int constantChannels = 0)
        : this(model, path, threads, FewestOperations, constantChannels)
    {
    }

    /// <param name="model">The functional.</param>
    /// <param name="path">The width.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="fewestOperations">With fewer operations in an evaluation there is one thread.</param>
    /// <param name="constantChannels">Constant input channels.</param>
    internal FusedEvaluator(FunctionalModel model, SimdPath path, int threads, double fewestOperations, int constantChannels = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        ArgumentOutOfRangeException.ThrowIfNegative(constantChannels);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(constantChannels, model.InputChannels);
        (Model, ConstantChannels) = (model, constantChannels);
        constants = new float[model.Space.Tensors.Count * constantChannels];
        double operations = model.Space.ParameterCount * model.Layers.Sum(layer => 2.0 * layer.Plan.Coefficients.InputChannels * layer.Plan.Coefficients.OutputChannels);
        program = new CellProgram(model, operations < fewestOperations ? 1 : threads, KernelSet.For(path), constantChannels);
        planes = new PlanePort(FeaturePacking.Offsets(model.Space), model.Space.ParameterCount, model.InputChannels - constantChannels, model.OutputChannels);
    }

    /// <inheritdoc/>
    public FunctionalModel Model { get; }

    /// <summary>The last of the model's input channels, which have one value over each tensor and are given apart.</summary>
    public int ConstantChannels { get; }

    /// <summary>Bytes of hidden channels kept between sweeps, and of what is made from them in other orders.</summary>
    public long HiddenBytes => program.HiddenBytes;

    /// <summary>Copies theta into the order in which the kernels read it.</summary>
    /// <exception cref="ArgumentException">Theta is of another model.</exception>
    public void Bind(ReadOnlySpan<float> theta)
    {
        program.Bind(theta);
        if (ConstantChannels > 0)
            program.SetConstants(constants);
    }

    /// <summary>Sets the values of the constant channels; they hold until they are set again, whatever theta is bound. All zero at first.</summary>
    /// <param name="values">[tensors, constant channels], or [constant channels] if the same over all tensors.</param>
    /// <exception cref="ArgumentException">The length is wrong, or a value is not finite.</exception>
    public void SetConstants(ReadOnlySpan<float> values)
    {
        if (ConstantChannels == 0 || (values.Length != constants.Length && values.Length != ConstantChannels))
            throw new ArgumentException(
                $"this evaluator has {ConstantChannels} constant channels over {Model.Space.Tensors.Count} weights; received {values.Length} values. Their number is given when it is made.", nameof(values));
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                throw new ArgumentException($"constant channels must be finite; received {value}.", nameof(values));
        }

        for (int i = 0; i < constants.Length; i += values.Length)
            values.CopyTo(constants.AsSpan(i));
        program.SetConstants(constants);
    }

    /// <summary>Evaluates one particle with the bound theta.</summary>
    /// <param name="features">[input channels that are not constant, elements of all tensors, one behind the other].</param>
    /// <param name="result">[output channels, elements]; must not overlap <paramref name="features"/>.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="WeightSpaceException">A feature is not finite: the message names it. What <paramref name="result"/> holds is then of no use.</exception>
    public void Evaluate(ReadOnlySpan<float> features, Span<float> result) => Evaluate(features, result, -1);

    private void Evaluate(ReadOnlySpan<float> features, Span<float> result, int particle)
    {
        long elements = Model.Space.ParameterCount;
        int channels = Model.InputChannels - ConstantChannels;
        if (features.Length != channels * elements || result.Length != Model.OutputChannels * elements)
            throw new ArgumentException(
                $"this functional maps {channels} x {elements} features to {Model.OutputChannels} x {elements}; received {features.Length} and room for {result.Length}.");
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
    public Tensor Evaluate(Tensor theta, Tensor features, Tensor? constants = null)
    {
        ArgumentNullException.ThrowIfNull(theta);
        ArgumentNullException.ThrowIfNull(features);
        FeaturePacking.Check(Model.Space, features);
        int channels = Model.InputChannels - ConstantChannels;
        if (features.shape[1] != channels)
            throw new WeightSpaceException($"this functional reads {channels} features for each element; received {features.shape[1]}.");
        if ((constants is null ? 0 : FeaturePacking.ConstantChannels(Model.Space, constants)) is var given && given != ConstantChannels)
            throw new WeightSpaceException($"this evaluator was made for {ConstantChannels} constant channels; received {given}. Their number is given when it is made.");
        long particles = features.shape[0], elements = Model.Space.ParameterCount;
        long sets = theta.dim() == 1 ? 1 : theta.shape[0];
        if (theta.numel() != sets * Model.ThetaCount || (sets != 1 && sets != particles))
            throw new WeightSpaceException(
                $"theta must have shape [{Model.ThetaCount}], or [{particles} particles, {Model.ThetaCount}]; received [{string.Join(", ", theta.shape)}]. Was it trained for another model?");
        using Tensor weights = theta.detach().to(ScalarType.Float32).cpu().contiguous();
        using Tensor x = features.detach().to(ScalarType.Float32).cpu().contiguous();
        Span<float> thetas = MemoryMarshal.Cast<byte, float>(weights.bytes), source = MemoryMarshal.Cast<byte, float>(x.bytes);
        if (constants is not null)
        {
            using Tensor each = constants.detach().to(ScalarType.Float32).cpu().contiguous();
            SetConstants(MemoryMarshal.Cast<byte, float>(each.bytes));
        }

        Tensor y = empty([particles, Model.OutputChannels, elements], ScalarType.Float32);
        Span<float> target = MemoryMarshal.Cast<byte, float>(y.bytes);
        int sizeIn = checked((int)(channels * elements)), sizeOut = checked((int)(Model.OutputChannels * elements));
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
