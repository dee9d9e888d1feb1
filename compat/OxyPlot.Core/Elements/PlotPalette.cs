namespace OxyPlot;

/// <summary>Colours for series that name none, in their order.</summary>
internal static class PlotPalette
{
    public static IList<OxyColor> Default =>
    [
        OxyColor.FromRgb(0x4E, 0x9A, 0x06), OxyColor.FromRgb(0xC8, 0x8D, 0x00), OxyColor.FromRgb(0xCC, 0x00, 0x00),
        OxyColor.FromRgb(0x20, 0x4A, 0x87), OxyColors.Red, OxyColors.Orange, OxyColors.Yellow, OxyColors.Green,
        OxyColors.Blue, OxyColors.Indigo, OxyColors.Violet,
    ];
}
