namespace LearnedOpt.Checkpoints;

/// <summary>Type of a stored tensor's elements, named as in a safetensors header.</summary>
public enum ElementType
{
    /// <summary>32-bit float.</summary>
    F32,

    /// <summary>64-bit float.</summary>
    F64,

    /// <summary>16-bit IEEE float.</summary>
    F16,

    /// <summary>16-bit float with the exponent range of a 32-bit one.</summary>
    BF16,

    /// <summary>64-bit signed integer.</summary>
    I64,

    /// <summary>32-bit signed integer.</summary>
    I32,

    /// <summary>Byte.</summary>
    U8,
}

internal static class ElementTypes
{
    public const string Names = "F32, F64, F16, BF16, I64, I32, U8";

    public static int Bytes(this ElementType type) => type switch
    {
        ElementType.F64 or ElementType.I64 => 8,
        ElementType.F32 or ElementType.I32 => 4,
        ElementType.F16 or ElementType.BF16 => 2,
        ElementType.U8 => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    public static bool TryParse(string name, out ElementType type)
    {
        (bool known, type) = name switch
        {
            "F32" => (true, ElementType.F32),
            "F64" => (true, ElementType.F64),
            "F16" => (true, ElementType.F16),
            "BF16" => (true, ElementType.BF16),
            "I64" => (true, ElementType.I64),
            "I32" => (true, ElementType.I32),
            "U8" => (true, ElementType.U8),
            _ => (false, default),
        };
        return known;
    }
}
