using System.Globalization;
using System.Text;
using OxyPlot.Text;

namespace OxyPlot;

/// <summary>Writes shapes as SVG 1.1.</summary>
public class SvgWriter : XmlWriterBase
{
    private const string Namespace = "http://www.w3.org/2000/svg";
    private int clips;
    private bool ended;

    public SvgWriter(Stream stream, double width, double height, bool isDocument = true)
        : base(stream)
    {
        IsDocument = isDocument;
        NumberFormat = "0.##";
        if (isDocument)
            WriteStartDocument(standalone: true);
        WriteStartElement("svg", Namespace);
        WriteAttributeString("version", "1.1");
        WriteAttributeString("width", width);
        WriteAttributeString("height", height);
        WriteAttributeString("viewBox", $"0 0 {Number(width)} {Number(height)}");
    }

    public bool IsDocument { get; set; }

    public string NumberFormat { get; set; }

    public override void Close()
    {
        if (!ended)
            Complete();
        base.Close();
    }

    /// <summary>Ends the drawing; nothing can be written after it.</summary>
    public void Complete()
    {
        if (ended)
            return;
        WriteEndElement();
        if (IsDocument)
            WriteEndDocument();
        ended = true;
    }

    public void BeginClip(double x, double y, double width, double height)
    {
        var id = "clip" + (++clips).ToString(CultureInfo.InvariantCulture);
        WriteStartElement("defs");
        WriteStartElement("clipPath");
        WriteAttributeString("id", id);
        WriteStartElement("rect");
        WriteAttributeString("x", x);
        WriteAttributeString("y", y);
        WriteAttributeString("width", width);
        WriteAttributeString("height", height);
        WriteEndElement();
        WriteEndElement();
        WriteEndElement();
        WriteStartElement("g");
        WriteAttributeString("clip-path", $"url(#{id})");
    }

    public void EndClip() => WriteEndElement();

    public string CreateStyle(OxyColor fill, OxyColor stroke, double thickness, double[] dashArray = null, LineJoin lineJoin = LineJoin.Miter)
    {
        var style = new StringBuilder();
        if (fill.IsInvisible())
            style.Append("fill:none;");
        else
            style.Append("fill:").Append(ColorToString(fill)).Append(Opacity(";fill-opacity:", fill)).Append(';');
        if (stroke.IsInvisible() || thickness <= 0)
            return style.Append("stroke:none").ToString();
        style.Append("stroke:").Append(ColorToString(stroke)).Append(Opacity(";stroke-opacity:", stroke));
        style.Append(";stroke-width:").Append(Number(thickness));
        if (lineJoin != LineJoin.Miter)
            style.Append(lineJoin == LineJoin.Round ? ";stroke-linejoin:round" : ";stroke-linejoin:bevel");
        if (dashArray is { Length: > 0 })
            style.Append(";stroke-dasharray:").AppendJoin(',', dashArray.Select(dash => Number(dash * thickness)));
        return style.ToString();
    }

    public void WriteEllipse(double x, double y, double width, double height, string style, EdgeRenderingMode edgeRenderingMode)
    {
        WriteStartElement("ellipse");
        WriteAttributeString("cx", x + (width / 2));
        WriteAttributeString("cy", y + (height / 2));
        WriteAttributeString("rx", width / 2);
        WriteAttributeString("ry", height / 2);
        EndShape(style, edgeRenderingMode);
    }

    public void WriteRectangle(double x, double y, double width, double height, string style, EdgeRenderingMode edgeRenderingMode)
    {
        WriteStartElement("rect");
        WriteAttributeString("x", x);
        WriteAttributeString("y", y);
        WriteAttributeString("width", width);
        WriteAttributeString("height", height);
        EndShape(style, edgeRenderingMode);
    }

    public void WriteLine(ScreenPoint p1, ScreenPoint p2, string style, EdgeRenderingMode edgeRenderingMode)
    {
        WriteStartElement("line");
        WriteAttributeString("x1", p1.X);
        WriteAttributeString("y1", p1.Y);
        WriteAttributeString("x2", p2.X);
        WriteAttributeString("y2", p2.Y);
        EndShape(style, edgeRenderingMode);
    }

