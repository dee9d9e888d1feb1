using LearnedOpt.Tasks.Data;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tasks.Tests;

public sealed class TaskRegistryTests
{
    [Theory]
    [InlineData("mlp/mnist-8", 2410)]
    [InlineData("cnn/cifar-16", 5418)]
    [InlineData("rnn/bytes-16", 31168)]
    [InlineData("transformer/words-8?vocabulary=256", 67264)]
    public void PaperProblemsHaveThePapersSizes(string name, long parameters)
    {
        Assert.Equal(parameters, TaskFixtures.Get(name).Space.ParameterCount);
    }

    [Fact]
    public void PaperProblemsHaveThePapersSymmetries()
    {
        Assert.Empty(TaskFixtures.Get("mlp/mnist-8").Space.DifferencesFrom(PaperSpaces.Mlp()));
        Assert.Empty(TaskFixtures.Get("cnn/cifar-16").Space.DifferencesFrom(PaperSpaces.Cnn()));
        Assert.Empty(TaskFixtures.Get("rnn/bytes-16").Space.DifferencesFrom(PaperSpaces.Rnn()));
        Assert.Equal(37, TaskFixtures.Get("transformer/words-8").Space.Tensors.Count);
    }

    [Theory]
    [InlineData("mlp/mnist-9", "no task is called 'mlp/mnist-9'")]
    [InlineData("mlp/mnist-8?width=3", "task 'mlp/mnist-8' has no option width; it has activation, batch, data, ")]
    [InlineData("mlp/mnist-8?batch", "received 'batch'")]
    [InlineData("mlp/mnist-8?batch=0", "batch must be a whole number of at least 1; received '0'")]
    [InlineData("rnn/bytes-16?length=99999999", "Shorten the windows or choose a longer text")]
    public void FaultsSayWhatToDo(string name, string message)
    {
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => TaskRegistry.Create(name, DataFolder.Embedded)).Message);
    }
}
