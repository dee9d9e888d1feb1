using OxyPlot.Axes;
using OxyPlot.Legends;

namespace OxyPlot.Compat.Tests;

public class TextLayoutTests
{
    private static readonly string[] Texts =
    [
        "loss",
        "Training loss of a four-layer perceptron on downsampled digits, median of five seeds with inter-quartile band",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "10^{-3} of σ² → ∞ and x_{0}",
        "two\nlines",
        "WWWWWWWWWW MMMMMMMMMM @@@@@@@@@@",
        "学習曲線：訓練損失の中央値",
    ];

    private static readonly (string Name, Func<Axis> Create)[] Axes =
    [
        ("linear", () => new LinearAxis()),
        ("log", () => new LogarithmicAxis()),
        ("log exponents", () => new LogarithmicAxis { UseSuperExponentialFormat = true, PowerPadding = false }),
        ("categories", () => new CategoryAxis { Labels = { "transformer/words-8", "a", "cnn/cifar-16", "b" } }),
        ("turned categories", () => new CategoryAxis { Angle = -35, Labels = { "transformer/words-8", "a", "cnn/cifar-16" } }),
        ("large numbers", () => new LinearAxis { StringFormat = "#,##0.000" }),
    ];

    public static TheoryData<string, string> AxisPairs()
    {
        var data = new TheoryData<string, string>();
        foreach (var x in Axes)
        {
            foreach (var y in Axes)
                data.Add(x.Name, y.Name);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(AxisPairs))]
    public void NoTextIsCutOffAtTheEdges(string x, string y)
    {
        foreach (var text in Texts)
        {
            foreach (var (width, height) in ((double, double)[])[(240, 180), (400, 300), (600, 400), (1200, 450)])
            {
                var model = Plots.Wordy(text, Create(x), Create(y), LegendPlacement.Inside, LegendPosition.RightTop, LegendOrientation.Vertical);
                AssertInside(model, width, height);
            }
        }
    }

    [Theory]
    [InlineData(LegendPlacement.Inside, LegendOrientation.Vertical)]
    [InlineData(LegendPlacement.Inside, LegendOrientation.Horizontal)]
    [InlineData(LegendPlacement.Outside, LegendOrientation.Vertical)]
    [InlineData(LegendPlacement.Outside, LegendOrientation.Horizontal)]
    public void LegendsKeepTheirTextInsideWhereverTheyStand(LegendPlacement placement, LegendOrientation orientation)
    {
        foreach (var position in Enum.GetValues<LegendPosition>())
        {
            foreach (var text in Texts)
            {
                var model = Plots.Wordy(text, () => new LinearAxis(), () => new LogarithmicAxis(), placement, position, orientation);
                AssertInside(model, 360, 260);
                AssertInside(model, 700, 450);
                var legend = model.Legends[0].LegendArea;
                var shared = legend.Intersect(model.PlotArea);
                if (placement == LegendPlacement.Outside)
                    Assert.True(shared.Width * shared.Height < 1e-6, $"{position}: legend {legend} covers the plot area {model.PlotArea}");
                else
                    Assert.True(model.PlotArea.Inflate(1e-6, 1e-6).Contains(legend.TopLeft) && model.PlotArea.Inflate(1e-6, 1e-6).Contains(legend.BottomRight), $"{position}: legend {legend} leaves the plot area {model.PlotArea}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(AxisPairs))]
    public void LabelsOfAnAxisDoNotTouch(string x, string y)
    {
        foreach (var (width, height) in ((double, double)[])[(240, 180), (600, 400)])
        {
            var model = Plots.WithAxes(Create(x)(), Create(y)(), (1, 0.001), (2, 12345.678), (9.5, 3));
            var texts = RecordingContext.Of(model, width, height).Texts.Where(t => t.Rotation == 0 && t.FontSize == model.DefaultFontSize).ToList();
            foreach (var below in new[] { true, false })
            {
                var labels = texts.Where(t => below == t.Corners[0].Y >= model.PlotArea.Bottom).ToList();
                for (var i = 0; i < labels.Count; i++)
                {
                    for (var j = 0; j < i; j++)
                        Assert.False(Overlap(labels[i], labels[j]), $"'{labels[i].Content}' touches '{labels[j].Content}' at {width} x {height}");
                }
            }
        }
    }

    [Fact]
    public void WidthsAreNoSmallerThanThoseOfCommonFaces()
    {
        // Advance widths of Helvetica (and of Arial, which has the same), from its published metrics, in 1/1000.
        var helvetica = new Dictionary<char, int> { ['a'] = 556, ['i'] = 222, ['m'] = 833, ['W'] = 944, ['0'] = 556, ['.'] = 278, [' '] = 278, ['-'] = 333, ['%'] = 889, ['@'] = 1015, ['M'] = 833, ['s'] = 500 };
        var rc = new RecordingContext();
        // '@' is the one character that Helvetica sets wider; a hundredth of its size does not cut a title off.
        Assert.All(helvetica, pair => Assert.True(rc.MeasureText(pair.Key.ToString(), null, 1000, 400).Width >= pair.Value * 0.98, $"'{pair.Key}'"));
    }

    [Fact]
    public void MeasureIsMonotoneInTextAndSize()
    {
        var rc = new RecordingContext();
        Assert.Equal(0, rc.MeasureText(string.Empty, null, 10, 400).Width);
        for (var n = 1; n < 20; n++)
            Assert.True(rc.MeasureText(new string('x', n), null, 10, 400).Width > rc.MeasureText(new string('x', n - 1), null, 10, 400).Width);
        Assert.Equal(2 * rc.MeasureText("Adam", null, 10, 400).Width, rc.MeasureText("Adam", null, 20, 400).Width, 9);
        Assert.True(rc.MeasureText("Adam", null, 10, 700).Width > rc.MeasureText("Adam", null, 10, 400).Width);
        Assert.Equal(2 * rc.MeasureText("a", null, 10, 400).Height, rc.MeasureText("a\nb", null, 10, 400).Height, 9);
    }

    private static Func<Axis> Create(string name) => Axes.Single(axis => axis.Name == name).Create;

    private static void AssertInside(PlotModel model, double width, double height)
    {
        var rc = RecordingContext.Of(model, width, height);
        Assert.Null(model.GetLastPlotException());
        Assert.NotEmpty(rc.Texts);
        var canvas = new OxyRect(-1e-6, -1e-6, width + 2e-6, height + 2e-6);
        foreach (var text in rc.Texts)
            Assert.True(text.Corners.All(canvas.Contains), $"'{text.Content}' of size {text.FontSize:0.0} reaches {string.Join("; ", text.Corners)} in {width} x {height}");
    }

    private static bool Overlap(RecordingContext.Text a, RecordingContext.Text b)
    {
        var (p, q) = (OxyRect.Create(a.Corners[0].X, a.Corners[0].Y, a.Corners[2].X, a.Corners[2].Y), OxyRect.Create(b.Corners[0].X, b.Corners[0].Y, b.Corners[2].X, b.Corners[2].Y));
        var shared = p.Intersect(q);
        return shared.Width > 1e-6 && shared.Height > 1e-6;
    }
}
