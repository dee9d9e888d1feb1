using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnedOpt.Tests.Optimizers;

/// <summary>What the optimizer must do with every registered rule on every kind of model.</summary>
public sealed class LearnedOptimizerContractTests
{
    public static TheoryData<string, string> RulesAndModels()
    {
        var data = new TheoryData<string, string>();
        foreach (var rule in UpdateRules.Names)
            foreach (var model in ContractModel.Names) data.Add(rule, model);
        return data;
    }

    [Theory]
    [MemberData(nameof(RulesAndModels))]
    public void ItLowersTheLoss(string rule, string modelName)
    {
        using var model = ContractModel.Named(modelName);
        using var optimizer = Make(rule, model);
        var losses = model.Train(optimizer, 80);
        Assert.True(losses[^1] < 0.7 * losses[0], $"{losses[0]} -> {losses[^1]}");
    }

    [Theory]
    [MemberData(nameof(RulesAndModels))]
    public void ItResumesBitForBitFromAStreamAndFromADictionary(string rule, string modelName)
    {
        using var model = ContractModel.Named(modelName);
        using ContractModel streamed = ContractModel.Named(modelName, seed: 2), copied = ContractModel.Named(modelName, seed: 3);
        using var optimizer = Make(rule, model, weightDecay: 0.1);
        model.Train(optimizer, 5);
        model.CopyTo(streamed);
        model.CopyTo(copied);
        var saved = Saved(optimizer);
        using LearnedOptimizer fromStream = Make(rule, streamed, rate: 7), fromDictionary = Make(rule, copied, rate: 7);
        copied.Train(fromDictionary, 2);
        model.CopyTo(copied);
        fromDictionary.load_state_dict(optimizer.state_dict());
        Load(fromStream, saved);

        var expected = model.Train(optimizer, 5);
        Assert.Equal(expected, streamed.Train(fromStream, 5));
        Assert.Equal(expected, copied.Train(fromDictionary, 5));
        Assert.Equal(model.Weights(), streamed.Weights());
        Assert.Equal(model.Weights(), copied.Weights());
    }

    [Theory]
    [MemberData(nameof(RulesAndModels))]
    public void AThousandStepsLeaveNothingBehind(string rule, string modelName)
    {
        using var model = ContractModel.Named(modelName);
        using var optimizer = Make(rule, model, rate: 1e-6);
        model.Train(optimizer, 2);
        for (var i = 0; i < 60; i++) optimizer.step();
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        var early = Allocated(optimizer, 500);
        // The least of three: the runtime's own compilation allocates now and then on any thread.
        var late = Enumerable.Range(0, 3).Min(_ => Allocated(optimizer, 500));
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        // Recompiled code may put an enumerator on the heap that was on the stack before, or the other way round: 24 bytes a step were seen.
        Assert.True(late <= early + (500 * 64), $"{early} bytes for the first 500 steps, {late} for the next");
        var parameters = model.Module.parameters().Count();
        Assert.True(late < 500 * (1024 + (parameters * 400)), $"{late / 500} bytes a step for {parameters} parameters");
    }

    [Theory]
    [MemberData(nameof(RulesAndModels))]
    public void PermutingHiddenUnitsPermutesTheStep(string rule, string modelName)
    {
        using ContractModel model = ContractModel.Named(modelName), permuted = ContractModel.Named(modelName);
        var file = ContractRules.For(rule, WeightSpace.FromModule(model.Module, independentWhenUnknown: true), busy: true);
        using LearnedOptimizer optimizer = new(file, model.Module), other = new(file, permuted.Module);
        var element = GroupElement.Random(optimizer.Space, new CounterRandom(4));
        Move(element, model.Module, permuted.Module, parameter => parameter);
        for (var step = 0; step < 3; step++)
        {
            optimizer.zero_grad();
            model.Loss().backward();
            if (step == 0) permuted.Loss().backward();
            using (no_grad()) Move(element, model.Module, permuted.Module, parameter => parameter.grad!);
            var before = model.Weights();
            optimizer.step();
            other.step();
            using var expected = ContractModel.Named(modelName);
            Move(element, model.Module, expected.Module, parameter => parameter);
            var largest = model.Weights().Zip(before, (now, then) => now.Zip(then, (a, b) => MathF.Abs(a - b)).Max()).Max();
            foreach (var (a, b) in expected.Weights().Zip(permuted.Weights()))
                for (var i = 0; i < a.Length; i++) Assert.Equal(a[i], b[i], (1e-5f * largest) + (2e-7f * MathF.Abs(a[i])));
        }
    }

    [Theory]
    [MemberData(nameof(RulesAndModels))]
    public void FrozenParametersAndThoseWithoutGradientStay(string rule, string modelName)
    {
        using var model = ContractModel.Named(modelName);
        using var optimizer = Make(rule, model, weightDecay: 0.1);
        var parameters = model.Module.parameters().ToList();
        parameters[0].requires_grad = false;
        optimizer.zero_grad();
        model.Loss().backward();
        parameters[1].grad = null!;
        var before = model.Weights();
        optimizer.step();
        var after = model.Weights();
        Assert.Equal(before[0], after[0]);
        Assert.Equal(before[1], after[1]);
        Assert.NotEqual(before[^2], after[^2]);
        parameters[0].requires_grad = true;
        model.Train(optimizer, 1);
        Assert.NotEqual(before[0], model.Weights()[0]);
    }

