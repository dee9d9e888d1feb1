using LearnedOpt.Numerics;
using static LearnedOpt.Tasks.Data.DigitStrokes;

namespace LearnedOpt.Tasks.Data;

/// <summary>
/// The embedded stand-in for MNIST: digits written by a random hand. Way of writing, control points, slant, turn, size,
/// place, pen and noise vary; classes are balanced. The same images on every machine.
/// </summary>
internal static class SyntheticDigits
{
    public const int Size = 28, TrainCount = 10000, TestCount = 2000, Classes = 10;

    public static ByteImageSet Create(int trainCount = TrainCount, int testCount = TestCount)
    {
        CounterRandom random = new CounterRandom(0).At("synthetic digits");
        return new ByteImageSet("synthetic digits", $"synthetic digits, drawn by this program ({trainCount} training, {testCount} test images)", true, Classes,
            Draw(random.At("train"), trainCount), Draw(random.At("test"), testCount));
    }

    private static ByteImages Draw(CounterRandom random, int count)
    {
        var pixels = new byte[count * Size * Size];
        var labels = new byte[count];
        const int block = 100;
        Parallel.For(0, (count + block - 1) / block, chunk =>
        {
            var canvas = new InkCanvas(Size);
            for (int i = chunk * block; i < Math.Min(count, (chunk + 1) * block); i++)
            {
                labels[i] = (byte)(i % Classes);
                canvas.Clear();
                RandomSequence hand = random.At((ulong)i).Sequence();
                float strength = Write(canvas, labels[i], hand);
                Expose(canvas.Ink, pixels.AsSpan(i * Size * Size, Size * Size), strength, noise: hand.Uniform(0, 0.09f), random.Fork((ulong)i, 1));
            }
        });
        return new ByteImages(1, Size, Size, pixels, labels);
    }

    private static float Write(InkCanvas canvas, int digit, RandomSequence hand)
    {
        Stroke[][] ways = Ways[digit];
        Stroke[] way = ways[hand.Below(ways.Length)];
        float height = hand.Uniform(15, 21.5f), width = height * hand.Uniform(0.5f, 0.95f), slant = 0.22f * hand.Normal();
        float turn = 0.07f * hand.Normal(), wobble = hand.Uniform(0.015f, 0.055f), radius = hand.Uniform(0.55f, 1.6f);

        // A turn by 2 atan(turn) without a platform's sine.
        float cos = (1 - turn * turn) / (1 + turn * turn), sin = 2 * turn / (1 + turn * turn);
        var centre = new Point(Size / 2f + 1.2f * hand.Normal(), Size / 2f + 1.2f * hand.Normal());
        Span<Point> page = stackalloc Point[16];
        foreach (Stroke stroke in way)
        {
            for (int i = 0; i < stroke.Points.Length; i++)
            {
                Point point = stroke.Points[i] + wobble * new Point(hand.Normal(), hand.Normal());
                float y = (point.Y - 0.5f) * height, x = (point.X - 0.5f) * width - slant * y;
                page[i] = centre + new Point(cos * x - sin * y, sin * x + cos * y);
            }
            canvas.Draw(page[..stroke.Points.Length], stroke.IsSmooth, stroke.IsClosed, radius);
        }
        return hand.Uniform(0.7f, 1);
    }

    private static void Expose(ReadOnlySpan<float> ink, Span<byte> pixels, float strength, float noise, CounterRandom random)
    {
        Span<float> grain = stackalloc float[Size * Size];
        random.Fill(grain);
        for (int i = 0; i < ink.Length; i++)
            pixels[i] = (byte)(Math.Clamp(strength * ink[i] + noise * grain[i], 0, 1) * 255 + 0.5f);
    }
}
