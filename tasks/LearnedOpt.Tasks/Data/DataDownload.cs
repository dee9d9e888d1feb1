using System.Formats.Tar;
using System.IO.Compression;
using LearnedOpt.Checkpoints;

namespace LearnedOpt.Tasks.Data;

/// <summary>
/// Fetches published data sets into a data folder, only when asked to. Nothing is kept that does not have the published
/// checksum; a file appears whole or not at all; what is there already is left alone. Dispose after use.
/// </summary>
public sealed class DataDownload : IDisposable
{
    private const long MaximumBytes = 512L << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient client;

    /// <summary>A download over the network, through the proxy of the environment if there is one.</summary>
    public DataDownload()
        : this(new HttpClientHandler())
    {
    }

    internal DataDownload(HttpMessageHandler handler) => client = new HttpClient(handler) { Timeout = Patience };

    /// <summary>Names of the data sets that can be fetched.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. DownloadSource.All.Select(source => source.DataSet).Distinct()];

    /// <summary>Fetches what is missing of data set <paramref name="name"/> into <paramref name="folder"/>, which is created.</summary>
    /// <returns>The files written, relative to the folder; empty when all were there.</returns>
    /// <exception cref="ArgumentException">The data set has no published address.</exception>
    /// <exception cref="DataException">No connection, or the server sends something else.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public async Task<IReadOnlyList<string>> FetchAsync(string name, string folder, Action<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        DownloadSource[] sources = [.. DownloadSource.All.Where(source => source.DataSet == name)];
        if (sources.Length == 0)
            throw new ArgumentException($"data set '{name}' cannot be fetched; choose one of: {string.Join(", ", Names)}");
        List<string> written = [];
        foreach (DownloadSource source in sources)
        {
            if (IsThere(source, folder))
                continue;
            byte[] content = await GetAsync(source, folder, progress, cancellation).ConfigureAwait(false);
            written.AddRange(source.IsArchive ? Unpack(source, content, folder) : [Save(folder, source.Target, content)]);
        }
        return written;
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private static bool IsThere(DownloadSource source, string folder)
    {
        string path = Path.Combine(folder, source.Target);
        if (!source.IsArchive)
            return File.Exists(path) && source.Matches(FileContent.ReadRaw(path));
        return DataCatalog.Get(source.DataSet).Files.All(file => DataFolder.FindFile(path, file) is { } found && file.Matches(FileContent.Read(found)));
    }

    // The authors' address first, then the mirrors; the last fault is the one reported.
    private async Task<byte[]> GetAsync(DownloadSource source, string folder, Action<DownloadProgress>? progress, CancellationToken cancellation)
    {
        DataException? fault = null;
        foreach (string address in source.Addresses)
        {
            try
            {
                byte[] content = await ReadAsync(source, address, progress, cancellation).ConfigureAwait(false);
                if (source.Matches(content))
                    return content;
                fault = new DataException(address, $"content with checksum {source.Hash}", $"{content.Length} bytes of something else", $"try again later, or put the file at {Path.Combine(folder, source.Target)}");
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                string reason = e is OperationCanceledException ? $"no answer within {Patience.TotalSeconds} s" : DataException.Reason(e);
                fault = new DataException(address, "a connection", reason, $"check the network or proxy, or put the file at {Path.Combine(folder, source.Target)}", e);
            }
        }
        throw fault!;
    }

    private async Task<byte[]> ReadAsync(DownloadSource source, string address, Action<DownloadProgress>? progress, CancellationToken cancellation)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stall.CancelAfter(Patience);
        using HttpResponseMessage response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, stall.Token).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        long? total = response.Content.Headers.ContentLength;
        await using Stream body = await response.Content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false);
        using var content = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = await body.ReadAsync(buffer, stall.Token).ConfigureAwait(false)) > 0;)
        {
            stall.CancelAfter(Patience);        // every piece that comes renews the patience
            content.Write(buffer, 0, read);
            if (content.Length > MaximumBytes)
                throw new IOException($"the server sends more than {MaximumBytes} bytes");
            progress?.Invoke(new DownloadProgress(source.Target, content.Length, total));
        }
        return content.ToArray();
    }

    // Only the files that belong to the data set, by name: an archive's own paths are not trusted.
    internal static List<string> Unpack(DownloadSource source, byte[] archive, string folder)
    {
        HashSet<string> wanted = [.. DataCatalog.Get(source.DataSet).Files.Select(file => file.Name)];
        List<string> written = [];
        using var tar = new TarReader(new GZipStream(new MemoryStream(archive), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is null || !wanted.Remove(Path.GetFileName(entry.Name)))
                continue;
            using var content = new MemoryStream();
            entry.DataStream.CopyTo(content);
            written.Add(Save(folder, $"{source.Target}/{Path.GetFileName(entry.Name)}", content.ToArray()));
        }
        return wanted.Count == 0 ? written : throw new DataException(source.Addresses[0], $"{string.Join(", ", wanted)} in the archive", "none of that name", "report this");
    }

    private static string Save(string folder, string target, byte[] content)
    {
        string path = Path.Combine(folder, target);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.WriteBytes(path, content);
        return target;
    }
}
