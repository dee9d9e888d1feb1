using LearnedOpt.Checkpoints;

namespace LearnedOpt.Tests.Checkpoints;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Replaces_the_whole_file_and_leaves_nothing_else()
    {
        string path = folder.File("a.json");
        AtomicFile.WriteText(path, "a long first text");
        AtomicFile.WriteText(path, "short ü");
        Assert.Equal("short ü"u8.ToArray(), File.ReadAllBytes(path));
        AtomicFile.WriteBytes(path, new byte[] { 1, 2 });
        Assert.Equal([1, 2], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_full_disk_leaves_the_old_file()
    {
        string path = folder.File("a");
        AtomicFile.WriteText(path, "old");
        IOException e = Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100000]);
            throw new IOException("No space left on device.");
        }));
        Assert.Equal($"{path}: cannot be written (No space left on device); nothing was changed; free some space or choose another folder", e.Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Another_exception_passes_and_leaves_the_old_file()
    {
        string path = folder.File("a");
        AtomicFile.WriteText(path, "old");
        Assert.Throws<ArithmeticException>(() => AtomicFile.Write(path, _ => throw new ArithmeticException()));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_missing_folder_and_a_folder_in_the_way_are_named()
    {
        string path = folder.File("no/such/file");
        Assert.Equal($"{path}: cannot be written (its folder does not exist); nothing was changed; create the folder first",
            Assert.Throws<IOException>(() => AtomicFile.WriteText(path, "x")).Message);
        Directory.CreateDirectory(folder.File("taken"));
        Assert.StartsWith($"{folder.File("taken")}: cannot be written", Assert.Throws<IOException>(() => AtomicFile.WriteText(folder.File("taken"), "x")).Message);
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        if (OperatingSystem.IsWindows())
            return;     // links need a privilege there
        string target = folder.File("target"), link = folder.File("link");
        AtomicFile.WriteText(target, "old");
        File.CreateSymbolicLink(link, target);
        AtomicFile.WriteText(link, "new");
        Assert.Equal("new", File.ReadAllText(target));
        Assert.Equal(target, new FileInfo(link).LinkTarget);
    }

    [Fact]
    public async Task Readers_never_see_a_mixture()
    {
        string path = folder.File("a");
        string[] texts = [new('a', 50000), new('b', 70000)];
        AtomicFile.WriteText(path, texts[0]);
        using var stop = new CancellationTokenSource();
        Task reader = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                Assert.Contains(new StreamReader(stream).ReadToEnd(), texts);
            }
        });
        for (int i = 0; i < 40; i++)
            AtomicFile.WriteText(path, texts[i & 1]);
        stop.Cancel();
        await reader;
    }
}
