using System.Numerics;
using LearnedOpt.Kernels;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>The Adam step of <see cref="CeloAdamRule"/>, whose epsilon is under the root; momentum and second moment [2, slot] of each tensor.</summary>
internal sealed unsafe class CeloAdamStepper : IStepper
{
    private const float Beta1 = 0.9f, Beta2 = 0.999f, GradientLimit = 1000f, StepScale = 0.001f;

    private readonly TensorSizes sizes;
    private readonly FloatBuffer state;
    private readonly int[] offsets, slots;
    private readonly int sharedLength;

    public CeloAdamStepper(WeightSpace space, int sharedLength)
    {
        this.sharedLength = sharedLength;
        sizes = new TensorSizes(space);
        (offsets, slots) = (new int[space.Tensors.Count], new int[space.Tensors.Count]);
        int total = 0;
        for (int t = 0; t < offsets.Length; t++)
        {
            (offsets[t], slots[t]) = (total, FloatBuffer.RoundUp(space.Tensors[t].Count));
            total = checked(total + (2 * slots[t]));
        }

        state = new FloatBuffer(total + sharedLength);
    }

    public Memory<float> State => state.Memory;

    public Memory<float> SharedState => state.Memory[(state.Length - sharedLength)..];

    public Memory<float> StateOf(int tensor) => state.Memory.Slice(offsets[tensor], 2 * slots[tensor]);

    public void Bind(ReadOnlySpan<float> theta)
    {
    }

    public void Step(ReadOnlySpan<ParameterSlice> tensors, long step, float learningRate)
    {
        sizes.Require(tensors);
        float first = (float)(1 / (1 - Math.Pow(Beta1, step + 1))), second = (float)(1 / (1 - Math.Pow(Beta2, step + 1)));
        for (int t = 0; t < tensors.Length; t++)
        {
            if (TensorSizes.Skips(tensors[t]))
                continue;
            float* momentum = state.Pointer + offsets[t];
            Update(tensors[t], momentum, momentum + slots[t], learningRate * StepScale * first * tensors[t].Scale, second);
        }
    }

    public void Reset() => state.Span.Clear();

    public void Dispose()
    {
    }

    private static void Update(in ParameterSlice slice, float* momentum, float* moment, float rate, float correction)
    {
        Vector<float> limit = new(GradientLimit), root = new(1e-10f), epsilon = new(1e-8f);
        long i = 0;
        for (; i + Vector<float>.Count <= slice.Count; i += Vector<float>.Count)
        {
            Vector<float> g = Vector.Load(slice.Gradient + i);
            g = Vector.Min(Vector.Max(Vector.ConditionalSelect(Vector.LessThanOrEqual(Vector.Abs(g), new Vector<float>(float.MaxValue)), g, Vector<float>.Zero), -limit), limit);
            Vector<float> m = (Vector.Load(momentum + i) * Beta1) + (g * (1 - Beta1)), v = (Vector.Load(moment + i) * Beta2) + (g * g * (1 - Beta2));
            Vector.Store(m, momentum + i);
            Vector.Store(v, moment + i);
            Vector.Store(Vector.Load(slice.Weight + i) - (m * rate / (Vector.SquareRoot((v * correction) + root) + epsilon)), slice.Weight + i);
        }

        for (; i < slice.Count; i++)
        {
            float g = float.IsFinite(slice.Gradient[i]) ? Math.Clamp(slice.Gradient[i], -GradientLimit, GradientLimit) : 0f;
            momentum[i] = (momentum[i] * Beta1) + (g * (1 - Beta1));
            moment[i] = (moment[i] * Beta2) + (g * g * (1 - Beta2));
            slice.Weight[i] -= momentum[i] * rate / (MathF.Sqrt((moment[i] * correction) + 1e-10f) + 1e-8f);
        }
    }
}
