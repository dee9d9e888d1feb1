using System.Globalization;

namespace LearnedOpt.Tasks.Data;

/// <summary>
/// How the ten digits are written: for each a few ways, each way a few strokes, each stroke a path of control points in
/// the unit square (x to the right, y down). A path is straight between its points, or a smooth curve through them.
/// </summary>
internal static class DigitStrokes
{
    /// <summary>[digit][way][stroke]</summary>
    public static readonly Stroke[][][] Ways =
    [
        [Parse("o .50 .00  .20 .14  .08 .50  .20 .86  .50 1.0  .80 .86  .92 .50  .80 .14")],
        [
            Parse("- .50 .00  .50 1.0"),
            Parse("- .24 .24  .52 .00  .52 1.0"),
            Parse("- .24 .22  .52 .00  .52 1.0", "- .22 1.0  .82 1.0"),
        ],
        [
            Parse("~ .12 .26  .28 .05  .62 .01  .86 .22  .74 .50  .42 .76  .10 1.0", "- .10 1.0  .92 .97"),
            Parse("~ .14 .22  .40 .00  .78 .08  .80 .36  .50 .68  .20 .96  .10 .88  .28 .80  .56 .94  .92 .98"),
        ],
        [
            Parse("~ .14 .12  .44 .00  .80 .12  .76 .38  .42 .47", "~ .42 .47  .80 .56  .88 .80  .58 1.0  .24 .97  .08 .84"),
            Parse("- .14 .02  .82 .02  .44 .42", "~ .44 .42  .82 .52  .86 .80  .56 1.0  .24 .97  .08 .84"),
        ],
        [
            Parse("- .28 .00  .08 .56  .92 .56", "- .72 .20  .66 1.0"),
            Parse("- .70 1.0  .70 .00  .06 .66  .94 .66"),
        ],
        [
            Parse("- .84 .00  .26 .02  .20 .44", "~ .20 .44  .48 .36  .82 .52  .82 .84  .50 1.0  .10 .92"),
            Parse("~ .24 .06  .18 .42  .46 .36  .84 .54  .80 .88  .44 1.0  .10 .92", "- .24 .04  .86 .00"),
        ],
        [
            Parse("~ .76 .02  .40 .20  .14 .58  .22 .90  .54 1.0  .84 .86  .80 .60  .50 .50  .18 .68"),
            Parse("~ .56 .00  .24 .36  .12 .72  .34 .98  .68 .96  .82 .74  .60 .56  .30 .62  .14 .78"),
        ],
        [
            Parse("- .08 .02  .90 .00  .40 1.0"),
            Parse("- .08 .02  .90 .00  .42 1.0", "- .30 .50  .78 .48"),
            Parse("~ .10 .10  .30 .02  .60 .06  .90 .00", "~ .90 .00  .62 .44  .46 1.0"),
        ],
        [
            Parse("o .78 .18  .50 .00  .22 .18  .34 .40  .66 .58  .86 .80  .50 1.0  .14 .80  .34 .58  .66 .40"),
            Parse("o .50 .00  .24 .10  .24 .36  .50 .46  .76 .36  .76 .10", "o .50 .46  .18 .60  .18 .90  .50 1.0  .82 .90  .82 .60"),
        ],
        [
            Parse("~ .82 .22  .58 .00  .22 .10  .16 .38  .44 .52  .74 .42  .82 .22", "- .82 .20  .78 .60  .68 1.0"),
            Parse("~ .80 .26  .56 .02  .24 .12  .18 .38  .46 .50  .78 .34  .82 .20  .84 .62  .62 .96  .24 .96"),
        ],
    ];

    private static Stroke[] Parse(params string[] strokes) => [.. strokes.Select(ParseOne)];

    private static Stroke ParseOne(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        float[] numbers = [.. words.Skip(1).Select(word => float.Parse(word, CultureInfo.InvariantCulture))];
        var points = new Point[numbers.Length / 2];
        for (int i = 0; i < points.Length; i++)
            points[i] = new Point(numbers[2 * i], numbers[2 * i + 1]);
        return new Stroke(points, IsSmooth: words[0] != "-", IsClosed: words[0] == "o");
    }

    /// <summary>One movement of the pen.</summary>
    internal sealed record Stroke(Point[] Points, bool IsSmooth, bool IsClosed);

    /// <summary>A place on the page.</summary>
    internal readonly record struct Point(float X, float Y)
    {
        public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);

        public static Point operator -(Point a, Point b) => new(a.X - b.X, a.Y - b.Y);

        public static Point operator *(float s, Point a) => new(s * a.X, s * a.Y);
    }
}
