using System.Globalization;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Series;

namespace LearnedOpt.Plots;

/// <summary>Lines and grounds that help to read a plot. What they mean stands in the legend, where no data run through it.</summary>
internal static class PlotNotes
{
    private static readonly OxyColor Shade = OxyColor.FromAColor(16, OxyColors.Black);

    // One dash for each level line, so that several can be told apart.
    private static readonly double[][] Dashes = [[8, 3], [3, 3], [1, 2]];

    public static void AddReferences(PlotModel model, CurveLayer layer, IReadOnlyList<ReferenceLine> references, AxisRange xRange)
    {
        foreach (var (reference, i) in references.Where(r => double.IsFinite(r.Value)).Select((r, i) => (r, i)))
        {
            var style = new CurveStyle(Palette.Muted, Dashes[i % Dashes.Length], MarkerType.None);
            var line = new LineSeries { Color = style.Color, Dashes = style.Dashes, LineStyle = LineStyle.Solid, StrokeThickness = 1.3, RenderInLegend = false };
            line.Points.Add(new DataPoint(xRange.Low, reference.Value));
            line.Points.Add(new DataPoint(xRange.High, reference.Value));
            model.Series.Add(line);
            layer.AddToLegend($"{reference.Name} ({reference.Value.ToString("0.###", CultureInfo.InvariantCulture)})", style, 1.3, MarkerType.None);
        }
    }

    /// <summary>Grey ground beyond what was seen in meta-training.</summary>
    public static void AddHorizon(PlotModel model, CurveLayer layer, double? horizon, AxisRange xRange)
    {
        if (horizon is not { } from || from >= xRange.High)
            return;
        model.Annotations.Add(new RectangleAnnotation
        {
            MinimumX = Math.Max(from, xRange.Low),
            MaximumX = xRange.High,
            Fill = Shade,
            Layer = AnnotationLayer.BelowAxes,
        });
        layer.AddToLegend("beyond meta-training", new AreaSeries { Fill = OxyColor.FromAColor(34, OxyColors.Black), StrokeThickness = 0, Color = Palette.Muted });
    }

    /// <summary>Upright lines at the values that meta-training saw.</summary>
    public static void AddTrainedAt(PlotModel model, CurveLayer layer, IReadOnlyList<double> values)
    {
        if (values.Count == 0)
            return;
        foreach (var value in values)
        {
            model.Annotations.Add(new LineAnnotation
            {
                Type = LineAnnotationType.Vertical,
                X = value,
                Color = Palette.Muted,
                LineStyle = LineStyle.Solid,
                StrokeThickness = 1,
                Layer = AnnotationLayer.BelowSeries,
            });
        }

        var named = string.Join(", ", values.Select(NumberLabels.Linear));
        layer.AddToLegend($"meta-trained at {named}", new CurveStyle(Palette.Muted, null, MarkerType.None), 1, MarkerType.None);
    }
}
