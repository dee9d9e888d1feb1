using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Tasks.Tests.Data;

public sealed class CifarImagesTests : IDisposable
{
    private readonly DataFixture data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public void Records_are_taken_apart()
    {
        byte[] first = DataFixture.Cifar(20), second = DataFixture.Cifar(3), test = DataFixture.Cifar(10);
        data.Write("cifar-10-batches-bin/data_batch_1.bin", first);
        data.Write("cifar-10-batches-bin/data_batch_3.bin.gz", DataFixture.Zip(second));
        data.Write("cifar-10-batches-bin/test_batch.bin", test);
        ByteImageSet set = DataCache.LoadImages(data.Folder, "cifar-10");
        Assert.Equal((23, 10, 3, 32, 32), (set.Train.Count, set.Test.Count, set.Train.Channels, set.Train.Height, set.Train.Width));
        Assert.Equal(2, set.Train.Labels[22]);
        Assert.Equal(first[5 * 3073 + 1 + 2 * 1024 + 77], set.Train.Pixels[5 * 3072 + 2 * 1024 + 77]);
        Assert.Equal(second[^1], set.Train.Pixels[^1]);
        Assert.Equal("CIFAR-10, a subset (23 of 50000 training, 10 of 10000 test images; not the official files)", set.Source);
    }

    [Fact]
    public void Damage_is_named()
    {
        string train = data.Write("data_batch_1.bin", DataFixture.Cifar(4));
        Refused("test_batch.bin: expected this file, found nothing; complete the folder");
        string test = data.Write("test_batch.bin", DataFixture.Cifar(2)[..^1]);
        Refused($"{test}: expected whole records of 3073 bytes (label and 3 x 32 x 32 pixels), found 6145 bytes");
        byte[] wrong = DataFixture.Cifar(2);
        wrong[3073] = 10;
        data.Write("test_batch.bin", wrong);
        Refused($"{test}: expected labels 0 to 9, found 10 in record 1");
        data.Write("test_batch.bin", []);
        Refused("found 0 bytes");
        File.Delete(train);
        data.Write("test_batch.bin", DataFixture.Cifar(2));
        Refused("data_batch_1.bin: expected this file, found nothing");
    }

    [Fact]
    public void The_subset_beside_the_repository_is_read_where_present()
    {
        DataFolder? shared = DataFixture.Shared();
        if (shared is null || !shared.Has("cifar-10"))
            return;
        ByteImageSet set = DataCache.LoadImages(shared, "cifar-10");
        Assert.Equal((10000, 2000), (set.Train.Count, set.Test.Count));
        Assert.Contains("a subset (10000 of 50000 training, 2000 of 10000 test images", set.Source);
    }

    private void Refused(string reason) =>
        Assert.Contains(reason, Assert.Throws<DataException>(() => DataCache.LoadImages(data.Folder, "cifar-10")).Message);
}
