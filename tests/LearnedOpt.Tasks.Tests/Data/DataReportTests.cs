using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Tasks.Tests.Data;

public sealed class DataReportTests : IDisposable
{
    private readonly DataFixture data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public void Without_a_folder_stand_ins_are_named()
    {
        IReadOnlyList<DataReport> list = DataReport.List(DataFolder.Embedded);
        Assert.Equal(DataCatalog.All.Select(info => info.Name), list.Select(report => report.Name));
        DataReport mnist = list.Single(report => report.Name == "mnist");
        Assert.Equal((DataState.Missing, "replaced by synthetic digits without a data folder; learnedopt data fetch mnist"), (mnist.State, mnist.Text));
        Assert.Equal(DataState.Embedded, list.Single(report => report.Name == "digits").State);
    }

    [Fact]
    public void A_check_reads_everything_and_tells_sound_from_damaged()
    {
        data.WriteMnist();
        data.Write("cifar-10-batches-bin/data_batch_1.bin", [1, 2, 3]);
        data.Write("text/novel.txt", [.. Enumerable.Repeat((byte)'a', 2000)]);
        data.Write("text/play.train.txt", [.. Enumerable.Repeat((byte)'a', 2000)]);
        data.Write("text/play.test.txt", [1]);
        Dictionary<string, DataReport> found = DataReport.Check(data.Folder).ToDictionary(report => report.Name);
        Assert.Equal(DataState.Sound, found["mnist"].State);
        Assert.Contains("a subset (30 of 60000", found["mnist"].Text);
        Assert.Equal(DataState.Damaged, found["cifar-10"].State);
        Assert.Equal((DataState.Missing, "not in the data folder; learnedopt data fetch fashion-mnist"), (found["fashion-mnist"].State, found["fashion-mnist"].Text));
        Assert.Equal((DataState.Missing, "not in the data folder"), (found["wikitext-2"].State, found["wikitext-2"].Text));
        Assert.Equal("novel (2000 bytes of novel.txt)", found["novel"].Text);
        Assert.Equal(DataState.Damaged, found["play"].State);
        Assert.All(found.Values, report => Assert.DoesNotContain('\n', report.Text));
    }
}
