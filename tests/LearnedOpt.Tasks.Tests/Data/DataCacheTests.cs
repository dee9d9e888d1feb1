using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Tasks.Tests.Data;

public sealed class DataCacheTests : IDisposable
{
    private readonly DataFixture data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public void The_option_comes_before_the_variable_and_nothing_means_embedded()
    {
        string other = Directory.CreateDirectory(Path.Combine(data.Path, "other")).FullName;
        Assert.Equal(data.Path, DataFolder.Resolve(data.Path, other).Path);
        Assert.Equal(other, DataFolder.Resolve(null, other).Path);
        Assert.Equal(other, DataFolder.Resolve("", other).Path);
        Assert.Same(DataFolder.Embedded, DataFolder.Resolve(null, ""));
        string missing = Path.Combine(data.Path, "missing"), file = data.Write("file", [1]);
        Assert.Equal($"{missing}: expected a folder with data (--data), found nothing; correct --data, or leave it out to use embedded data",
            Assert.Throws<DataException>(() => DataFolder.Resolve(missing, other)).Message);
        Assert.Equal($"{file}: expected a folder with data (LEARNEDOPT_DATA), found a file; correct LEARNEDOPT_DATA, or leave it out to use embedded data",
            Assert.Throws<DataException>(() => DataFolder.Resolve(null, file)).Message);
    }

    [Fact]
    public void Threads_share_one_copy_and_equal_folders_are_equal()
    {
        data.WriteMnist();
        var cache = new DataCache();
        var got = new ImageSplits[8];
        Parallel.For(0, got.Length, i => got[i] = cache.Images(data.Folder, new ImageRequest("mnist", 8)));
        Assert.All(got, splits => Assert.Same(got[0], splits));
        Assert.NotSame(got[0], cache.Images(data.Folder, new ImageRequest("mnist", 7)));
    }

    [Fact]
    public void Synthetic_data_stand_in_only_without_a_folder()
    {
        var cache = new DataCache();
        ImageSplits embedded = cache.Images(DataFolder.Embedded, new ImageRequest("mnist", 8));
        Assert.Equal("synthetic digits", embedded.Train.Name);
        Assert.Same(embedded, cache.Images(DataFolder.Embedded, new ImageRequest("digits", 8)));
        Assert.Throws<DataException>(() => cache.Images(data.Folder, new ImageRequest("mnist", 8)));
        Assert.Equal("synthetic digits", cache.Images(data.Folder, new ImageRequest("digits", 8)).Train.Name);
    }

    [Fact]
    public void A_repaired_file_is_found()
    {
        var cache = new DataCache();
        Assert.Throws<DataException>(() => cache.Images(data.Folder, new ImageRequest("mnist", 8)));
        data.WriteMnist();
        Assert.Equal(30, cache.Images(data.Folder, new ImageRequest("mnist", 8)).Train.Count);
    }

    [Fact]
    public void Unknown_names_list_the_known_ones()
    {
        var cache = new DataCache();
        Assert.Contains("choose one of: mnist, fashion-mnist, cifar-10", Assert.Throws<ArgumentException>(() => cache.Images(data.Folder, new ImageRequest("minst", 8))).Message);
        Assert.Contains("is a text; choose one of images: mnist", Assert.Throws<ArgumentException>(() => cache.Images(data.Folder, new ImageRequest("docs", 8))).Message);
        Assert.Contains("has images; choose a text", Assert.Throws<ArgumentException>(() => cache.Bytes(data.Folder, "mnist")).Message);
        Assert.Contains("unknown text 'novel'; choose one of: tinyshakespeare", Assert.Throws<ArgumentException>(() => cache.Bytes(DataFolder.Embedded, "novel")).Message);
    }

    [Fact]
    public void Every_catalogued_data_set_has_a_stand_in_that_is_embedded()
    {
        foreach (DataSetInfo info in DataCatalog.All)
        {
            Assert.True(DataFolder.Embedded.Has(info.Name));
            if (info.Embedded is { } embedded)
                Assert.True(DataCatalog.Get(embedded).IsEmbedded && DataCatalog.Get(embedded).Kind == info.Kind);
        }
    }
}
