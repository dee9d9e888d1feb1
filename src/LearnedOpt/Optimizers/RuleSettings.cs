using System.Text.Json;
using System.Text.Json.Serialization;

namespace LearnedOpt.Optimizers;

/// <summary>A rule's options as JSON text: what a weights file stores to make the rule again.</summary>
internal static class RuleSettings
{
    private static readonly JsonSerializerOptions Json = new()
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
        IgnoreReadOnlyProperties = true,
    };

    public static string Write<TOptions>(TOptions options) => JsonSerializer.Serialize(options, Json);

    /// <summary>The options that <paramref name="settings"/> describe; those of the default where it is null.</summary>
    /// <exception cref="ArgumentException">The text is no JSON, or has members or values that these options lack.</exception>
    public static TOptions Read<TOptions>(string? settings) where TOptions : new()
    {
        if (settings is null) return new TOptions();
        try
        {
            return JsonSerializer.Deserialize<TOptions>(settings, Json) ?? throw new ArgumentException("the rule's settings must be a JSON object; received null.");
        }
        catch (JsonException fault)
        {
            throw new ArgumentException($"the rule's settings do not fit this version of the rule ({fault.Message}).", fault);
        }
    }
}
