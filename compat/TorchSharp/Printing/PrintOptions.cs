namespace TorchSharp;

public static partial class torch
{
    public const TensorStringStyle julia = TensorStringStyle.Julia;
    public const TensorStringStyle numpy = TensorStringStyle.Numpy;
    public const TensorStringStyle csharp = TensorStringStyle.CSharp;

    internal static string s_floatFormat = "g5", s_newLine = System.Environment.NewLine;
    internal static int s_lineWidth = 100, s_maxRows = 6, s_maxColumns = 6;
    private static TensorStringStyle s_style = TensorStringStyle.Julia;

    /// <summary>What <see cref="TorchSharp.TensorStringStyle.Default"/> stands for.</summary>
    public static TensorStringStyle TensorStringStyle
    {
        get => s_style;
        set => s_style = value == TensorStringStyle.Default ? TensorStringStyle.Julia : value;
    }

    public static void set_printoptions(int precision, int? linewidth = null, string newLine = null, bool sci_mode = false, int? maxRows = null, int? maxColumns = null) =>
        set_printoptions(null, (sci_mode ? "E" : "F") + precision, linewidth, newLine, maxRows, maxColumns);

    public static void set_printoptions(TensorStringStyle? style = null, string floatFormat = null, int? linewidth = null, string newLine = null, int? maxRows = null, int? maxColumns = null)
    {
        TensorStringStyle = style ?? s_style;
        s_floatFormat = floatFormat ?? s_floatFormat;
        s_lineWidth = linewidth ?? s_lineWidth;
        s_newLine = newLine ?? s_newLine;
        s_maxRows = maxRows ?? s_maxRows;
        s_maxColumns = maxColumns ?? s_maxColumns;
    }
}
