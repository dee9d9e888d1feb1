using System.Text.Json;
using System.Text.Json.Nodes;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>Configuration as text: JSON with comments, and overrides with dotted keys from the command line.</summary>
public static class ConfigurationText
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
        MaxDepth = 32,
    };

    /// <summary>The object that <paramref name="json"/> holds, with <paramref name="overrides"/> applied in order.</summary>
    /// <param name="source">File, for the message.</param>
    /// <param name="json">One JSON object.</param>
    /// <param name="overrides">Each <c>section.key=value</c>; a value that is no JSON is a word, and null takes the key out.</param>
    /// <exception cref="ConfigurationException">It is no JSON object, or an override has no key or no place to go.</exception>
    public static JsonObject Parse(string source, string json, IEnumerable<string> overrides)
    {
        JsonObject root;
        try
        {
            root = JsonNode.Parse(json, documentOptions: Lenient) as JsonObject
                ?? throw new ConfigurationException(source, ["must be one JSON object { ... }"]);
        }
        catch (JsonException fault)
        {
            throw new ConfigurationException(source, [$"is not JSON at line {fault.LineNumber + 1}, column {fault.BytePositionInLine + 1}: {Sentence(fault.Message)}"]);
        }

        var faults = overrides.Select(text => Apply(root, text)).OfType<string>().ToList();
        return faults.Count == 0 ? root : throw new ConfigurationException(source, faults);
    }

    private static string? Apply(JsonObject root, string text)
    {
        var pair = text.Split('=', 2);
        var keys = pair[0].Trim().Split('.');
        if (pair.Length < 2 || keys.Any(key => key.Length == 0))
            return $"--set takes key=value with dotted keys, such as estimator.sigma=0.02; received '{text}'";
        var at = root;
        foreach (var key in keys[..^1])
        {
            if (at[key] is null) at[key] = new JsonObject();
            if (at[key] is not JsonObject child) return $"--set {text}: '{key}' is a value, not a section";
            at = child;
        }

        at[keys[^1]] = Value(pair[1].Trim());
        return null;
    }

    private static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Lenient);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    // The parser appends its own notion of where it was; ours counts from one.
    private static string Sentence(string message) => message.Split(" LineNumber:")[0].Split(" Path:")[0].TrimEnd('.', ' ');
}
