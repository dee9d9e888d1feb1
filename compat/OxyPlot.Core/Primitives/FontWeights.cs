namespace OxyPlot;

public static class FontWeights
{
    public const double Normal = 400;
    public const double Bold = 700;
}
