using LearnedOpt.Numerics;

namespace LearnedOpt.Tasks.Networks;

/// <summary>Writes a parameter's initial values: a pure function of the stream.</summary>
/// <param name="random">The parameter's own stream.</param>
/// <param name="values">All elements, row-major.</param>
public delegate void Initializer(CounterRandom random, Span<float> values);

/// <summary>
/// Initial values. Layers begin as TorchSharp's own do (linear, convolution and recurrent: uniform on +-1 / sqrt(fan in);
/// embedding: standard normal; norms: one and zero) unless the network says otherwise.
/// </summary>
public static class Initializers
{
    public static Initializer Zero { get; } = Constant(0);

    public static Initializer One { get; } = Constant(1);

    public static Initializer Constant(float value) => (_, values) => values.Fill(value);

    /// <summary>Uniform on +-1 / sqrt(fan in).</summary>
    public static Initializer FanIn(long fanIn) => Uniform((float)(1 / Math.Sqrt(fanIn)));

    /// <summary>Uniform on +-<paramref name="bound"/>.</summary>
    public static Initializer Uniform(float bound) => (random, values) =>
    {
        random.FillUniform(values);
        foreach (ref var value in values) value = bound * (2 * value - 1);
    };

    /// <summary>Normal with mean 0.</summary>
    public static Initializer Normal(float deviation) => (random, values) =>
    {
        random.Fill(values);
        foreach (ref var value in values) value *= deviation;
    };

    /// <summary>The identity matrix of <paramref name="size"/> rows.</summary>
    /// <remarks>Reference: Le, Jaitly, Hinton, 2015 (IRNN), section 3.</remarks>
    public static Initializer Identity(int size) => (_, values) =>
    {
        values.Clear();
        for (var i = 0; i < size; i++) values[i * size + i] = 1;
    };

    /// <summary>Another initialiser's values times <paramref name="factor"/>.</summary>
    public static Initializer Scaled(this Initializer initializer, float factor) => (random, values) =>
    {
        initializer(random, values);
        foreach (ref var value in values) value *= factor;
    };
}
