using System.Security.Cryptography;
using System.Text;

namespace LearnedOpt.Checkpoints;

/// <summary>
/// SHA-256 over everything a file says (names, types, shapes, elements, metadata), not over its bytes, so that spaces and
/// the order of JSON properties do not matter. Kept in the metadata, where other readers pass over it.
/// </summary>
internal static class ContentDigest
{
    public const string Key = "learnedopt.sha256";

    public static string Compute(IEnumerable<StoredTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string key, string value) in metadata.Where(pair => pair.Key != Key).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Append(hash, Encoding.UTF8.GetBytes(key));
            Append(hash, Encoding.UTF8.GetBytes(value));
        }
        foreach (StoredTensor tensor in tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
        {
            Append(hash, Encoding.UTF8.GetBytes($"{tensor.Name}\n{tensor.Type}\n{string.Join(',', tensor.Shape)}"));
            Append(hash, tensor.Bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Length first, so that no two different contents run together to the same bytes.
    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