    public void WritePolyline(IEnumerable<ScreenPoint> pts, string style, EdgeRenderingMode edgeRenderingMode) =>
        WritePoints("polyline", pts, style, edgeRenderingMode);

    public void WritePolygon(IEnumerable<ScreenPoint> points, string style, EdgeRenderingMode edgeRenderingMode) =>
        WritePoints("polygon", points, style, edgeRenderingMode);

    public void WriteImage(double x, double y, double width, double height, OxyImage image)
    {
        WriteStartElement("image");
        WriteAttributeString("x", x);
        WriteAttributeString("y", y);
        WriteAttributeString("width", width);
        WriteAttributeString("height", height);
        WriteAttributeString("preserveAspectRatio", "none");
        WriteAttributeString("xlink", "href", "http://www.w3.org/1999/xlink", "data:image/png;base64," + Convert.ToBase64String(image.GetData()));
        WriteEndElement();
    }

    /// <summary>Writes one line of text. The base line is placed here and not left to the viewer: viewers differ.</summary>
    public void WriteText(ScreenPoint position, string text, OxyColor fill, string fontFamily = null, double fontSize = 10, double fontWeight = FontWeights.Normal, double rotate = 0, HorizontalAlignment halign = HorizontalAlignment.Left, VerticalAlignment valign = VerticalAlignment.Top)
    {
        var top = valign switch { VerticalAlignment.Top => 0, VerticalAlignment.Middle => -SansMetrics.LineHeight / 2, _ => -SansMetrics.LineHeight };
        var baseLine = (top + SansMetrics.BaseLine) * fontSize;
        WriteStartElement("text");
        if (rotate == 0)
        {
            WriteAttributeString("x", position.X);
            WriteAttributeString("y", position.Y + baseLine);
        }
        else
        {
            WriteAttributeString("x", 0);
            WriteAttributeString("y", baseLine);
            WriteAttributeString("transform", $"translate({Number(position.X)},{Number(position.Y)}) rotate({Number(rotate)})");
        }

        if (halign != HorizontalAlignment.Left)
            WriteAttributeString("text-anchor", halign == HorizontalAlignment.Center ? "middle" : "end");
        if (fontFamily != null)
            WriteAttributeString("font-family", fontFamily);
        WriteAttributeString("font-size", fontSize);
        if (fontWeight != FontWeights.Normal)
            WriteAttributeString("font-weight", fontWeight);
        WriteAttributeString("fill", ColorToString(fill));
        if (fill.A < 255)
            WriteAttributeString("fill-opacity", fill.A / 255.0);
        WriteAttributeString("xml", "space", null, "preserve");
        WriteString(text);
        WriteEndElement();
    }

    protected string ColorToString(OxyColor color) => $"#{color.R:x2}{color.G:x2}{color.B:x2}";

    protected void WriteAttributeString(string name, double value) => WriteAttributeString(name, Number(value));

    private static string Opacity(string name, OxyColor color) =>
        color.A == 255 ? string.Empty : name + (color.A / 255.0).ToString("0.###", CultureInfo.InvariantCulture);

    private string Number(double value) => value.ToString(NumberFormat, CultureInfo.InvariantCulture);

    private void WritePoints(string element, IEnumerable<ScreenPoint> points, string style, EdgeRenderingMode mode)
    {
        WriteStartElement(element);
        WriteAttributeString("points", string.Join(' ', points.Select(p => $"{Number(p.X)},{Number(p.Y)}")));
        EndShape(style, mode);
    }

    private void EndShape(string style, EdgeRenderingMode mode)
    {
        if (mode is EdgeRenderingMode.PreferSharpness or EdgeRenderingMode.PreferSpeed)
            WriteAttributeString("shape-rendering", mode == EdgeRenderingMode.PreferSharpness ? "crispEdges" : "optimizeSpeed");
        else if (mode == EdgeRenderingMode.PreferGeometricAccuracy)
            WriteAttributeString("shape-rendering", "geometricPrecision");
        WriteAttributeString("style", style);
        WriteEndElement();
    }
}
