namespace OxyPlot.Legends;

/// <summary>Where each item of a legend goes, relative to the legend's top left corner.</summary>
internal sealed class LegendLayout
{
    public readonly record struct Item(Series.Series Series, TextFit.Fitted Text, OxyRect Box);

    private LegendLayout(TextFit.Fitted title, List<Item> items, OxySize size)
    {
        Title = title;
        Items = items;
        Size = size;
    }

    public TextFit.Fitted Title { get; }

    public List<Item> Items { get; }

    public OxySize Size { get; }

    /// <summary>Arranges the items within the room there is; text is set smaller only when columns and line breaks do not suffice.</summary>
    public static LegendLayout Arrange(IRenderContext rc, LegendBase legend, IReadOnlyList<Series.Series> series, OxySize room)
    {
        if (series.Count == 0 && string.IsNullOrEmpty(legend.LegendTitle))
            return new LegendLayout(default, [], OxySize.Empty);
        for (var scale = 1.0; ; scale *= 0.9)
        {
            var layout = Try(rc, legend, series, room, scale);
            if ((layout.Size.Width <= room.Width && layout.Size.Height <= room.Height) || scale < 0.1)
                return layout;
        }
    }

    private static LegendLayout Try(IRenderContext rc, LegendBase legend, IReadOnlyList<Series.Series> series, OxySize room, double scale)
    {
        var font = legend.LegendFont ?? legend.PlotModel.DefaultFont;
        var fontSize = scale * FontSize(legend.LegendFontSize, legend);
        var padding = legend.LegendPadding * scale;
        var symbol = (legend.LegendSymbolLength + legend.LegendSymbolMargin) * scale;
        var inner = new OxySize(Math.Max(1, room.Width - (2 * padding)), Math.Max(1, room.Height - (2 * padding)));
        var title = TextFit.Fit(rc, legend.LegendTitle, legend.LegendTitleFont ?? font, scale * FontSize(legend.LegendTitleFontSize, legend), legend.LegendTitleFontWeight, inner.Width);
        var items = new List<Item>();
        double x = 0, y = 0, band = 0, width = title.Size.Width, height = 0;
        var rows = legend.LegendOrientation == LegendOrientation.Horizontal;
        var itemsHeight = inner.Height - title.Size.Height;
        foreach (var s in series)
        {
            var text = TextFit.Fit(rc, s.Title, font, fontSize, legend.LegendFontWeight, inner.Width - symbol);
            var size = new OxySize(symbol + text.Size.Width, text.Size.Height);
            if (rows && x > 0 && x + size.Width > inner.Width)
                (x, y, band) = (0, y + band + (legend.LegendLineSpacing * scale), 0);
            else if (!rows && y > 0 && y + size.Height > itemsHeight)
                (x, y, band) = (x + band + (legend.LegendColumnSpacing * scale), 0, 0);
            items.Add(new Item(s, text, new OxyRect(padding + x, padding + title.Size.Height + y, size.Width, size.Height)));
            width = Math.Max(width, x + size.Width);
            height = Math.Max(height, y + size.Height);
            band = Math.Max(band, rows ? size.Height : size.Width);
            if (rows)
                x += size.Width + (legend.LegendItemSpacing * scale);
            else
                y += size.Height + (legend.LegendLineSpacing * scale);
        }

        return new LegendLayout(title, items, new OxySize(width + (2 * padding), title.Size.Height + height + (2 * padding)));
    }

    private static double FontSize(double set, LegendBase legend) => legend.PlotModel.TextScale * (double.IsNaN(set) ? legend.PlotModel.DefaultFontSize : set);
}
