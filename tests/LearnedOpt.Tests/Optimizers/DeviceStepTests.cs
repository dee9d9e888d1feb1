using LearnedOpt.Optimizers;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tests.Optimizers;

/// <summary>The optimizer's step on tensors, which it takes where parameters are on a CUDA device: here on the CPU, against the fused step.</summary>
public sealed class DeviceStepTests
{
    public static TheoryData<string, string> RulesAndModels()
    {
        var data = new TheoryData<string, string>();
        foreach (var rule in UpdateRules.DifferentiableNames)
            foreach (var model in ContractModel.Names) data.Add(rule, model);
        return data;
    }

    [Theory]
    [MemberData(nameof(RulesAndModels))]
    public void EqualsTheFusedStep(string rule, string modelName)
    {
        using ContractModel model = ContractModel.Named(modelName), other = ContractModel.Named(modelName);
        using LearnedOptimizer fused = Make(rule, model, onTensors: false), onTensors = Make(rule, other, onTensors: true);
        for (var step = 0; step < 5; step++)
        {
            model.Module.parameters().First().requires_grad = other.Module.parameters().First().requires_grad = step != 2;
            ShareGradients(model, other, withoutSecond: step is 1 or 2);
            var before = model.Weights();
            fused.step();
            onTensors.step();
            AssertSameStep(before, model.Weights(), other.Weights(), $"{rule} on {modelName}, step {step}");
            model.CopyTo(other);
        }
    }

    [Theory]
    [MemberData(nameof(RulesAndModels))]
    public void ReadingTheStateChangesNothing(string rule, string modelName)
    {
        using ContractModel model = ContractModel.Named(modelName), read = ContractModel.Named(modelName);
        using LearnedOptimizer optimizer = Make(rule, model, onTensors: true), reader = Make(rule, read, onTensors: true);
        var losses = model.Train(optimizer, 6);
        for (var step = 0; step < 6; step++)
        {
            Assert.Equal(losses[step], read.Train(reader, 1)[0]);
            using var writer = new BinaryWriter(new MemoryStream());
            reader.save_state_dict(writer);
        }

        Assert.Equal(model.Weights(), read.Weights());
        foreach (var (mine, its) in optimizer.state_dict().State.Zip(reader.state_dict().State)) Assert.True(mine.ApproximatelyEquals(its));
    }

    [Theory]
    [MemberData(nameof(RulesAndModels))]
    public void StateThatWasSavedOnOneDeviceContinuesOnTheOther(string rule, string modelName)
    {
        foreach (var first in (bool[])[false, true])
        {
            using ContractModel model = ContractModel.Named(modelName), other = ContractModel.Named(modelName);
            using LearnedOptimizer optimizer = Make(rule, model, first), next = Make(rule, other, !first);
            model.Train(optimizer, 4);
            model.CopyTo(other);
            next.load_state_dict(optimizer.state_dict());
            ShareGradients(model, other);
            var before = model.Weights();
            optimizer.step();
            next.step();
            AssertSameStep(before, model.Weights(), other.Weights(), $"{rule} on {modelName}, from {(first ? "tensors" : "memory")}");
        }
    }

    [Theory]
    [MemberData(nameof(RulesAndModels))]
    public void StepsLeaveNothingBehind(string rule, string modelName)
    {
        using var model = ContractModel.Named(modelName);
        using var optimizer = Make(rule, model, onTensors: true);
        model.Train(optimizer, 3);
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        model.Train(optimizer, 5);
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void ColumnsThatReadAConcatenationAreSteppedWhereTheyLie()
    {
        foreach (var rule in UpdateRules.DifferentiableNames)
        {
            using var scope = NewDisposeScope();
            Symmetry rows = new("rows", 4), left = new("left", 3), right = new("right", 2);
            var space = new WeightSpace([Part("left", left, 0), Part("right", right, 3)]);
            using TorchSharp.Modules.Linear a = nn.Linear(5, 4, hasBias: false), b = nn.Linear(5, 4, hasBias: false);
            b.load_state_dict(a.state_dict());
            var file = ContractRules.For(rule, space, busy: true);
            using LearnedOptimizer fused = new(file, a, space: space), onTensors = new(file, b, space: space) { StepsOnTensors = true };
            a.weight.grad = randn(4, 5, generator: new Generator(5));
            b.weight.grad = a.weight.grad.clone();
            float[][] before = [a.weight.data<float>().ToArray()];
            fused.step();
            onTensors.step();
            AssertSameStep(before, [a.weight.data<float>().ToArray()], [b.weight.data<float>().ToArray()], rule);

            WeightTensor Part(string name, Symmetry columns, long offset) => new($"weight.{name}", [4, columns.Size], [rows, columns], null, new ParameterView("weight", [4, 5], offset, [5, 1]));
        }
    }

    private static LearnedOptimizer Make(string rule, ContractModel model, bool onTensors)
    {
        var file = ContractRules.For(rule, WeightSpace.FromModule(model.Module, independentWhenUnknown: true), busy: true);
        var parameters = model.Module.parameters().ToArray();
        var half = parameters.Length / 2;
        return new LearnedOptimizer(file, model.Module,
            [new LearnedOptimizer.ParamGroup(parameters[..half], lr: 0.5), new LearnedOptimizer.ParamGroup(parameters[half..], weight_decay: 0.01)]) { StepsOnTensors = onTensors };
    }

    // Both models step on the gradients of the first, so that rounding does not grow through the model.
    private static void ShareGradients(ContractModel model, ContractModel other, bool withoutSecond = false)
    {
        model.Module.zero_grad();
        model.Loss().backward();
        foreach (var (index, (mine, its)) in model.Module.parameters().Zip(other.Module.parameters()).Index())
        {
            if (withoutSecond && index == 1) mine.grad = null!;
            its.grad = mine.grad?.clone()!;
        }
    }

    private static void AssertSameStep(float[][] before, float[][] expected, float[][] actual, string what)
    {
        var largest = expected.Zip(before, (now, then) => now.Zip(then, (a, b) => MathF.Abs(a - b)).Max()).Max();
        Assert.True(largest > 0, $"{what}: nothing moved");
        for (var p = 0; p < expected.Length; p++)
        {
            for (var i = 0; i < expected[p].Length; i++)
            {
                var off = MathF.Abs(expected[p][i] - actual[p][i]);
                Assert.True(off <= (1e-5f * largest) + (2e-7f * MathF.Abs(expected[p][i])), $"{what}: parameter {p}[{i}] is {actual[p][i]:r} and should be {expected[p][i]:r}; the largest change is {largest:r}");
            }
        }
    }
}
