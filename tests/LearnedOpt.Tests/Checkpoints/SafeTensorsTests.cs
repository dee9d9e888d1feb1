using System.Text;
using LearnedOpt.Checkpoints;

namespace LearnedOpt.Tests.Checkpoints;

public sealed class SafeTensorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Everything_written_is_read_back()
    {
        string path = folder.File("all.safetensors");
        float[] weights = [1.5f, -0f, float.NaN, float.PositiveInfinity, float.Epsilon, 3];
        StoredTensor[] tensors =
        [
            StoredTensor.Create("bytes", new byte[] { 1, 2, 255 }, 3),
            StoredTensor.Create("layer.weight", weights, 2, 3),
            StoredTensor.Create("scalar", new[] { Math.PI }),
            StoredTensor.Create("steps", new[] { long.MinValue, 7 }, 1, 2, 1),
            StoredTensor.Create("ints", new[] { -1, 2 }, 2),
            StoredTensor.Create("half", new[] { (Half)0.5f }, 1),
            StoredTensor.Create<float>("empty", [], 0, 4),
        ];
        SafeTensors.Write(path, tensors, new Dictionary<string, string> { ["rule"] = "unf", ["name"] = "with \"quotes\", ünïcode and\nlines" });

        SafeTensorsFile file = SafeTensors.Read(path);
        Assert.Equal(tensors.Select(t => t.Name).Order(), file.Tensors.Select(t => t.Name).Order());
        foreach (StoredTensor tensor in tensors)
        {
            Assert.Equal(tensor.Bytes, file[tensor.Name].Bytes);
            Assert.Equal(tensor.Shape, file[tensor.Name].Shape);
            Assert.Equal(tensor.Type, file[tensor.Name].Type);
        }
        Assert.Equal("with \"quotes\", ünïcode and\nlines", file.Text("name"));
        Assert.Equal(weights.Select(BitConverter.SingleToUInt32Bits), file.Singles("layer.weight", 2, 3).Select(BitConverter.SingleToUInt32Bits));
        Assert.Equal([(float)Math.PI], file["scalar"].ToSingles());
        Assert.Equal([0.5f], file.Singles("half", 1));
        Assert.Equal([long.MinValue, 7], file["steps"].ToInt64s());
        Assert.Equal([1, 2, 255], file["bytes"].ToInt64s());
        Assert.Equal([-1, 2], file["ints"].ToInt64s());

        SafeTensorsHeader header = SafeTensors.ReadHeader(path);
        Assert.Equal("unf", header.Metadata["rule"]);
        Assert.Equal(3 + 24 + 8 + 16 + 8 + 2, header.DataBytes);
        Assert.All(header.Entries, entry => Assert.Equal(0, entry.Begin % entry.Type.Bytes()));
        Assert.Equal(["all.safetensors"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Files_of_other_writers_are_read()
    {
        // Spaces, another order of properties, no metadata, data in another order than names, 16-bit floats.
        string path = Raw("""  { "b" : {"shape":[2],"data_offsets":[4,8],"dtype":"BF16"}, "a":{"dtype":"F16","shape":[2,1],"data_offsets":[0,4]} }   """.Trim() + "   ",
            [0x00, 0x3C, 0x00, 0xC0, 0x80, 0x3F, 0x20, 0xC0]);
        SafeTensorsFile file = SafeTensors.Read(path);
        Assert.Equal([1f, -2f], file.Singles("a", 2, 1));
        Assert.Equal([1f, -2.5f], file.Singles("b", 2));
        Assert.Empty(file.Metadata);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "expected 8 bytes for tensor 'a' of shape [2] and type F32, found offsets [0, 4]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "expected 4 bytes of data, found 3 (the file is cut off)")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "expected 4 bytes of data, found 5 (something follows the data)")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6, "expected tensor 'b' to start at byte 4 of the data, found 2")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "expected tensor 'a' to start at byte 0 of the data, found 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "expected each tensor once, found 'a' twice")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", 4, "found 'F8_E4M3'; convert it to F32")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "expected a shape of tensor 'a' that fits in a file")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807,0],"data_offsets":[0,4]}}""", 4, "shape of tensor 'a' that fits in a file")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "expected a shape of tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1e400],"data_offsets":[0,4]}}""", 4, "expected integers in the shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""", 4, "expected at most 8 axes of tensor 'a', found more")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"code":"x"}}""", 4, "found 'code'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "found an incomplete description")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} {}""", 4, "broken JSON")]
    [InlineData("""{"a":[[[[[[1]]]]]]}""", 0, "expected an object that describes tensor 'a'")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "found a broken escape in a text")]
    [InlineData("""{"":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "expected tensor names of 1 to 512 characters, found one of 0")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "expected a text as metadata 'a', found Number")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "expected each metadata key once")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "expected one entry of metadata")]
    [InlineData("{\"line\nbreak\":{\"dtype\":\"F32\"", 0, "broken JSON")]
    public void A_false_header_is_refused_with_the_reason(string header, int dataBytes, string reason)
    {
        CheckpointException e = Assert.Throws<CheckpointException>(() => SafeTensors.Read(Raw(header, new byte[dataBytes])));
        Assert.Contains(reason, e.Message);
        Assert.DoesNotContain('\n', e.Message);
        Assert.StartsWith(e.Path, e.Message);
    }

    [Theory]
    [InlineData(new byte[0], "found an empty file")]
    [InlineData(new byte[] { 1, 2, 3 }, "found only 3 bytes")]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4, 0, 0, 0, 0, 0, 0 }, "found a zip archive")]
    [InlineData(new byte[] { 0x80, 2, 0, 0, 0, 0, 0, 0, 0, 0 }, "found a Python pickle")]
    [InlineData(new byte[] { (byte)'{', (byte)'"', 0, 0, 0, 0, 0, 1, 0, 0 }, "found a JSON text")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, (byte)'{' }, "found a header length of 18446744073709551615 (at most 4194304 are accepted)")]
    [InlineData(new byte[] { 64, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}' }, "expected a header of 64 bytes, found 2 bytes after its length")]
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 0, 0, 0, (byte)'x', (byte)'}' }, "found no JSON header at byte 8")]
    public void Foreign_files_are_recognized(byte[] bytes, string reason)
    {
        string path = folder.File("foreign");
        File.WriteAllBytes(path, bytes);
        Assert.Contains(reason, Assert.Throws<CheckpointException>(() => SafeTensors.Read(path)).Message);
    }

    [Fact]
    public void Missing_files_folders_and_too_large_files_are_named()
    {
        Assert.Contains("found no such file; check the path", Assert.Throws<CheckpointException>(() => SafeTensors.Read(folder.File("no"))).Message);
        Assert.Contains("found a folder", Assert.Throws<CheckpointException>(() => SafeTensors.Read(folder.Path)).Message);
        string path = folder.File("big");
        SafeTensors.Write(path, [StoredTensor.Create("a", new float[100], 100)]);
        Assert.Contains("expected at most 399 bytes of data, found 400", Assert.Throws<CheckpointException>(() => SafeTensors.Read(path, 399)).Message);
    }

    [Fact]
    public void Asking_for_what_is_not_there_names_what_is()
    {
        string path = folder.File("w");
        SafeTensors.Write(path, [StoredTensor.Create("theta", new float[6], 2, 3), StoredTensor.Create("step", new long[1])]);
        SafeTensorsFile file = SafeTensors.Read(path);
        Assert.Contains("expected a tensor 'w0', found 2 others ('step, theta')", Assert.Throws<CheckpointException>(() => file["w0"]).Message);
        Assert.Contains("expected floats of shape [3, 2] in tensor 'theta', found F32 of shape [2, 3]", Assert.Throws<CheckpointException>(() => file.Singles("theta", 3, 2)).Message);
        Assert.Throws<CheckpointException>(() => file.Singles("step"));
        Assert.Throws<CheckpointException>(() => file.Text("rule"));
        Assert.Throws<InvalidOperationException>(() => file["step"].ToSingles());
        Assert.Throws<InvalidOperationException>(() => file["theta"].ToInt64s());
    }

    [Fact]
    public void What_no_reader_would_accept_is_not_written()
    {
        string path = folder.File("w");
        StoredTensor a = StoredTensor.Create("a", new float[1], 1);
        Assert.Throws<ArgumentException>(() => SafeTensors.Write(path, [a, a]));
        Assert.Throws<ArgumentException>(() => SafeTensors.Write(path, [StoredTensor.Create("__metadata__", new float[1], 1)]));
        Assert.Throws<ArgumentException>(() => SafeTensors.Write(path, [StoredTensor.Create(new string('n', 513), new float[1], 1)]));
        Assert.Throws<ArgumentException>(() => StoredTensor.Create("a", new float[2], 3));
        Assert.Throws<ArgumentException>(() => StoredTensor.Create("a", new float[1], 1, 1, 1, 1, 1, 1, 1, 1, 1));
        Assert.Throws<ArgumentException>(() => StoredTensor.Create("a", new char[1], 1));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Published_weights_are_read_where_present()
    {
        string? shared = SharedData();
        if (shared is null)
            return;
        (string Name, int Values)[] files = [("celo.safetensors", 37089), ("celo-adam.safetensors", 36865)];
        foreach ((string name, int values) in files)
        {
            SafeTensorsFile file = SafeTensors.Read(Path.Combine(shared, "pretrained", name));
            Assert.Equal(values, file.Tensors.Sum(tensor => tensor.Count));
            Assert.All(file.Tensors, tensor => Assert.All(tensor.ToSingles(), value => Assert.True(float.IsFinite(value))));
        }
    }

    private static string? SharedData()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "LearnedOpt.sln")))
            {
                string shared = Path.Combine(at.FullName, "..", "shared", "data");
                return Directory.Exists(Path.Combine(shared, "pretrained")) ? shared : null;
            }
        }
        return null;
    }

    private string Raw(string header, byte[] data)
    {
        string path = folder.File("raw.safetensors");
        byte[] text = Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)text.Length), .. text, .. data]);
        return path;
    }
}
