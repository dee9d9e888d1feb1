using System.Globalization;

namespace LearnedOpt.Plots;

/// <summary>Tick labels as a paper writes them.</summary>
internal static class NumberLabels
{
    /// <summary>Plain between a thousandth and ten thousand, powers of ten beyond.</summary>
    public static string Log(double value)
    {
        if (value is >= 0.999e-3 and < 1.001e4)
            return value.ToString("#,##0.######", CultureInfo.InvariantCulture);
        var exponent = Math.Floor(Math.Log10(value) + 1e-9);
        var mantissa = value / Math.Pow(10, exponent);
        var power = $"10^{{{exponent.ToString("0", CultureInfo.InvariantCulture).Replace('-', '−')}}}";
        return Math.Abs(mantissa - 1) < 1e-6 ? power : $"{mantissa.ToString("0.##", CultureInfo.InvariantCulture)}·{power}";
    }

    /// <summary>2000 as "2,000", 0.25 as "0.25", 3 million as "3M".</summary>
    public static string Linear(double value)
    {
        var size = Math.Abs(value);
        var text = size switch
        {
            0 => "0",
            >= 1e9 or < 1e-4 => value.ToString("0.##e0", CultureInfo.InvariantCulture),
            >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + "M",
            _ => value.ToString("#,##0.######", CultureInfo.InvariantCulture),
        };
        return text.Replace('-', '−');
    }

    /// <summary>A duration in the unit that suits it.</summary>
    public static string Seconds(double seconds)
    {
        var (unit, factor) = seconds switch
        {
            < 0.999e-6 => ("ns", 1e9),
            < 0.999e-3 => ("µs", 1e6),
            < 0.999 => ("ms", 1e3),
            _ => ("s", 1.0),
        };
        return (seconds * factor).ToString("0.###", CultureInfo.InvariantCulture) + " " + unit;
    }

    /// <summary>Times, as in "2×".</summary>
    public static string Factor(double value) => value.ToString("0.###", CultureInfo.InvariantCulture) + "×";
}
