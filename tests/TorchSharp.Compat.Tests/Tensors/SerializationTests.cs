using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Tensors;

public sealed class SerializationTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    public void Dispose() => _scope.Dispose();

    private static byte[] Saved(Tensor tensor)
    {
        using var stream = new MemoryStream();
        tensor.Save(stream);
        return stream.ToArray();
    }

    private static Tensor Loaded(byte[] bytes) => Tensor.Load(new MemoryStream(bytes));

    [Fact]
    public void TheRecordIsTypeRankSizesElements()
    {
        Assert.Equal([6, 1, 2, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40], Saved(tensor(new[] { 1f, 2f })));
        Assert.Equal([4, 0, 3, 0, 0, 0, 0, 0, 0, 0], Saved(tensor(3L)));
        Assert.Equal([0, 2, 0xAC, 0x02, 0], Saved(zeros(300, 0, uint8)));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Bool)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.ComplexFloat32)]
    public void RoundTrip(ScalarType type)
    {
        var t = (randn(3, 4, 5) * 3).to_type(type);
        Assert.True(Loaded(Saved(t)).Equals(t));
        var path = Path.GetTempFileName();
        t.Save(path);
        Assert.True(Tensor.Load(path).Equals(t));
        File.Delete(path);
    }

    [Fact]
    public void OnlyContiguousTensorsAreSaved() => Assert.Throws<InvalidOperationException>(() => Saved(ones(2, 3).T));

    [Fact]
    public void PyTorchsOwnFormat()
    {
        var t = randn(3, 4, float64);
        var path = Path.GetTempFileName();
        save(t, path);
        Assert.True(load(path).Equals(t));
        File.WriteAllBytes(path, [1, 2, 3]);
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => load(path));
        File.Delete(path);
        Assert.Throws<FileNotFoundException>(() => load(path));
    }

    [Fact]
    public void IntoAnExistingTensor()
    {
        var bytes = Saved(tensor(new[] { 1f, 2f }));
        var target = zeros(2);
        target.Load(new BinaryReader(new MemoryStream(bytes)));
        Assert.Equal([1f, 2f], target.data<float>().ToArray());
        Assert.Contains("shape", Assert.Throws<ArgumentException>(() => zeros(3).Load(new BinaryReader(new MemoryStream(bytes)))).Message);
        Assert.Contains("types", Assert.Throws<ArgumentException>(() => zeros(2, float64).Load(new BinaryReader(new MemoryStream(bytes)))).Message);
        var reader = new BinaryReader(new MemoryStream([.. bytes, 99]));
        target.Load(reader, skip: true);
        Assert.Equal(99, reader.ReadByte());
    }

    [Fact]
    public void RawBytes()
    {
        var t = arange(1000).to(float32);
        using var stream = new MemoryStream();
        t.WriteBytesToStream(stream);
        Assert.Equal(4000, stream.Length);
        stream.Position = 0;
        var other = zeros(1000);
        other.ReadBytesFromStream(stream, 333);
        Assert.True(other.Equals(t));
        Assert.Throws<EndOfStreamException>(() => other.ReadBytesFromStream(stream));
    }

    /// <summary>Sizes that lie end in an error before memory is taken, also from streams that cannot tell their length.</summary>
    [Fact]
    public void DamagedRecords()
    {
        byte[] huge = [6, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 1, 2, 3];
        byte[] large = [6, 1, 0x80, 0x80, 0x80, 0x80, 0x10, 1, 2, 3];
        foreach (var bytes in new[] { huge, large, [6, 1, 3, 0, 0], [99, 0], [6, 200, 1], [6, 0xFF], [] })
        {
            Assert.ThrowsAny<IOException>(() => Wrapped(() => Loaded(bytes)));
            Assert.ThrowsAny<IOException>(() => Wrapped(() => Tensor.Load(new Unseekable(bytes))));
        }
        var whole = Saved(randn(20, 20));
        var random = new Random(3);
        for (var trial = 0; trial < 500; trial++)
        {
            var broken = whole[..random.Next(whole.Length)];
            if (broken.Length > 0) broken[random.Next(Math.Min(8, broken.Length))] = (byte)random.Next(256);
            try { Tensor.Load(new Unseekable(broken)).Dispose(); }
            catch (InvalidDataException) { }
        }
    }

    // InvalidDataException is no IOException, though one family to the user.
    private static void Wrapped(Action action)
    {
        try { action(); }
        catch (InvalidDataException e) { throw new IOException(e.Message); }
    }

    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    }
}
