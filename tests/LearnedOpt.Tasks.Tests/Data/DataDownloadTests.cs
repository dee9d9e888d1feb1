using System.Formats.Tar;
using System.Net;
using System.Security.Cryptography;
using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Tasks.Tests.Data;

public sealed class DataDownloadTests : IDisposable
{
    private readonly DataFixture data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Without_a_network_the_address_and_the_place_for_the_file_are_named()
    {
        using var download = new DataDownload(new Network(_ => throw new HttpRequestException("Name or service not known\n(host:80)")));
        DataException e = await Assert.ThrowsAsync<DataException>(() => download.FetchAsync("tinyshakespeare", data.Path));
        Assert.Equal("https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt: expected a connection, found Name or service not known (host:80); "
            + $"check the network or proxy, or put the file at {Path.Combine(data.Path, "text/tinyshakespeare.txt")}", e.Message);
        Assert.Empty(Directory.GetFileSystemEntries(data.Path));
    }

    [Fact]
    public async Task Content_with_another_checksum_is_not_kept_and_mirrors_are_tried()
    {
        List<string> asked = [];
        using var download = new DataDownload(new Network(address =>
        {
            asked.Add(address.Host);
            return asked.Count == 1 ? new HttpResponseMessage(HttpStatusCode.Forbidden) : Answer("<html>moved</html>"u8.ToArray());
        }));
        DataException e = await Assert.ThrowsAsync<DataException>(() => download.FetchAsync("mnist", data.Path));
        Assert.Contains("expected content with checksum f68b3c2dcbeaaa9fbdd348bbdeb94873, found 18 bytes of something else", e.Message);
        Assert.Equal(["ossci-datasets.s3.amazonaws.com", "storage.googleapis.com"], asked);
        Assert.Empty(Directory.GetFileSystemEntries(data.Path));
    }

    [Fact]
    public async Task A_good_file_is_written_once_and_its_progress_told()
    {
        DataFolder? shared = DataFixture.Shared();
        if (shared is null || !shared.Has("tinyshakespeare"))
            return;
        byte[] text = File.ReadAllBytes(Path.Combine(shared.Path!, "text", "tinyshakespeare.txt"));
        int requests = 0;
        var told = new List<DownloadProgress>();
        using var download = new DataDownload(new Network(_ =>
        {
            requests++;
            return Answer(text);
        }));
        Assert.Equal(["text/tinyshakespeare.txt"], await download.FetchAsync("tinyshakespeare", data.Path, told.Add));
        Assert.Equal(new DownloadProgress("text/tinyshakespeare.txt", text.Length, text.Length), told[^1]);
        Assert.Empty(await download.FetchAsync("tinyshakespeare", data.Path));
        Assert.Equal(1, requests);
        Assert.Contains("official file", new DataCache().Bytes(data.Folder, "tinyshakespeare").Source);
    }

    [Fact]
    public async Task A_cancelled_download_is_cancelled_and_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        using var download = new DataDownload(new Network(_ =>
        {
            stop.Cancel();
            return Answer(new byte[10]);
        }));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => download.FetchAsync("mnist", data.Path, cancellation: stop.Token));
        Assert.Empty(Directory.GetFileSystemEntries(data.Path));
    }

    [Fact]
    public void An_archive_gives_its_known_files_wherever_they_lie_in_it()
    {
        using var archive = new MemoryStream();
        using (var tar = new TarWriter(archive, leaveOpen: true))
        {
            string[] names = ["../../evil.bin", "cifar-10-batches-bin/readme.html", "../test_batch.bin", .. Enumerable.Range(1, 5).Select(i => $"x/data_batch_{i}.bin")];
            foreach (string name in names)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(DataFixture.Cifar(2)) });
        }
        DownloadSource source = DownloadSource.All.Single(source => source.IsArchive);
        List<string> written = DataDownload.Unpack(source, DataFixture.Zip(archive.ToArray()), data.Path);
        Assert.Equal(6, written.Count);
        Assert.Equal(6, Directory.GetFiles(data.Path, "*", SearchOption.AllDirectories).Length);
        Assert.Equal(10, DataCache.LoadImages(DeclaredSubset(), "cifar-10").Train.Count);

        DataFolder DeclaredSubset()
        {
            data.Write("README.md", "a subset"u8.ToArray());
            return data.Folder;
        }
    }

    [Fact]
    public async Task What_has_no_address_is_refused_with_what_has()
    {
        using var download = new DataDownload(new Network(_ => Answer([])));
        Assert.Equal("data set 'docs' cannot be fetched; choose one of: mnist, fashion-mnist, cifar-10, tinyshakespeare",
            (await Assert.ThrowsAsync<ArgumentException>(() => download.FetchAsync("docs", data.Path))).Message);
    }

    [Fact]
    public void Every_source_belongs_to_a_catalogued_data_set_and_lies_where_that_is_looked_for()
    {
        foreach (DownloadSource source in DownloadSource.All)
        {
            DataSetInfo info = DataCatalog.Get(source.DataSet);
            Assert.Contains(source.Target.Split('/')[0], info.Folders);
            Assert.Contains(source.Hash.Length, new[] { MD5.HashSizeInBytes * 2, SHA256.HashSizeInBytes * 2 });
            Assert.All(source.Addresses, address => Assert.True(Uri.IsWellFormedUriString(address, UriKind.Absolute)));
        }
    }

    private static HttpResponseMessage Answer(byte[] content) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(content) };

    private sealed class Network(Func<Uri, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
        {
            HttpResponseMessage response = answer(request.RequestUri!);
            cancellation.ThrowIfCancellationRequested();
            return Task.FromResult(response);
        }
    }
}
