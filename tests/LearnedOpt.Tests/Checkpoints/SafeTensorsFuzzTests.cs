using System.Diagnostics;
using LearnedOpt.Checkpoints;
using LearnedOpt.Numerics;

namespace LearnedOpt.Tests.Checkpoints;

/// <summary>Whatever happens to a file, reading it gives the content that was written or one clear line.</summary>
public sealed class SafeTensorsFuzzTests : IDisposable
{
    private const long MemoryLimit = 64 << 20;

    private readonly TemporaryFolder folder = new();
    private readonly string path;
    private readonly byte[] valid;
    private readonly string content;

    public SafeTensorsFuzzTests()
    {
        path = folder.File("fuzzed.safetensors");
        var weights = new float[40];
        new CounterRandom(5).Fill(weights);
        SafeTensors.Write(path,
            [StoredTensor.Create("mlp/linear.w", weights, 8, 5), StoredTensor.Create("b", new double[3], 3), StoredTensor.Create("n", new long[] { 9 })],
            new Dictionary<string, string> { ["rule"] = "unf", ["version"] = "1" });
        valid = File.ReadAllBytes(path);
        content = Content(SafeTensors.Read(path));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Truncated_anywhere_it_is_refused()
    {
        for (int length = 0; length < valid.Length; length++)
            Assert.False(Accepted(valid.AsSpan(0, length)), $"accepted with {length} of {valid.Length} bytes");
        Assert.False(Accepted([.. valid, 0]));
    }

    [Fact]
    public void Every_flipped_bit_is_noticed_or_harmless()
    {
        for (int bit = 0; bit < valid.Length * 8; bit += 3)
        {
            byte[] mutated = [.. valid];
            mutated[bit / 8] ^= (byte)(1 << bit % 8);
            Accepted(mutated);
        }
    }

    [Fact]
    public void Random_mutations_are_noticed_or_harmless()
    {
        RandomSequence random = new CounterRandom(11).Sequence();
        byte[] syntax = [.. "{}[]\",:-019eE\\u .\0"u8];
        var watch = Stopwatch.StartNew();
        TimeSpan slowest = TimeSpan.Zero;
        for (int trial = 0; trial < 4000; trial++)
        {
            var mutated = new List<byte>(valid);
            for (int edit = random.Below(4); edit >= 0; edit--)
            {
                int at = random.Below(random.Chance(0.8f) ? valid.Length - 200 : mutated.Count);    // mostly the header
                switch (random.Below(5))
                {
                    case 0: mutated[at] = (byte)random.Below(256); break;
                    case 1: mutated[at] = syntax[random.Below(syntax.Length)]; break;
                    case 2: mutated.RemoveRange(at, Math.Min(1 + random.Below(8), mutated.Count - at)); break;
                    case 3: mutated.Insert(at, syntax[random.Below(syntax.Length)]); break;
                    default: mutated.InsertRange(at, mutated.GetRange(at, Math.Min(1 + random.Below(40), mutated.Count - at))); break;
                }
                if (mutated.Count < valid.Length / 2)
                    break;
            }
            TimeSpan before = watch.Elapsed;
            byte[] bytes = [.. mutated];
            if (random.Chance(0.7f) && bytes.Length > 8)        // most edits are in the header: keep its length right
                BitConverter.GetBytes(Math.Max(0, BitConverter.ToInt64(valid) + bytes.Length - valid.Length)).CopyTo(bytes, 0);
            Accepted(bytes);
            slowest = watch.Elapsed - before > slowest ? watch.Elapsed - before : slowest;
        }
        Assert.True(slowest < TimeSpan.FromSeconds(1), $"one file took {slowest}");
    }

    [Theory]
    [InlineData('[', 4 << 20)]
    [InlineData('{', 4 << 20)]
    [InlineData(' ', 4 << 20)]
    [InlineData('1', 4 << 20)]
    public void Monotonous_headers_of_full_size_are_refused_cheaply(char filler, int length)
    {
        var bytes = new byte[8 + length];
        bytes.AsSpan(8).Fill((byte)filler);
        BitConverter.GetBytes((long)length).CopyTo(bytes, 0);
        bytes[8] = (byte)'{';
        Assert.False(Accepted(bytes));
    }

    [Fact]
    public void Many_tensors_are_refused_cheaply()
    {
        string header = "{" + string.Join(",", Enumerable.Range(0, 80000).Select(i => $"\"{i:x}\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}"));
        header = header[..(header.LastIndexOf("},", 4 << 20) + 1)] + "}";
        Assert.False(Accepted([.. BitConverter.GetBytes((long)header.Length), .. System.Text.Encoding.ASCII.GetBytes(header)]));
    }

    [Fact]
    public void A_huge_file_is_refused_unread()
    {
        // Sparse: 6 GB of claimed data without the disk space.
        string huge = folder.File("huge");
        byte[] header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1610612736],\"data_offsets\":[0,6442450944]}}"u8.ToArray();
        using (FileStream stream = File.Create(huge))
        {
            stream.Write([.. BitConverter.GetBytes((long)header.Length), .. header]);
            stream.SetLength(8 + header.Length + 6442450944);
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(6442450944, SafeTensors.ReadHeader(huge).DataBytes);
        Assert.Throws<CheckpointException>(() => SafeTensors.Read(huge));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    // True when the bytes are read, which they may only be to the original content.
    private bool Accepted(ReadOnlySpan<byte> bytes)
    {
        File.WriteAllBytes(path, bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            SafeTensorsFile file = SafeTensors.Read(path);
            Assert.Equal(content, Content(file));
            return true;
        }
        catch (CheckpointException e)
        {
            Assert.DoesNotContain('\n', e.Message);
            Assert.InRange(e.Message.Length, path.Length + 20, path.Length + 500);
            return false;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MemoryLimit);
        }
    }

    // A dropped checksum entry is a missing check, not other content; without it data bytes may differ unnoticed.
    private string Content(SafeTensorsFile file)
    {
        if (content is not null && !file.Metadata.ContainsKey("learnedopt.sha256"))
            return content;
        return string.Join('\n', file.Tensors.OrderBy(t => t.Name).Select(t => $"{t.Name} {t.Type} [{string.Join(',', t.Shape)}] {Convert.ToHexString(t.Bytes)}"))
            + string.Join('\n', file.Metadata.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}={pair.Value}"));
    }
}
