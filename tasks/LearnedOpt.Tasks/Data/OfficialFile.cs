using System.Security.Cryptography;

namespace LearnedOpt.Tasks.Data;

/// <summary>
/// One file of a published data set: its name, how many records it has, and the checksum of its uncompressed content
/// (so that compressing a file again does not matter). MD5 is what the authors published; it tells damage, not malice.
/// </summary>
internal sealed record OfficialFile(string Name, int Records, string ContentHash)
{
    /// <summary>The spellings under which the file is distributed, in the order in which they are tried.</summary>
    public IEnumerable<string> Spellings
    {
        get
        {
            string[] names = Name.Contains("-idx", StringComparison.Ordinal) ? [Name, Name.Replace("-idx", ".idx")] : [Name];
            return names.Concat(names.Select(name => name + ".gz"));
        }
    }

    public bool Matches(ReadOnlySpan<byte> content) =>
        Convert.ToHexStringLower(ContentHash.Length == 32 ? MD5.HashData(content) : SHA256.HashData(content)) == ContentHash;
}
