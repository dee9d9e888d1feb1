using LearnedOpt.Numerics;

namespace LearnedOpt.Tasks.Data;

/// <summary>A two-coloured pattern over the plane: a blend of plain, stripes, checks or clouds at a random angle and scale.</summary>
internal sealed class ShapeTexture
{
    private const int Knots = 8;

    private readonly int kind;
    private readonly float dx, dy, shift, strength;
    private readonly float[] knots = new float[Knots * Knots];

    public ShapeTexture(RandomSequence random, float maximumStrength)
    {
        kind = random.Below(4);
        float frequency = random.Uniform(0.09f, 0.3f);
        (float cos, float sin) = Direction(random);
        (dx, dy, shift, strength) = (frequency * cos, frequency * sin, random.Uniform(0, 4), random.Uniform(0, maximumStrength));
        for (int i = 0; i < knots.Length; i++)
            knots[i] = random.Uniform();
    }

    /// <summary>Share of the second colour at pixel (x, y), in [0, strength].</summary>
    public float At(int x, int y)
    {
        float u = dx * x + dy * y + shift, v = dx * y - dy * x + shift;
        return strength * kind switch
        {
            0 => Math.Clamp((x + y) / 62f, 0, 1),
            1 => Wave(u),
            2 => Wave(u) > 0.5f != Wave(v) > 0.5f ? 1 : 0,
            _ => Cloud(x * (Knots - 1) / 32f, y * (Knots - 1) / 32f),
        };
    }

    /// <summary>A uniform direction: a normalised pair of normals needs no sine.</summary>
    public static (float Cos, float Sin) Direction(RandomSequence random)
    {
        float a = random.Normal(), b = random.Normal(), length = MathF.Sqrt(a * a + b * b);
        return length > 1e-6f ? (a / length, b / length) : (1, 0);
    }

    // Triangle wave of period 1.
    private static float Wave(float t) => Math.Abs(2 * (t - MathF.Floor(t)) - 1);

    private float Cloud(float x, float y)
    {
        int i = (int)x, j = (int)y;
        float s = x - i, t = y - j;
        float top = knots[j * Knots + i] * (1 - s) + knots[j * Knots + i + 1] * s;
        float bottom = knots[(j + 1) * Knots + i] * (1 - s) + knots[(j + 1) * Knots + i + 1] * s;
        return top * (1 - t) + bottom * t;
    }
}
