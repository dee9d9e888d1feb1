using LearnedOpt.Numerics;
using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Families;

namespace LearnedOpt.Tasks.Tests.Families;

public sealed class TaskFamiliesTests
{
    public static TheoryData<string> Names { get; } = [.. TaskFamilies.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryDrawIsATaskThatSteps(string name)
    {
        var family = TaskFamilies.Create(name, DataFolder.Embedded);
        var names = new HashSet<string>();
        for (var draw = 0; draw < 6; draw++)
        {
            var random = new CounterRandom(5, (ulong)draw);
            using var task = family.Sample(random);
            Assert.Equal(family.SampleName(random), task.Name);
            names.Add(task.Name);
            using var chunk = TaskFixtures.Chunk(task, 0, 1);
            var loss = new float[1];
            chunk.Step([0.001f], loss);
            chunk.Step([0.001f], loss);
            Assert.True(float.IsFinite(loss[0]), task.Name);
        }

        Assert.True(names.Count > 1);
    }

    [Fact]
    public void DrawsVaryInEverythingPromised()
    {
        var family = TaskFamilies.Create("family/mlp", DataFolder.Embedded);
        string[] names = [.. Enumerable.Range(0, 200).Select(draw => family.SampleName(new CounterRandom(6, (ulong)draw)))];
        foreach (var option in new[] { "hidden", "activation", "batch", "data", "initScale", "norm" })
            Assert.True(names.Select(name => name.Split('?')[1].Split('&').First(part => part.StartsWith(option + "=", StringComparison.Ordinal))).Distinct().Count() > 1, option);
        Assert.Contains(names, name => name.Contains("data=fashion-mnist"));
    }

    [Fact]
    public void OnlyDrawsDataThatIsThere()
    {
        using var folder = new Data.DataFixture();
        folder.WriteMnist();
        var family = TaskFamilies.Create("family/mlp", folder.Folder);
        for (var draw = 0; draw < 50; draw++) Assert.Contains("data=mnist&", family.SampleName(new CounterRandom(7, (ulong)draw)));
        var texts = TaskFamilies.Create("family/recurrent", folder.Folder);
        Assert.Contains("tinyshakespeare or wikitext-2", Assert.Throws<DataException>(() => texts.SampleName(new CounterRandom(8))).Message);
    }

    [Fact]
    public void AnUnknownFamilyNamesTheOthers() =>
        Assert.Contains("choose one of family/mlp", Assert.Throws<ArgumentException>(() => TaskFamilies.Create("family/x", DataFolder.Embedded)).Message);
}
