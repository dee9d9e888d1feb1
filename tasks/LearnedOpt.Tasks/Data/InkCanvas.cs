using static LearnedOpt.Tasks.Data.DigitStrokes;

namespace LearnedOpt.Tasks.Data;

/// <summary>A grey image on which strokes of a round pen are drawn with smooth edges: ink = clamp(radius + 1/2 - distance).</summary>
internal sealed class InkCanvas(int size)
{
    private const int PiecesPerCurve = 6;

    /// <summary>Ink in [0, 1], shape [size, size].</summary>
    public float[] Ink { get; } = new float[size * size];

    public void Clear() => Array.Clear(Ink);

    /// <summary>Draws one movement of the pen through <paramref name="points"/> (in pixels).</summary>
    public void Draw(ReadOnlySpan<Point> points, bool isSmooth, bool isClosed, float radius)
    {
        int count = points.Length, spans = isClosed ? count : count - 1;
        for (int i = 0; i < spans; i++)
        {
            Point from = points[i], to = points[(i + 1) % count];
            if (!isSmooth)
            {
                Segment(from, to, radius);
                continue;
            }
            Point before = points[isClosed ? (i + count - 1) % count : Math.Max(i - 1, 0)];
            Point after = points[isClosed ? (i + 2) % count : Math.Min(i + 2, count - 1)];
            Point last = from;
            for (int piece = 1; piece <= PiecesPerCurve; piece++)
            {
                Point next = Curve(before, from, to, after, piece / (float)PiecesPerCurve);
                Segment(last, next, radius);
                last = next;
            }
        }
    }

    // Catmull-Rom: passes through its control points, tangents along their neighbours.
    private static Point Curve(Point a, Point b, Point c, Point d, float t)
    {
        Point linear = c - a, square = 2 * a - 5 * b + 4 * c - d, cube = 3 * b - a - 3 * c + d;
        return b + 0.5f * t * (linear + t * (square + t * cube));
    }

    private void Segment(Point from, Point to, float radius)
    {
        float reach = radius + 0.5f;
        int left = Math.Max(0, (int)(Math.Min(from.X, to.X) - reach)), right = Math.Min(size - 1, (int)(Math.Max(from.X, to.X) + reach));
        int top = Math.Max(0, (int)(Math.Min(from.Y, to.Y) - reach)), bottom = Math.Min(size - 1, (int)(Math.Max(from.Y, to.Y) + reach));
        Point along = to - from;
        float length = along.X * along.X + along.Y * along.Y, inverse = length > 1e-9f ? 1 / length : 0;
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                Point offset = new Point(x + 0.5f, y + 0.5f) - from;
                float t = Math.Clamp((offset.X * along.X + offset.Y * along.Y) * inverse, 0, 1);
                Point gap = offset - t * along;
                float ink = reach - MathF.Sqrt(gap.X * gap.X + gap.Y * gap.Y);
                ref float pixel = ref Ink[y * size + x];
                pixel = Math.Max(pixel, Math.Min(ink, 1));
            }
        }
    }
}
