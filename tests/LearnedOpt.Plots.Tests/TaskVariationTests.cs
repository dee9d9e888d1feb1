using LearnedOpt.MetaTraining.Comparison;
using LearnedOpt.Optimizers;

namespace LearnedOpt.Plots.Tests;

public class TaskVariationTests
{
    [Fact]
    public void WidthsDepthsAndNumbersAreQuantitiesInOrder()
    {
        AssertVaries("hidden width", [16, 64, 256], "mlp/mnist-8?hidden=256x256", "mlp/mnist-8?hidden=16x16", "mlp/mnist-8?hidden=64x64");
        AssertVaries("hidden layers", [1, 2, 4], "mlp/mnist-8?hidden=32", "mlp/mnist-8?hidden=32x32", "mlp/mnist-8?hidden=32x32x32x32");
        AssertVaries("batch", [8, 16, 32], "rnn/bytes-16?batch=8&length=4", "rnn/bytes-16?length=4&batch=16", "rnn/bytes-16?batch=32&length=4");
    }

    [Theory]
    [InlineData("mlp/mnist-8?hidden=16", "mlp/mnist-8?hidden=32")]                                                          // two points are no curve
    [InlineData("mlp/mnist-8?hidden=16", "mlp/mnist-8?hidden=32x32", "mlp/mnist-8?hidden=64x64x64")]                        // width and depth at once
    [InlineData("mlp/mnist-8?hidden=16x8", "mlp/mnist-8?hidden=32x16", "mlp/mnist-8?hidden=64x32")]                         // no single width
    [InlineData("mlp/mnist-8?activation=relu", "mlp/mnist-8?activation=tanh", "mlp/mnist-8?activation=gelu")]               // no number
    [InlineData("mlp/mnist-8?batch=8", "mlp/cifar-8?batch=16", "rnn/bytes-16?batch=32")]                                    // other tasks
    [InlineData("mlp/mnist-8", "cnn/cifar-16", "rnn/bytes-16")]
    public void OtherwiseNothingVaries(params string[] tasks) => Assert.Empty(TaskVariation.Of(Results(tasks)));

    [Fact]
    public void ValuesThatMetaTrainingSawAreThoseOfTheSameTask()
    {
        var variation = Assert.Single(TaskVariation.Of(Results("mlp/mnist-8?hidden=16", "mlp/mnist-8?hidden=32", "mlp/mnist-8?hidden=64")));
        Assert.Equal([8, 24, 48], variation.ValuesIn(["mlp/mnist-8?batch=16&hidden=48", "mlp/mnist-8?hidden=24x24", "mlp/cifar-8?hidden=8", "mlp/mnist-8", "mlp/mnist-8?hidden=64x32", "cnn/cifar-16?hidden=16"]));
    }

    private static void AssertVaries(string quantity, double[] values, params string[] tasks)
    {
        var variation = Assert.Single(TaskVariation.Of(Results(tasks)));
        Assert.Equal(quantity, variation.Quantity);
        Assert.Equal(values, variation.Points.Select(point => point.Value));
    }

    private static ComparisonResult[] Results(params string[] tasks)
    {
        var adam = new Contender("Adam", UpdateRules.Create("adam"), new float[3], 0.01);
        return [.. tasks.Select(task => new ComparisonResult(task, "Adam", [new MetaTraining.Comparison.TrainingRun(adam, 0, [2f, 1f], 0.1)]))];
    }
}
