using TorchSharp.Modules;
using static TorchSharp.torch.optim;

namespace TorchSharp.Compat.Tests.Optim;

public sealed class StateDictTests
{
    public static IEnumerable<object[]> Names => Optimizers.All;

    private static void Train(WavyRegression problem, Optimizer optimizer, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            problem.Backward(optimizer);
            optimizer.step();
        }
    }

    private static byte[] Save(OptimizerHelper optimizer)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        optimizer.save_state_dict(writer);
        return stream.ToArray();
    }

    private static void Load(OptimizerHelper optimizer, byte[] bytes) => optimizer.load_state_dict(new BinaryReader(new MemoryStream(bytes)));

    private static void CopyWeights(WavyRegression from, WavyRegression to)
    {
        using var off = torch.no_grad();
        to.Weight.copy_(from.Weight);
        to.Bias.copy_(from.Bias);
    }

    /// <summary>12 steps straight, and 6, saved to a stream, loaded by a new optimizer with other options, 6 more: the same bits.</summary>
    [Theory, MemberData(nameof(Names))]
    public void ContinuesBitEqualFromAStream(string name)
    {
        using var straight = new WavyRegression();
        using var one = Optimizers.Rich(name, straight.Parameters);
        Train(straight, one, 6);

        using var resumed = new WavyRegression();
        CopyWeights(straight, resumed);
        using var other = Optimizers.Rich(name, resumed.Parameters);
        foreach (var group in other.ParamGroups) group.LearningRate = 0.5;
        Load(other, Save(one));

        Train(straight, one, 6);
        Train(resumed, other, 6);
        Assert.Equal(straight.Weight.data<double>().ToArray(), resumed.Weight.data<double>().ToArray());
        Assert.Equal(straight.Bias.data<double>().ToArray(), resumed.Bias.data<double>().ToArray());
        Assert.Equal(Save(one), Save(other));
    }

    /// <summary>The same from the dictionary itself; afterwards the two optimizers share nothing.</summary>
    [Theory, MemberData(nameof(Names))]
    public void ContinuesBitEqualFromADictionary(string name)
    {
        using var straight = new WavyRegression();
        var one = Optimizers.Rich(name, straight.Parameters);
        Train(straight, one, 6);

        using var resumed = new WavyRegression();
        CopyWeights(straight, resumed);
        using var other = Optimizers.Rich(name, resumed.Parameters);
        other.load_state_dict(one.state_dict());
        var saved = Save(other);

        Train(straight, one, 6);
        Assert.Equal(saved, Save(other));
        one.Dispose();
        Train(resumed, other, 6);
        Assert.Equal(straight.Weight.data<double>().ToArray(), resumed.Weight.data<double>().ToArray());
    }

    [Fact]
    public void DictionariesAreLiveAndIndexStatesByGroup()
    {
        using var problem = new WavyRegression();
        using var optimizer = Adam([new Adam.ParamGroup([problem.Weight], lr: 0.1), new Adam.ParamGroup([problem.Bias], lr: 0.2)]);
        var dictionary = optimizer.state_dict();
        Assert.Equal([[0], [1]], dictionary.StateIndexRef);
        dictionary.Options[1].LearningRate = 0.3;
        Assert.Equal([0.1, 0.3], optimizer.ParamGroups.Select(g => g.LearningRate));
        Train(problem, optimizer, 2);
        Assert.Equal(2, ((Adam.State)dictionary.State[0]).step);
    }

    /// <summary>TorchSharp's format byte by byte: name, LEB128 counts, initial and present rate, options, then each state.</summary>
    [Fact]
    public void SgdFileHasTorchSharpsLayout()
    {
        using var parameter = new Parameter(torch.tensor(new float[] { 1, 2 }));
        using var optimizer = new SGD([parameter], 0.25, momentum: 0.5);
        optimizer.ParamGroups.Single().LearningRate = 0.125;
        parameter.grad = torch.tensor(new float[] { 3, 4 });
        optimizer.step();

        using var expected = new MemoryStream();
        using var writer = new BinaryWriter(expected);
        writer.Write("SGD");
        writer.Write((byte)1);
        writer.Write((byte)1);
        foreach (var value in new[] { 0.25, 0.125, 0.5, 0, 0 }) writer.Write(value);
        writer.Write(false);
        writer.Write(false);
        writer.Write(true);
        writer.Write(new byte[] { 6, 1, 2 });
        writer.Write(3f);
        writer.Write(4f);
        Assert.Equal(expected.ToArray(), Save(optimizer));
    }

    [Fact]
    public void FilesByNameRoundTrip()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var problem = new WavyRegression();
            using var one = Optimizers.Rich("Adam", problem.Parameters);
            Train(problem, one, 3);
            one.save_state_dict(path);
            using var other = Optimizers.Rich("Adam", problem.Parameters);
            other.load_state_dict(path);
            Assert.Equal(Save(one), Save(other));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void ForeignFilesAreRefused()
    {
        using var problem = new WavyRegression();
        using var sgd = SGD(problem.Parameters, 0.1);
        using var adam = Adam(problem.Parameters);
        using var lone = Adam([problem.Weight]);
        using var groups = Adam([new Adam.ParamGroup([problem.Weight]), new Adam.ParamGroup([problem.Bias])]);
        var error = Assert.Throws<InvalidDataException>(() => Load(adam, Save(sgd)));
        Assert.Equal("Mismatched optimizer type: expected 'Adam', but found 'SGD' in the loaded stream.", error.Message);
        Assert.Equal("Invalid optimizer state -- different number of states.", Assert.Throws<ArgumentException>(() => Load(adam, Save(lone))).Message);
        Assert.Equal("Invalid optimizer state -- different number of parameter groups.", Assert.Throws<ArgumentException>(() => Load(adam, Save(groups))).Message);
        Assert.Throws<ArgumentException>(() => adam.load_state_dict(lone.state_dict()));

        using var swapped = Adam([problem.Bias, problem.Weight]);
        Assert.Throws<ArgumentException>(() => Load(adam, Save(swapped)));
    }

    /// <summary>Every cut and every changed byte ends in an exception or a load; never in a large allocation or a crash.</summary>
    [Theory, MemberData(nameof(Names))]
    public void DamagedFilesDoNoHarm(string name)
    {
        using var problem = new WavyRegression();
        using var optimizer = Optimizers.Rich(name, problem.Parameters);
        Train(problem, optimizer, 2);
        var good = Save(optimizer);
        for (var length = 0; length < good.Length; length++)
            Assert.ThrowsAny<Exception>(() => Load(optimizer, good[..length]));

        var random = new Random(3);
        var before = GC.GetAllocatedBytesForCurrentThread(); // Of this thread: other tests run beside it.
        for (var trial = 0; trial < 300; trial++)
        {
            var bad = good.ToArray();
            bad[random.Next(bad.Length)] = (byte)random.Next(256);
            try
            {
                Load(optimizer, bad);
            }
            catch (Exception e) when (e is IOException or ArgumentException or FormatException or InvalidDataException) { }
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
        Load(optimizer, good);
        Assert.Equal(good, Save(optimizer));
    }
}
