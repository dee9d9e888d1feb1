using System.Security.Cryptography;
using System.Text.Json;
using LearnedOpt.Checkpoints;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>What makes a checkpoint valid: written after the state, with its size and SHA-256.</summary>
/// <param name="Format">Always <see cref="FormatName"/>.</param>
/// <param name="Version">Of the layout of the folder.</param>
/// <param name="Step">Outer steps done.</param>
/// <param name="Bytes">Length of the state.</param>
/// <param name="Sha256">Of the state, in small hexadecimal digits.</param>
/// <param name="Program">Version that wrote it.</param>
/// <param name="Created">Wall-clock time, for people.</param>
internal sealed record CheckpointManifest(string Format, int Version, long Step, long Bytes, string Sha256, string Program, DateTimeOffset Created)
{
    public const string FormatName = "learnedopt-checkpoint";
    public const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, RespectRequiredConstructorParameters = true };

    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>Why the checkpoint cannot be used; null where state and manifest agree to the last bit.</summary>
    public static string? FaultOf(Checkpoint checkpoint)
    {
        try
        {
            if (!File.Exists(checkpoint.Manifest)) return "it has no manifest, so writing it was interrupted";
            if (new FileInfo(checkpoint.Manifest).Length > 1 << 16) return "its manifest is damaged";
            var manifest = JsonSerializer.Deserialize<CheckpointManifest>(File.ReadAllText(checkpoint.Manifest), Json);
            if (manifest is null || manifest.Format != FormatName) return "its manifest is of another format";
            if (manifest.Version != CurrentVersion) return $"it has format version {manifest.Version}, this program reads {CurrentVersion}";
            if (manifest.Step != checkpoint.Step) return $"its manifest is that of step {manifest.Step}";
            var state = new FileInfo(checkpoint.State);
            if (!state.Exists) return "its state is missing";
            if (state.Length != manifest.Bytes) return $"its state has {state.Length:N0} bytes instead of {manifest.Bytes:N0}";
            return Hash(checkpoint.State) == manifest.Sha256 ? null : "its state does not match the SHA-256 in the manifest";
        }
        catch (JsonException)
        {
            return "its manifest is damaged";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "it cannot be read: " + fault.Message.TrimEnd('.');
        }
    }

    public static string Hash(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