    [Theory]
    [MemberData(nameof(RulesAndModels))]
    public void AGroupAddedInBetweenKeepsTheStateOfTheOthers(string rule, string modelName)
    {
        using ContractModel model = ContractModel.Named(modelName), without = ContractModel.Named(modelName);
        using LearnedOptimizer optimizer = Make(rule, model), reference = Make(rule, without);
        Assert.Equal(model.Train(optimizer, 10), without.Train(reference, 10));
        using var extra = new Parameter(ones(3, 2));
        var group = new LearnedOptimizer.ParamGroup([extra], lr: 0.5);
        if (ContractRules.FitsOneModel(rule))
        {
            Assert.Contains("another weight space", Assert.Throws<ArgumentException>(() => optimizer.add_param_group(group)).Message);
            Assert.Single(optimizer.ParamGroups);
        }
        else
        {
            optimizer.add_param_group(group);
            foreach (var (mine, its) in optimizer.state_dict().State.Zip(reference.state_dict().State)) Assert.True(mine.ApproximatelyEquals(its));
        }

        var (continued, expected) = (model.Train(optimizer, 10), without.Train(reference, 10));
        Assert.Equal(expected[^1], continued[^1], 0.05f * expected[^1]);
    }

    [Theory]
    [MemberData(nameof(RulesAndModels))]
    public void AClosureGivesTheSameStepAsNone(string rule, string modelName)
    {
        using ContractModel model = ContractModel.Named(modelName), other = ContractModel.Named(modelName);
        using LearnedOptimizer optimizer = Make(rule, model), closed = Make(rule, other);
        for (var step = 0; step < 3; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = model.Loss();
            loss.backward();
            optimizer.ReportLoss(loss.item<float>());
            optimizer.step();
            var returned = closed.step(() =>
            {
                closed.zero_grad();
                var inner = other.Loss();
                inner.backward();
                return inner;
            });
            Assert.Equal(loss.item<float>(), returned.item<float>());
        }

        Assert.Equal(model.Weights(), other.Weights());
    }

    [Theory]
    [MemberData(nameof(RulesAndModels))]
    public void OptimizersSideBySideDoNotDisturbEachOther(string rule, string modelName)
    {
        using ContractModel a = ContractModel.Named(modelName), b = ContractModel.Named(modelName, seed: 2), alone = ContractModel.Named(modelName);
        var file = ContractRules.For(rule, a);
        using LearnedOptimizer first = new(file, a.Module), second = new(file, b.Module), single = new(file, alone.Module);
        var expected = alone.Train(single, 4);
        for (var step = 0; step < 4; step++)
        {
            Assert.Equal(expected[step], a.Train(first, 1)[0]);
            b.Train(second, 1);
        }
    }

    [Theory]
    [MemberData(nameof(RulesAndModels))]
    public void DamagedStateChangesNothing(string rule, string modelName)
    {
        using ContractModel model = ContractModel.Named(modelName), twin = ContractModel.Named(modelName);
        using LearnedOptimizer optimizer = Make(rule, model), untouched = Make(rule, twin);
        model.Train(optimizer, 3);
        twin.Train(untouched, 3);
        using var donor = ContractModel.Named(modelName, seed: 5);
        using var source = Make(rule, donor, rate: 9, weightDecay: 0.5);
        donor.Train(source, 2);
        var saved = Saved(source);
        var random = new CounterRandom(8).Sequence();
        for (var trial = 0; trial < 12; trial++)
        {
            var damaged = saved.ToArray();
            damaged[random.Below(damaged.Length)] ^= (byte)(1 << random.Below(8));
            var fault = Record.Exception(() => Load(optimizer, trial % 2 == 0 ? damaged : saved[..random.Below(saved.Length)]));
            Assert.NotNull(fault);
            Assert.DoesNotContain('\n', fault.Message);
        }

        Assert.Equal(Saved(untouched), Saved(optimizer));
        Assert.Equal(twin.Train(untouched, 2), model.Train(optimizer, 2));
    }

    private static long Allocated(LearnedOptimizer optimizer, int steps)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < steps; i++) optimizer.step();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static LearnedOptimizer Make(string rule, ContractModel model, double? rate = null, double weightDecay = 0) =>
        new(ContractRules.For(rule, model), model.Module, rate ?? ContractRules.Rate(rule), weightDecay);

    private static byte[] Saved(LearnedOptimizer optimizer)
    {
        using var stream = new MemoryStream();
        optimizer.save_state_dict(new BinaryWriter(stream));
        return stream.ToArray();
    }

    private static void Load(LearnedOptimizer optimizer, byte[] saved) => optimizer.load_state_dict(new BinaryReader(new MemoryStream(saved)));

    // Moves every tensor of the space by its permutation, from one model's memory to another's.
    private static void Move(GroupElement element, nn.Module from, nn.Module to, Func<Parameter, Tensor> what)
    {
        using var off = no_grad();
        using var scope = NewDisposeScope();
        var (sources, targets) = (from.named_parameters().ToDictionary(p => p.name, p => what(p.parameter)), to.named_parameters().ToDictionary(p => p.name, p => what(p.parameter)));
        for (var t = 0; t < element.Space.Tensors.Count; t++)
        {
            var tensor = element.Space.Tensors[t];
            Tensor View(Tensor parameter) => parameter.as_strided([.. tensor.Shape], tensor.View.StridesFor(tensor.Shape), tensor.View.Offset);
            var moved = new float[tensor.Count];
            element.Apply<float>(t, View(sources[tensor.View.Parameter]).contiguous().data<float>().ToArray(), moved);
            View(targets[tensor.View.Parameter]).copy_(torch.tensor(moved).reshape([.. tensor.Shape]));
        }
    }
}
