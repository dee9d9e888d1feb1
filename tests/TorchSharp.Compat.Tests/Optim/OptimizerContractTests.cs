using TorchSharp.Modules;
using static TorchSharp.torch.optim;

namespace TorchSharp.Compat.Tests.Optim;

/// <summary>What holds for every optimizer.</summary>
public sealed class OptimizerContractTests
{
    public static IEnumerable<object[]> Names => Optimizers.All;

    [Theory, MemberData(nameof(Names))]
    public void LowersTheLoss(string name)
    {
        using var problem = new WavyRegression();
        using var optimizer = Optimizers.Rich(name, problem.Parameters);
        var first = problem.Backward(optimizer);
        for (var step = 0; step < 40; step++)
        {
            problem.Backward(optimizer);
            optimizer.step();
        }
        Assert.True(problem.Backward(optimizer) < first - 0.1);
    }

    [Theory, MemberData(nameof(Names))]
    public void ParametersWithoutGradientStayAndHaveNoHistory(string name)
    {
        using var problem = new WavyRegression();
        using var idle = new Parameter(torch.ones(3, torch.float64));
        using var optimizer = Optimizers.Rich(name, [problem.Weight, idle, problem.Bias]);
        for (var step = 0; step < 5; step++)
        {
            problem.Backward(optimizer);
            optimizer.step();
        }
        Assert.Null(idle.grad);
        Assert.Equal([1, 1, 1], idle.data<double>().ToArray());
        using var fresh = Optimizers.Rich(name, [problem.Weight, idle, problem.Bias]);
        Assert.True(optimizer.state_dict().State[1].ApproximatelyEquals(fresh.state_dict().State[1]));
    }

    [Theory, MemberData(nameof(Names))]
    public void ZeroGradZeroesInPlace(string name)
    {
        using var problem = new WavyRegression();
        using var optimizer = Optimizers.Rich(name, problem.Parameters);
        optimizer.zero_grad();
        Assert.Null(problem.Weight.grad);
        problem.Backward(optimizer);
        using var seen = problem.Weight.grad;
        Assert.NotEqual(0, seen!.abs().sum().ToDouble());
        optimizer.zero_grad();
        Assert.Equal(0, seen.abs().sum().ToDouble());
        Assert.NotNull(problem.Weight.grad);
    }

    [Theory, MemberData(nameof(Names))]
    public void ClosureRunsOnceWithGradientsAndItsLossIsReturned(string name)
    {
        using var problem = new WavyRegression();
        using var optimizer = Optimizers.Rich(name, problem.Parameters);
        var (calls, scope) = (0, torch.CurrentDisposeScope);
        torch.Tensor? given = null;
        using var off = torch.no_grad();
        using var loss = optimizer.step(() =>
        {
            calls++;
            Assert.True(torch.is_grad_enabled());
            Assert.Same(scope, torch.CurrentDisposeScope);
            optimizer.zero_grad();
            given = problem.Loss();
            given.backward();
            return given;
        });
        Assert.Equal(1, calls);
        Assert.Same(given, loss);
        Assert.True(loss.ToDouble() > 0);
        Assert.False(torch.is_grad_enabled());
    }

    /// <summary>A step inside a scope leaves state that outlives it; 1,000 steps make no more tensors than 10.</summary>
    [Theory, MemberData(nameof(Names))]
    public void LiveTensorsStayFlat(string name)
    {
        using var problem = new WavyRegression();
        using var optimizer = Optimizers.Rich(name, problem.Parameters);
        problem.Backward(optimizer);
        void Steps(int count)
        {
            for (var step = 0; step < count; step++)
            {
                using var scope = torch.NewDisposeScope();
                optimizer.step();
                Assert.Equal(0, scope.DisposablesCount);
            }
        }

        var statistics = DisposeScopeManager.Statistics;
        Steps(10);
        var before = statistics.ThreadTotalLiveCount;
        Steps(1000);
        Assert.Equal(before, statistics.ThreadTotalLiveCount);
    }

    [Theory, MemberData(nameof(Names))]
    public void DisposeEndsTheStateAndNothingElse(string name)
    {
        using var problem = new WavyRegression();
        var statistics = DisposeScopeManager.Statistics;
        var before = statistics.ThreadTotalLiveCount;
        var optimizer = Optimizers.Rich(name, problem.Parameters);
        optimizer.zero_grad();
        for (var step = 0; step < 3; step++)
        {
            using (var loss = problem.Loss()) loss.backward();
            optimizer.step();
        }
        optimizer.Dispose();
        optimizer.Dispose();
        Assert.Equal(before, statistics.ThreadTotalLiveCount);
        Assert.False(problem.Weight.IsInvalid);
    }

    [Theory, MemberData(nameof(Names))]
    public void BadRatesAreRefused(string name)
    {
        using var parameter = new Parameter(torch.zeros(1));
        using var bad = System.Text.Json.JsonDocument.Parse("""{"lr": -1}""");
        var error = Assert.Throws<ArgumentException>(() => Optimizers.Make(name, bad.RootElement, [parameter]));
        Assert.Equal("Invalid learning rate: -1", error.Message);
    }

    /// <summary>The state of a transposed parameter has its strides; steps are those of the parameter in row-major order.</summary>
    [Theory, MemberData(nameof(Names))]
    public void TransposedParametersStepAndSaveAlike(string name)
    {
        using var plain = new Parameter(WavyRegression.Grid(3, 2, 1, 0));
        using var transposed = new Parameter(WavyRegression.Grid(3, 2, 1, 0).t().contiguous().t());
        Assert.False(transposed.is_contiguous());
        using var gradient = WavyRegression.Grid(3, 2, 2, 1);
        byte[] Train(Parameter parameter)
        {
            using var optimizer = Optimizers.Rich(name, [parameter]);
            parameter.grad = gradient;
            for (var step = 0; step < 4; step++) optimizer.step();
            using var file = new MemoryStream();
            optimizer.save_state_dict(new BinaryWriter(file));
            file.Position = 0;
            using var copy = Optimizers.Rich(name, [parameter]);
            copy.load_state_dict(new BinaryReader(file));
            Assert.True(copy.state_dict().State[0].ApproximatelyEquals(optimizer.state_dict().State[0]));
            return file.ToArray();
        }

        Assert.Equal(Train(plain), Train(transposed));
        Assert.True(plain.allclose(transposed));
    }
}
