using System.Diagnostics;
using LearnedOpt.Checkpoints;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;

namespace LearnedOpt.Tests.Optimizers;

/// <summary>Whatever happens to a weights file, reading it gives what was written or one clear line, soon and in little memory.</summary>
public sealed class RuleFileFuzzTests : IDisposable
{
    private const long MemoryLimit = 64 << 20;

    private readonly string folder = Directory.CreateTempSubdirectory("rule-fuzz").FullName;

    public static TheoryData<string> Rules => [.. UpdateRules.Names];

    [Theory]
    [MemberData(nameof(Rules))]
    public void DamagedBytesAreNoticed(string name)
    {
        string path = Written(name);
        byte[] valid = File.ReadAllBytes(path);
        float[] theta = RuleFile.Read(path).Theta;
        RandomSequence random = new CounterRandom(2).Sequence();
        for (int trial = 0; trial < 120; trial++)
        {
            byte[] damaged = random.Chance(0.3f) ? valid[..random.Below(valid.Length)] : [.. valid];
            if (damaged.Length > 0)
                damaged[random.Below(Math.Min(damaged.Length, random.Chance(0.5f) ? 3000 : damaged.Length))] ^= (byte)(1 << random.Below(8));
            File.WriteAllBytes(path, damaged);
            if (Guarded(path) is { } read)
                Assert.Equal(theta, read.Theta);            // a bit of white space
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void ChangedSettingsUnderAValidChecksumAreRefusedOrFit(string name)
    {
        string path = Written(name);
        SafeTensorsFile file = SafeTensors.Read(path);
        string settings = file.Text("settings");
        RandomSequence random = new CounterRandom(3).Sequence();
        char[] syntax = [.. "{}[]\",:-0199eE."];
        for (int trial = 0; trial < 120; trial++)
        {
            char[] text = settings.ToCharArray();
            for (int edit = random.Below(3); edit >= 0; edit--)
                text[random.Below(text.Length)] = syntax[random.Below(syntax.Length)];
            SafeTensors.Write(path, file.Tensors, new Dictionary<string, string>(file.Metadata) { ["settings"] = new(text) });
            Guarded(path);
        }
    }

    [Theory]
    [InlineData("unf", """{"Channels":2147483647}""")]
    [InlineData("unf", """{"Space":{"Symmetries":[{"Name":"a","Size":3,"Kind":"Hidden"}],"Tensors":[{"Name":"w","Axes":[0,0,0,0,0,0,0,0],"Roles":["Out","In","In","In","In","In","In","In"]}]}}""")]
    [InlineData("unf", """{"Space":{"Symmetries":[{"Name":"a","Size":9223372036854775807,"Kind":"Hidden"}],"Tensors":[{"Name":"w","Axes":[0,0],"Roles":["Out","In"]}]}}""")]
    [InlineData("unf", """{"Space":{"Symmetries":null,"Tensors":null}}""")]
    [InlineData("unf", """{"Space":{"Symmetries":[null],"Tensors":[null]}}""")]
    [InlineData("unf-adam", """{"HiddenLayers":2000000000}""")]
    [InlineData("unf-adam", "null")]
    [InlineData("no-such-rule", "{}")]
    public void HostileSettingsAreRefused(string rule, string settings)
    {
        string path = Written("adam");
        SafeTensorsFile file = SafeTensors.Read(path);
        SafeTensors.Write(path, file.Tensors, new Dictionary<string, string>(file.Metadata) { ["rule"] = rule, ["settings"] = settings });
        Assert.Null(Guarded(path));
    }

    [Fact]
    public void AHugeFileIsRefusedUnread()
    {
        string path = Written("adam");
        SafeTensorsFile file = SafeTensors.Read(path);
        SafeTensors.Write(path, [.. file.Tensors, StoredTensor.Create("more", new float[5 << 20], 5 << 20)], file.Metadata);
        Assert.Null(Guarded(path));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Written(string name)
    {
        string path = Path.Combine(folder, "a.safetensors");
        RuleFile file = ContractRules.For(name);
        RuleFile.Write(path, file.Rule, file.Theta, new Dictionary<string, string> { ["trained_on"] = "a task" });
        return path;
    }

    private static RuleFile? Guarded(string path)
    {
        var watch = Stopwatch.StartNew();
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            return RuleFile.Read(path);
        }
        catch (CheckpointException fault)
        {
            Assert.DoesNotContain('\n', fault.Message);
            Assert.Contains(path, fault.Message);
            return null;
        }
        finally
        {
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MemoryLimit, $"{GC.GetAllocatedBytesForCurrentThread() - before} bytes");
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");       // one second on a machine of one's own
        }
    }
}
