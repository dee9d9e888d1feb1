using LearnedOpt.Numerics;

namespace LearnedOpt.Tasks.Data;

/// <summary>
/// The embedded stand-in for CIFAR-10: one of ten shapes of random colour, texture, size, place and turn, on a textured
/// background with specks and noise. The same images on every machine.
/// </summary>
internal static class SyntheticShapes
{
    public const int Size = 32, TrainCount = 5000, TestCount = 1000, Classes = 10;

    private const int Plane = Size * Size;

    private static readonly Colour[] Preferred =
    [
        new(0.9f, 0.5f, 0.1f), new(0.9f, 0.2f, 0.2f), new(0.3f, 0.3f, 0.8f), new(0.5f, 0.3f, 0.1f), new(0.2f, 0.7f, 0.2f),
        new(0.9f, 0.9f, 0.2f), new(0.9f, 0.9f, 0.9f), new(0.7f, 0.8f, 1.0f), new(0.1f, 0.1f, 0.15f), new(0.6f, 0.1f, 0.6f),
    ];

    public static ByteImageSet Create(int trainCount = TrainCount, int testCount = TestCount)
    {
        CounterRandom random = new CounterRandom(0).At("synthetic shapes");
        return new ByteImageSet("synthetic shapes", $"synthetic shapes, drawn by this program ({trainCount} training, {testCount} test images)", true, Classes,
            Draw(random.At("train"), trainCount), Draw(random.At("test"), testCount));
    }

    private static ByteImages Draw(CounterRandom random, int count)
    {
        var pixels = new byte[count * 3 * Plane];
        var labels = new byte[count];
        Parallel.For(0, count, i =>
        {
            labels[i] = (byte)(i % Classes);
            Paint(labels[i], random.At((ulong)i).Sequence(), random.Fork((ulong)i, 1), pixels.AsSpan(i * 3 * Plane, 3 * Plane));
        });
        return new ByteImages(3, Size, Size, pixels, labels);
    }

    private static void Paint(int shape, RandomSequence hand, CounterRandom grain, Span<byte> pixels)
    {
        (Colour back, Colour backSecond) = (Colour.Any(hand), Colour.Any(hand));
        Colour front = Front(shape, hand), frontSecond = Colour.Any(hand);
        for (int attempt = 0; attempt < 12 && Math.Abs(front.Luma - back.Luma) < 0.25f; attempt++)
            (front, back) = (Front(shape, hand), Colour.Any(hand));
        var backTexture = new ShapeTexture(hand, 0.6f);
        var frontTexture = new ShapeTexture(hand, 0.45f);
        float radius = hand.Uniform(7, 13), inverse = 1 / radius, stretch = hand.Uniform(0.85f, 1.18f), noise = hand.Uniform(0, 0.06f);
        float centreX = Size / 2f + 3.5f * hand.Normal(), centreY = Size / 2f + 3.5f * hand.Normal();
        float turn = 0.15f * hand.Normal(), cos = (1 - turn * turn) / (1 + turn * turn), sin = 2 * turn / (1 + turn * turn);
        (float X, float Y, float Radius, Colour Colour) speck = (hand.Uniform(0, Size), hand.Uniform(0, Size), hand.Uniform(0, 3.5f), Colour.Any(hand));

        Span<float> noises = stackalloc float[3 * Plane];
        grain.Fill(noises);
        for (int y = 0; y < Size; y++)
        {
            for (int x = 0; x < Size; x++)
            {
                float px = x + 0.5f - centreX, py = y + 0.5f - centreY;
                float inShape = Cover(radius * ShapeDistance.Of(shape, (cos * px + sin * py) * inverse * stretch, (cos * py - sin * px) * inverse));
                float sx = x + 0.5f - speck.X, sy = y + 0.5f - speck.Y;
                float inSpeck = Cover(MathF.Sqrt(sx * sx + sy * sy) - speck.Radius);
                Colour ground = Colour.Blend(back, backSecond, backTexture.At(x, y));
                Colour figure = Colour.Blend(front, frontSecond, frontTexture.At(x, y));
                Colour colour = Colour.Blend(Colour.Blend(ground, speck.Colour, inSpeck), figure, inShape);
                int at = y * Size + x;
                pixels[at] = Byte(colour.R + noise * noises[at]);
                pixels[Plane + at] = Byte(colour.G + noise * noises[Plane + at]);
                pixels[2 * Plane + at] = Byte(colour.B + noise * noises[2 * Plane + at]);
            }
        }
    }

    // As grass goes with horses: half of the shapes have a colour that their class prefers, so colour alone tells a little.
    private static Colour Front(int shape, RandomSequence hand)
    {
        Colour any = Colour.Any(hand);
        return hand.Chance(0.5f) ? any : Colour.Blend(Preferred[shape], any, 0.35f);
    }

    // Share of a pixel that lies inside an edge at this signed distance.
    private static float Cover(float distance) => Math.Clamp(0.5f - distance, 0, 1);

    private static byte Byte(float value) => (byte)(Math.Clamp(value, 0, 1) * 255 + 0.5f);

    private readonly record struct Colour(float R, float G, float B)
    {
        public float Luma => 0.299f * R + 0.587f * G + 0.114f * B;

        public static Colour Any(RandomSequence random) => new(random.Uniform(), random.Uniform(), random.Uniform());

        public static Colour Blend(Colour a, Colour b, float share) =>
            new(a.R + share * (b.R - a.R), a.G + share * (b.G - a.G), a.B + share * (b.B - a.B));
    }
}
