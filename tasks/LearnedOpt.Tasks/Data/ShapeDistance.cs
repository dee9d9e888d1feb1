namespace LearnedOpt.Tasks.Data;

/// <summary>
/// Signed distance to ten shapes of about unit radius: negative inside. Distances are exact or a lower bound, which is
/// all that smooth edges need.
/// </summary>
internal static class ShapeDistance
{
    public static readonly string[] Names = ["disc", "ring", "square", "frame", "triangle", "star", "plus", "crescent", "bar", "pair"];

    // Corners of a five-pointed star, x and y in turn: radius 1.15 outside and 0.5 inside, every 36 degrees from the top.
    private static readonly float[] Star =
    [
        0, -1.15f, 0.2939f, -0.4045f, 1.0937f, -0.3554f, 0.4755f, 0.1545f, 0.6760f, 0.9304f,
        0, 0.5f, -0.6760f, 0.9304f, -0.4755f, 0.1545f, -1.0937f, -0.3554f, -0.2939f, -0.4045f,
    ];

    public static float Of(int shape, float x, float y)
    {
        float ax = Math.Abs(x), ay = Math.Abs(y), r = Length(x, y);
        return shape switch
        {
            0 => r - 0.95f,
            1 => Math.Abs(r - 0.75f) - 0.22f,
            2 => Math.Max(ax, ay) - 0.85f,
            3 => Math.Abs(Math.Max(ax, ay) - 0.72f) - 0.2f,
            4 => Math.Max(y, 0.8660254f * ax - 0.5f * y) - 0.55f,
            5 => Polygon(Star, x, y),
            6 => Math.Min(Math.Max(ax - 1, ay - 0.32f), Math.Max(ax - 0.32f, ay - 1)),
            7 => Math.Max(r - 1, 0.85f - Length(x - 0.55f, y)),
            8 => Math.Max(ax - 1.1f, ay - 0.36f),
            _ => Length(ax - 0.62f, y) - 0.46f,
        };
    }

    private static float Polygon(float[] corners, float x, float y)
    {
        float nearest = float.MaxValue;
        bool inside = false;
        int count = corners.Length / 2;
        for (int i = 0, j = count - 1; i < count; j = i++)
        {
            float x0 = corners[2 * i], y0 = corners[2 * i + 1], ex = corners[2 * j] - x0, ey = corners[2 * j + 1] - y0;
            float t = Math.Clamp(((x - x0) * ex + (y - y0) * ey) / (ex * ex + ey * ey), 0, 1);
            float gx = x - x0 - t * ex, gy = y - y0 - t * ey;
            nearest = Math.Min(nearest, gx * gx + gy * gy);
            if (y0 > y != y0 + ey > y && x < x0 + ex * (y - y0) / ey)
                inside = !inside;
        }
        float distance = MathF.Sqrt(nearest);
        return inside ? -distance : distance;
    }

    private static float Length(float x, float y) => MathF.Sqrt(x * x + y * y);
}
