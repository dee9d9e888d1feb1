namespace OxyPlot.Compat.Tests;

public class PrimitiveTests
{
    [Fact]
    public void ColoursSurviveTextAndNumbers()
    {
        var random = new Random(5);
        for (var i = 0; i < 200; i++)
        {
            var color = OxyColor.FromUInt32((uint)random.NextInt64(1L << 32));
            Assert.Equal(color, OxyColor.Parse(color.ToString()));
            Assert.Equal(color, OxyColor.Parse(color.ToByteString()));
            Assert.Equal(color, OxyColor.FromUInt32(color.ToUint()));
            var opaque = OxyColor.FromAColor(255, color);
            Assert.Equal(opaque, OxyColor.FromHsv(opaque.ToHsv()));
        }

        Assert.Equal(OxyColor.FromRgb(1, 2, 255), OxyColor.Parse("#0102ff"));
        Assert.Throws<FormatException>(() => OxyColor.Parse("1,2"));
    }

    [Fact]
    public void ColoursThatAreNoneAreTold()
    {
        Assert.True(OxyColors.Undefined.IsUndefined() && OxyColors.Undefined.IsInvisible());
        Assert.True(OxyColors.Automatic.IsAutomatic() && !OxyColors.Automatic.IsUndefined());
        Assert.Equal(OxyColors.Red, OxyColors.Automatic.GetActualColor(OxyColors.Red));
        Assert.Equal(OxyColors.Blue, OxyColors.Blue.GetActualColor(OxyColors.Red));
        Assert.Equal(OxyColors.Undefined, default);
    }

    [Fact]
    public void TurnedBoxesKeepTheirAnchorAndTheirSides()
    {
        var size = new OxySize(40, 10);
        foreach (var angle in (double[])[0, 30, -90, 135])
        {
            foreach (var h in Enum.GetValues<HorizontalAlignment>())
            {
                foreach (var v in Enum.GetValues<VerticalAlignment>())
                {
                    var corners = size.GetPolygon(new ScreenPoint(7, 3), angle, h, v).ToArray();
                    Assert.Equal(40, corners[0].DistanceTo(corners[1]), 9);
                    Assert.Equal(10, corners[1].DistanceTo(corners[2]), 9);
                    if (h == HorizontalAlignment.Center && v == VerticalAlignment.Middle)
                        Assert.Equal(0, new ScreenPoint((corners[0].X + corners[2].X) / 2, (corners[0].Y + corners[2].Y) / 2).DistanceTo(new ScreenPoint(7, 3)), 9);
                }
            }
        }

        Assert.Equal(new OxyRect(-20, 0, 40, 10), size.GetBounds(0, HorizontalAlignment.Center, VerticalAlignment.Top));
    }

    [Fact]
    public void RectanglesMeetAndPart()
    {
        var a = new OxyRect(0, 0, 10, 10);
        Assert.Equal(new OxyRect(5, 5, 5, 5), a.Intersect(new OxyRect(5, 5, 10, 10)));
        Assert.Equal(default, a.Intersect(new OxyRect(20, 20, 1, 1)));
        Assert.Equal(a, a.Inflate(3, 4).Deflate(new OxyThickness(3, 4, 3, 4)));
        Assert.True(a.Contains(10, 10) && !a.Contains(10.1, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OxyRect(0, 0, -1, 1));
    }

    [Fact]
    public void EveryDashPatternAlternates()
    {
        foreach (var style in Enum.GetValues<LineStyle>())
        {
            var dashes = style.GetDashArray();
            Assert.True(dashes == null || (dashes.Length % 2 == 0 && dashes.All(d => d > 0)), style.ToString());
            Assert.Equal(style is LineStyle.Solid or LineStyle.None or LineStyle.Automatic, dashes == null);
        }
    }

    [Fact]
    public void RaisedAndLoweredTextIsSmallerAndAside()
    {
        var rc = new RecordingContext();
        rc.DrawMathText(new ScreenPoint(0, 0), "10^{-3} x_{0}", OxyColors.Black, null, 20, 400, 0, HorizontalAlignment.Left, VerticalAlignment.Middle);
        Assert.Equal(["10", "-3", " x", "0"], rc.Texts.Select(t => t.Content));
        Assert.True(rc.Texts[1].FontSize < 20 && rc.Texts[1].FontSize == rc.Texts[3].FontSize);
        static double Middle(RecordingContext.Text t) => (t.Corners[0].Y + t.Corners[2].Y) / 2;
        Assert.True(Middle(rc.Texts[1]) < Middle(rc.Texts[0]) && Middle(rc.Texts[3]) > Middle(rc.Texts[0]));
        Assert.Equal(rc.Texts[^1].Corners[1].X, rc.MeasureMathText("10^{-3} x_{0}", null, 20, 400).Width, 9);
    }

    [Fact]
    public void ClipsThatAreNotClosedAreAFault() =>
        Assert.Throws<InvalidOperationException>(() => new SvgRenderContext(new MemoryStream(), 10, 10, true, null, OxyColors.White).PopClip());
}
