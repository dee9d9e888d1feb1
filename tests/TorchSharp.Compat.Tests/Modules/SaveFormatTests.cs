using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Modules;

public sealed class SaveFormatTests
{
    private static nn.Module<Tensor, Tensor> Small() => nn.Sequential(("fc", nn.Linear(2, 1)));

    private static void Set(Tensor tensor, params float[] values) => values.CopyTo(MemoryMarshal.Cast<byte, float>(tensor.bytes));

    private static byte[] Save(nn.Module module, IList<string>? skip = null)
    {
        using var stream = new MemoryStream();
        module.save(stream, skip);
        return stream.ToArray();
    }

    [Fact]
    public void BytesAreCountThenNameTypeRankSizesAndElements()
    {
        using var model = Small();
        Set(model.get_parameter("fc.weight"), 1, -2);
        Set(model.get_parameter("fc.bias"), 0.5f);
        byte[] expected =
        [
            2,
            9, .. "fc.weight"u8, 6, 2, 1, 2, 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0,
            7, .. "fc.bias"u8, 6, 1, 1, 0, 0, 0, 0x3F,
        ];
        Assert.Equal(expected, Save(model));
    }

    [Fact]
    public void SizesAbove127TakeMoreThanOneByte()
    {
        using var model = nn.Linear(300, 1, hasBias: false);
        byte[] start = [1, 6, .. "weight"u8, 6, 2, 1, 0xAC, 2];
        Assert.Equal(start, Save(model)[..start.Length]);
    }

    [Fact]
    public void LoadGivesBackWhatWasSaved()
    {
        using var source = Small();
        using var target = Small();
        target.load(new MemoryStream(Save(source)));
        foreach (var (key, value) in source.state_dict())
            Assert.Equal(value.bytes.ToArray(), target.state_dict()[key].bytes.ToArray());
    }

    [Fact]
    public void SkippedEntriesAreNeitherWrittenNorAskedFor()
    {
        using var source = Small();
        using var target = Small();
        var before = target.get_parameter("fc.bias").bytes.ToArray();
        var loaded = new Dictionary<string, bool>();
        target.load(new MemoryStream(Save(source, ["fc.bias"])), skip: ["fc.bias"], loadedParameters: loaded);
        Assert.Equal(before, target.get_parameter("fc.bias").bytes.ToArray());
        Assert.Equal(source.get_parameter("fc.weight").bytes.ToArray(), target.get_parameter("fc.weight").bytes.ToArray());
        Assert.True(loaded["fc.weight"]);
        Assert.False(loaded["fc.bias"]);
    }

    [Fact]
    public void EveryTruncationIsRefusedAndChangesNothing()
    {
        using var model = Small();
        using var other = Small();
        var file = Save(other);
        var before = Save(model);
        for (var length = 0; length < file.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => model.load(new MemoryStream(file, 0, length)));
            Assert.Equal(before, Save(model));
        }
    }

    [Fact]
    public void EveryByteCanBeWrongWithoutHarm()
    {
        using var model = Small();
        var file = Save(model);
        foreach (var wrong in new byte[] { 0x00, 0x7F, 0x80, 0xFF })
            for (var i = 0; i < file.Length; i++)
            {
                var damaged = (byte[])file.Clone();
                damaged[i] = wrong;
                foreach (var strict in new[] { true, false })
                    try
                    {
                        model.load(new MemoryStream(damaged), strict);
                    }
                    catch (Exception e) when (e is InvalidDataException or ArgumentException)
                    {
                    }
            }
    }

    [Fact]
    public void AnnouncedSizesAreCheckedBeforeMemoryIsTaken()
    {
        using var model = Small();
        byte[] file = [2, 4, .. "more"u8, 6, 3, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0x7F, 1, 2, 3];
        var fault = Assert.Throws<InvalidDataException>(() => model.load(new MemoryStream(file), strict: false));
        Assert.Contains("shape", fault.Message);
        byte[] deep = [2, 4, .. "more"u8, 6, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0];
        Assert.Contains("rank 9", Assert.Throws<InvalidDataException>(() => model.load(new MemoryStream(deep), strict: false)).Message);
    }

    [Fact]
    public void AnotherModelsFileIsRefusedByName()
    {
        using var model = Small();
        using var wider = nn.Sequential(("fc", nn.Linear(3, 1)));
        using var renamed = nn.Sequential(("fd", nn.Linear(2, 1)));
        Assert.Contains("fc.weight", Assert.Throws<ArgumentException>(() => model.load(new MemoryStream(Save(wider)))).Message);
        Assert.Contains("fd.weight", Assert.Throws<ArgumentException>(() => model.load(new MemoryStream(Save(renamed)))).Message);
        Assert.Throws<FileNotFoundException>(() => model.load(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString())));
    }

    [Fact]
    public void FilesRoundTripAndCreateLoadsThem()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var source = new Holder();
            source.save(path);
            using var target = (Holder)nn.Module.Create<Holder>(path);
            Assert.Equal(Save(source), Save(target));
        }
        finally
        {
            File.Delete(path);
        }
    }

    public sealed class Holder : nn.Module<Tensor, Tensor>
    {
        private readonly Linear fc = nn.Linear(3, 2);
        public Holder() : base("holder") => RegisterComponents();
        public override Tensor forward(Tensor input) => fc.call(input);
    }
}
