using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Tasks.Tests.Data;

public sealed class IdxImagesTests : IDisposable
{
    private readonly DataFixture data = new();

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData("mnist", true, false)]
    [InlineData("mnist", false, false)]
    [InlineData("mnist", false, true)]
    [InlineData("MNIST/raw", true, true)]
    [InlineData(".", true, false)]
    public void Both_spellings_plain_and_zipped_are_found(string folder, bool zipped, bool dotted)
    {
        data.WriteMnist(folder, zipped, dotted);
        ByteImageSet set = DataCache.LoadImages(data.Folder, "mnist");
        Assert.Equal((30, 10, 28, 28, 1), (set.Train.Count, set.Test.Count, set.Train.Height, set.Train.Width, set.Train.Channels));
        Assert.Equal(9, set.Train.Labels[19]);
        Assert.Equal(7 * (784 * 3 + 5) % 256, set.Train.Pixels[784 * 3 + 5]);
        Assert.Equal("MNIST, a subset (30 of 60000 training, 10 of 10000 test images; not the official files)", set.Source);
        Assert.False(set.IsSynthetic);
    }

    [Fact]
    public void Fashion_is_looked_for_in_its_own_folder()
    {
        data.WriteMnist("fashion-mnist");
        Assert.True(data.Folder.Has("fashion-mnist"));
        Assert.False(data.Folder.Has("mnist"));
        Assert.StartsWith("Fashion-MNIST, a subset", DataCache.LoadImages(data.Folder, "fashion-mnist").Source);
    }

    [Fact]
    public void A_folder_without_the_files_says_what_is_there_and_what_to_do()
    {
        data.Write("notes.txt", [1]);
        Refused("only notes.txt; fetch them (learnedopt data fetch mnist), or leave out --data to use synthetic digits");
        data.WriteMnist();
        File.Delete(Path.Combine(data.Path, "mnist", "train-labels-idx1-ubyte.gz"));
        Refused("train-labels-idx1-ubyte: expected this file, plain or .gz, found nothing; complete the folder");
    }

    [Fact]
    public void Zipped_files_cut_anywhere_are_refused()
    {
        data.WriteMnist();
        string path = Path.Combine(data.Path, "mnist", "t10k-images-idx3-ubyte.gz");
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length += length < 40 || length > whole.Length - 12 ? 1 : 23)
        {
            File.WriteAllBytes(path, whole[..length]);
            Refused(path);
        }
        File.WriteAllBytes(path, [.. whole, 1, 2, 3, 4, 5]);
        Refused("found it cut off or followed by something");
        whole[whole.Length / 2] ^= 0x10;
        File.WriteAllBytes(path, whole);
        Refused("fetch or copy the file again");
    }

    [Theory]
    [InlineData(15, "cut off")]
    [InlineData(3, "found only 3 bytes")]
    [InlineData(0, "found only 0 bytes")]
    [InlineData(7839, "expected 7840 bytes of data for shape [10, 28, 28], found 7823 (the file is cut off)")]
    public void Plain_files_cut_are_refused(int length, string reason)
    {
        byte[] images = DataFixture.Idx([10, 28, 28], i => (byte)i);
        data.WriteMnist(zipped: false);
        data.Write("mnist/t10k-images-idx3-ubyte", images[..length]);
        Refused(length == 15 ? "found only 15 bytes" : reason);
    }

    [Fact]
    public void Other_content_is_named()
    {
        data.WriteMnist(zipped: false);
        byte[] images = DataFixture.Idx([10, 28, 28], i => (byte)i), labels = DataFixture.Idx([10], i => (byte)i);
        data.Write("mnist/t10k-images-idx3-ubyte", labels);
        Refused("expected an IDX file of images (magic number 0x00000803), found 0x00000801 (labels)");
        data.Write("mnist/t10k-labels-idx1-ubyte", images);
        data.Write("mnist/t10k-images-idx3-ubyte", images);
        Refused("expected an IDX file of labels (magic number 0x00000801), found 0x00000803 (images)");
        data.Write("mnist/t10k-labels-idx1-ubyte", DataFixture.Idx([11], _ => 0));
        Refused("expected 10 labels, one for each image, found 11");
        data.Write("mnist/t10k-labels-idx1-ubyte", DataFixture.Idx([10], i => (byte)(i == 4 ? 10 : 0)));
        Refused("expected labels 0 to 9, found 10 for image 4");
        data.Write("mnist/t10k-labels-idx1-ubyte", labels);
        data.Write("mnist/t10k-images-idx3-ubyte", [.. images, 0]);
        Refused("found 7841 (something follows the data)");
        data.Write("mnist/t10k-images-idx3-ubyte", DataFixture.Idx([10, 14, 14], i => (byte)i));
        Refused("expected training and test images of one size, found 28 x 28 and 14 x 14");
        data.Write("mnist/t10k-images-idx3-ubyte", [0, 0, 8, 3, 127, 255, 255, 255, 127, 255, 255, 255, 0, 0, 0, 28]);
        Refused("expected sensible extents in the IDX header");
    }

    [Fact]
    public void Full_size_files_with_another_checksum_must_be_declared()
    {
        data.WriteMnist(zipped: false);
        data.Write("mnist/t10k-images-idx3-ubyte", DataFixture.Idx([10000, 2, 2], i => (byte)i));
        data.Write("mnist/train-images-idx3-ubyte", DataFixture.Idx([30, 2, 2], i => (byte)i));
        data.Write("mnist/t10k-labels-idx1-ubyte", DataFixture.Idx([10000], _ => 0));
        Refused("expected the published MNIST file (checksum 2646ac647ad5339dbf082846283269ea), found one of the same size with other content");
        data.Write("README.md", "A Subset of mnist."u8.ToArray());
        Assert.Contains("not the official files", DataCache.LoadImages(data.Folder, "mnist").Source);
    }

    [Fact]
    public void The_subset_beside_the_repository_is_read_where_present()
    {
        DataFolder? shared = DataFixture.Shared();
        if (shared is null || !shared.Has("mnist"))
            return;
        ByteImageSet set = DataCache.LoadImages(shared, "mnist");
        Assert.Equal((8500, 1500), (set.Train.Count, set.Test.Count));
        Assert.Contains("a subset", set.Source);
        Assert.Equal(10, set.Train.Labels.Distinct().Count());
    }

    private void Refused(string reason)
    {
        DataException e = Assert.Throws<DataException>(() => DataCache.LoadImages(data.Folder, "mnist"));
        Assert.Contains(reason, e.Message);
        Assert.DoesNotContain('\n', e.Message);
        Assert.Contains(data.Path, e.Message);
    }
}
