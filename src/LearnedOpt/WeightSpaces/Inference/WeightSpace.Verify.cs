using System.Globalization;
using LearnedOpt.Numerics;
using TorchSharp;
using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module;

namespace LearnedOpt.WeightSpaces;

public sealed partial class WeightSpace
{
    /// <summary>Relative change of the output above which a permutation is not a symmetry of a float32 model.</summary>
    public const double VerifyTolerance = 1e-4;

    /// <summary>
    /// Permutes the hidden units of each hidden symmetry at random, everywhere this space says that they are, and requires the model's
    /// output unchanged. A wrong specification that runs silently is the worst fault of this field.
    /// </summary>
    /// <param name="module">The model. Weights, running statistics and mode are as before when this returns.</param>
    /// <param name="sampleInput">An input of a few examples.</param>
    /// <returns>The largest relative change of the output, some 1e-6 in float32; 0 if nothing is hidden.</returns>
    /// <exception cref="WeightSpaceException">Names the first symmetry that breaks, and what may be missing.</exception>
    /// <remarks>
    /// Weights are randomised for the test, because at special values (zero biases, unit norms) wrong symmetries would go unnoticed.
    /// </remarks>
    public double Verify(nn.Module<Tensor, Tensor> module, Tensor sampleInput)
    {
        ArgumentNullException.ThrowIfNull(module);
        return Verify(module, () => module.call(sampleInput));
    }

    /// <inheritdoc cref="Verify(nn.Module{Tensor, Tensor}, Tensor)"/>
    /// <param name="module">The model.</param>
    /// <param name="output">Runs the model on a sample and returns all that it outputs, as one tensor.</param>
    public double Verify(Module module, Func<Tensor> output)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(output);
        var (broken, change) = FirstBroken(module, output);
        return broken is null ? change : throw new WeightSpaceException(Broken(broken, change));
    }

    /// <summary>The first hidden symmetry that changes the output, and by how much; or none, and the largest change.</summary>
    internal (Symmetry? Symmetry, double Change) FirstBroken(Module module, Func<Tensor> output)
    {
        RequireParameters(module.named_parameters().Select(parameter => (parameter.name, (IReadOnlyList<long>)parameter.parameter.shape)));
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var state = new ModuleState(module);
        state.Randomize(Buffers.Select(buffer => buffer.View.Parameter).Distinct());
        var expected = output().to(float64);
        var size = expected.abs().max().ToDouble();
        if (!double.IsFinite(size))
            throw new WeightSpaceException("the model's output on the sample is not finite, so nothing can be verified. Is the sample in the model's range?");
        if ((output().to(float64) - expected).abs().max().ToDouble() > VerifyTolerance * size)
            throw new WeightSpaceException("the model's output differs between two runs on the same sample, so nothing can be verified. Does forward draw random numbers or keep a state?");
        var worst = 0.0;
        for (var index = 0; index < Symmetries.Count; index++)
        {
            var symmetry = Symmetries[index];
            if (symmetry.Kind != SymmetryKind.Hidden || symmetry.Size < 2)
                continue;
            foreach (var element in Moving(index))
            {
                using var inner = NewDisposeScope();
                state.Permute(element);
                var change = (output().to(float64) - expected).abs().max().ToDouble() / Math.Max(size, 1e-30);
                state.Recall();
                if (!(change <= VerifyTolerance))
                    return (symmetry, change);
                worst = Math.Max(worst, change);
            }
        }

        return (null, worst);
    }

    // A random permutation, which moves most units at once; a cycle and a swap, which together generate all: of few units, a wrong
    // specification may commute with one permutation.
    private IEnumerable<GroupElement> Moving(int index)
    {
        var size = (int)Symmetries[index].Size;
        var random = Permutation.Random(size, new CounterRandom(0).At("verify").At((ulong)index));
        var cycle = new Permutation([.. Enumerable.Range(1, size - 1), 0]);
        var swap = new Permutation([1, 0, .. Enumerable.Range(2, size - 2)]);
        return new[] { random, cycle, swap }.Where(permutation => !permutation.IsIdentity)
            .Select(permutation => new GroupElement(this, [.. Symmetries.Select((other, place) => place == index ? permutation : Permutation.Identity((int)other.Size))]));
    }

    internal string Broken(Symmetry symmetry, double change)
    {
        string Where(Func<Symmetry, bool> which) => string.Join(", ", Tensors.Concat(Buffers).SelectMany(tensor =>
            tensor.Axes.Select((axis, index) => (axis, text: $"'{tensor.Name}' axis {index}")).Where(pair => which(pair.axis)).Select(pair => pair.text)).Take(12));
        var others = Where(axis => axis.Size == symmetry.Size && axis != symmetry && axis.Kind != SymmetryKind.Spatial);
        var percent = (100 * change).ToString("0.##", CultureInfo.InvariantCulture);
        return $"symmetry '{symmetry.Name}' ({symmetry.Size} units: {Where(axis => axis == symmetry)}) must leave the output unchanged when permuted; it changed by {percent} %. " +
            (others.Length > 0
                ? $"Other axes of {symmetry.Size} units: {others}. Is a norm, a residual sum or a transposed axis forgotten? Tie what holds the same units, untie what does not."
                : "No other axis has as many units: one of those named does not belong, or its axis order is wrong.");
    }
}
