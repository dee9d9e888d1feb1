using System.Diagnostics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tests.WeightSpaces;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnedOpt.Tests.Optimizers;

/// <summary>What does not depend on the rule: groups, schedulers, odd parameters, faults.</summary>
public sealed class LearnedOptimizerTests
{
    [Fact]
    public void GroupsHaveRatesAndDecayOfTheirOwn()
    {
        using var model = ContractModel.Named("mlp");
        var parameters = model.Module.parameters().ToList();
        using var optimizer = new LearnedOptimizer(ContractRules.For("adam"), model.Module,
            [new LearnedOptimizer.ParamGroup([parameters[0]], lr: 0, weight_decay: 3), new LearnedOptimizer.ParamGroup([parameters[2]], lr: 0.1, weight_decay: 0.5)], lr: 7);
        var before = model.Weights();
        model.Train(optimizer, 1);
        var after = model.Weights();
        Assert.Equal(before[0], after[0]);
        Assert.Equal(before[1], after[1]);                                  // in no group
        for (var i = 0; i < before[2].Length; i++)                          // Adam's first step is the sign of the gradient
            Assert.Equal(0.1f, MathF.Abs(after[2][i] - (0.95f * before[2][i])), 1e-3f);
    }

    [Fact]
    public void ASchedulerDrivesIt()
    {
        using var model = ContractModel.Named("mlp");
        using var optimizer = new LearnedOptimizer(ContractRules.For("adam"), model.Module, lr: 0.5);
        var scheduler = optim.lr_scheduler.StepLR(optimizer, 1, 0.1);
        scheduler.step();
        Assert.Equal(0.05, optimizer.ParamGroups.Single().LearningRate, 9);
        var before = model.Weights()[2];
        model.Train(optimizer, 1);
        Assert.Equal(0.05f, MathF.Abs(model.Weights()[2][0] - before[0]), 1e-3f);
    }

    [Fact]
    public void GradientsThatTheUserClippedAreTheOnesUsed()
    {
        using ContractModel model = ContractModel.Named("mlp"), scaled = ContractModel.Named("mlp");
        using LearnedOptimizer clipped = new(ContractRules.For("sgdm"), model.Module, lr: 0.1), manual = new(ContractRules.For("sgdm"), scaled.Module, lr: 0.1);
        model.Loss().backward();
        scaled.Loss().backward();
        var norm = nn.utils.clip_grad_norm_(model.Module.parameters(), 0.01);
        using (no_grad())
            foreach (var parameter in scaled.Module.parameters()) parameter.grad!.mul_(0.01 / norm);
        clipped.step();
        manual.step();
        foreach (var (a, b) in model.Weights().Zip(scaled.Weights()))
            for (var i = 0; i < a.Length; i++) Assert.Equal(b[i], a[i], 1e-6f);
    }

    [Fact]
    public void WrappersOfTheSameMemoryAreOneParameter()
    {
        using var weight = new Parameter(ones(4, 3));
        using var wrapper = new Parameter(weight.detach());
        using var lone = new Parameter(ones(4, 3));
        using LearnedOptimizer optimizer = new(ContractRules.For("sgdm"), [weight, wrapper, weight], lr: 0.1), reference = new(ContractRules.For("sgdm"), [lone], lr: 0.1);
        Assert.Single(optimizer.Space.Tensors);
        for (var step = 0; step < 3; step++)
        {
            weight.grad = wrapper.grad = ones(4, 3);
            lone.grad = ones(4, 3);
            optimizer.step();
            reference.step();
        }

        Assert.Equal(lone.data<float>().ToArray(), weight.data<float>().ToArray());
        var fault = Assert.Throws<ArgumentException>(() => optimizer.add_param_group(new LearnedOptimizer.ParamGroup([wrapper])));
        Assert.Contains("in another group already", fault.Message);
    }

    [Fact]
    public void AModelWithTiedWeightsStepsThemOnce()
    {
        using var model = new Tied();
        using var optimizer = new LearnedOptimizer(ContractRules.For("sgdm"), model, lr: 0.1);
        Assert.Single(optimizer.Space.Tensors);
        var (before, x) = (model.Weight.clone(), tensor(new long[] { 0, 2, 1 }));
        nn.functional.cross_entropy(model.call(x), x).backward();
        using var gradient = model.Weight.grad!.clone();
        optimizer.step();
        Assert.True(model.Weight.allclose(before - (0.1 * gradient), 1e-5, 1e-6));
    }

    [Theory]
    [InlineData("transposed")]
    [InlineData("sliced")]
    public void ParametersInOddOrderAreWrittenBack(string kind)
    {
        using var plain = new Parameter(arange(12).reshape(3, 4).to(float32));
        using var odd = new Parameter(kind == "transposed" ? plain.detach().t().contiguous().t() : stack([plain.detach(), zeros(3, 4)], 2).select(2, 0));
        Assert.False(odd.is_contiguous());
        using LearnedOptimizer first = new(ContractRules.For("unf-adam"), [plain], weight_decay: 0.1), second = new(ContractRules.For("unf-adam"), [odd], weight_decay: 0.1);
        for (var step = 0; step < 3; step++)
        {
            plain.grad = sin(arange(12)).reshape(3, 4);
            odd.grad = sin(arange(12)).reshape(3, 4).t().contiguous().t();
            first.step();
            second.step();
        }

        Assert.Equal(plain.data<float>().ToArray(), odd.contiguous().data<float>().ToArray());
    }

    [Fact]
    public void TensorsThatAreColumnsOfAParameterAreGatheredAndScattered()
    {
        using Parameter whole = new(randn(3, 6)), parts = new(whole.detach().clone());
        Symmetry rows = new("rows", 3), left = new("left", 4), right = new("right", 2);
        var space = new WeightSpace(
        [
            new WeightTensor("w.left", [3, 4], [rows, left], null, new ParameterView("w", [3, 6], 0, [6, 1])),
            new WeightTensor("w.right", [3, 2], [rows, right], null, new ParameterView("w", [3, 6], 4, [6, 1])),
        ]);
        using var holder = new Holder(parts);
        using LearnedOptimizer first = new(ContractRules.For("adam"), [whole], lr: 0.1), second = new(ContractRules.For("adam"), holder, lr: 0.1, space: space);
        for (var step = 0; step < 3; step++)
        {
            whole.grad = randn(3, 6);
            parts.grad = whole.grad!.clone();
            first.step();
            second.step();
        }

        Assert.Equal(whole.data<float>().ToArray(), parts.data<float>().ToArray());
    }

    [Fact]
    public void SparseGradientsCountAsDenseOnes()
    {
        using Embedding dense = nn.Embedding(5, 3), sparse = nn.Embedding(5, 3, sparse: true);
        using (no_grad()) sparse.weight!.copy_(dense.weight!);
        using LearnedOptimizer first = new(ContractRules.For("adam"), dense), second = new(ContractRules.For("adam"), sparse);
        var rows = tensor(new long[] { 1, 3, 3 });
        dense.call(rows).sum().backward();
        sparse.call(rows).sum().backward();
        first.step();
        second.step();
        Assert.Equal(dense.weight!.data<float>().ToArray(), sparse.weight!.data<float>().ToArray());
    }

    [Fact]
    public void ADoubleParameterIsNamedAndNothingChanges()
    {
        using Parameter single = new(ones(2)), wide = new(ones(2, dtype: float64));
        using var optimizer = new LearnedOptimizer(ContractRules.For("adam"), [single, wide], weight_decay: 0.5);
        (single.grad, wide.grad) = (ones(2), ones(2, dtype: float64));
        var fault = Assert.Throws<NotSupportedException>(() => optimizer.step());
        Assert.Contains("parameter1", fault.Message);
        Assert.Contains("Float64", fault.Message);
        Assert.Equal([1f, 1f], single.data<float>().ToArray());
    }

    [Fact]
    public void AModelThatWasMovedIsReportedInOneSentence()
    {
        using var model = nn.Linear(3, 2);
        using var optimizer = new LearnedOptimizer(ContractRules.For("adam"), model);
        model.to(float64);
        foreach (var call in new Action[] { optimizer.zero_grad, () => optimizer.step() })
        {
            var fault = Assert.Throws<InvalidOperationException>(call);
            Assert.Contains("'weight' was disposed", fault.Message);
            Assert.Contains("Call to(...) first", fault.Message);
        }
    }

    [Fact]
    public void MovingItsStateIsPossibleAndChangesNothing()
    {
        using ContractModel model = ContractModel.Named("mlp"), other = ContractModel.Named("mlp");
        using LearnedOptimizer optimizer = new(ContractRules.For("adam"), model.Module), still = new(ContractRules.For("adam"), other.Module);
        model.Train(optimizer, 2);
        optimizer.to(CPU);
        other.Train(still, 2);
        Assert.Equal(other.Train(still, 2), model.Train(optimizer, 2));
    }

    [Fact]
    public void AnUnknownLayerIsSaidOnceAndTrainsAllTheSame()
    {
        var heard = new StringWriter();
        var listener = new TextWriterTraceListener(heard);
        Trace.Listeners.Add(listener);
        using var model = nn.Sequential(("prelu", nn.PReLU(3)), ("bilinear", new Unknown()), ("head", nn.Linear(3, 2)));
        using var optimizer = new LearnedOptimizer(ContractRules.For("unf-adam"), model);
        Trace.Listeners.Remove(listener);
        model.call(randn(4, 3)).sum().backward();
        optimizer.step();
        optimizer.step();
        Assert.NotNull(optimizer.Notice);
        Assert.Equal(2, heard.ToString().Split(optimizer.Notice).Length);
    }

    [Fact]
    public void AForwardThatHidesTheWiringIsSaidAndDiscoveryAnswersIt()
    {
        using var scope = NewDisposeScope();
        using HiddenWiring model = new PlainNet();
        using var optimizer = new LearnedOptimizer(ContractRules.For("unf-adam"), model);
        Assert.StartsWith("how PlainNet connects 'conv1.out', 'conv1.in', 'conv2.out', 'conv2.in' and 5 other ends of layers cannot be seen", optimizer.Notice);
        Assert.Contains("WeightSpace.Discover(model, sampleInput).Space", optimizer.Notice);
        using var discovered = new LearnedOptimizer(ContractRules.For("unf-adam"), model, space: WeightSpace.Discover(model, model.Sample()).Space);
        Assert.Null(discovered.Notice);
        using var chain = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2));
        using var derived = new LearnedOptimizer(ContractRules.For("unf-adam"), chain);
        Assert.Null(derived.Notice);
        using var one = new FromModuleTests.Holder(nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2)));
        using var wrapped = new LearnedOptimizer(ContractRules.For("unf-adam"), one);
        Assert.Null(wrapped.Notice);                                        // one chain: nothing is hidden
    }

    [Fact]
    public void WhatIsWrongIsSaidBeforeAnythingHappens()
    {
        using var model = nn.Linear(3, 2);
        var rule = ContractRules.For("adam");
        Assert.Contains("received Infinity", Assert.Throws<ArgumentException>(() => new LearnedOptimizer(rule, model, lr: double.PositiveInfinity)).Message);
        Assert.Equal("parameter 1 of the group is null. Leave out layers without a bias.", Assert.Throws<ArgumentException>(() => new LearnedOptimizer(rule, [model.weight, null!])).Message);
        Assert.Contains("lr must be at least 0 and finite; received -1", Assert.Throws<ArgumentException>(() => new LearnedOptimizer(rule, model, lr: -1)).Message);
        Assert.Contains("weight_decay", Assert.Throws<ArgumentException>(() => new LearnedOptimizer(rule, model, weight_decay: double.NaN)).Message);
        using var optimizer = new LearnedOptimizer(rule, model);
        Assert.Contains("LearnedOptimizer.Options", Assert.Throws<ArgumentException>(() => optimizer.add_param_group(new SGD.ParamGroup([new Parameter(ones(1))], new SGD.Options()))).Message);
        var group = new LearnedOptimizer.ParamGroup([new Parameter(ones(1))]);
        optimizer.add_param_group(group);
        using var other = new LearnedOptimizer(rule, nn.Linear(2, 2));
        Assert.Contains("another optimizer", Assert.Throws<ArgumentException>(() => other.add_param_group(group)).Message);
        Assert.Throws<WeightSpaceException>(() => new LearnedOptimizer(rule, model, space: WeightSpace.FromModule(nn.Linear(4, 2))));
        optimizer.Dispose();
        optimizer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => optimizer.step());
    }

    [Fact]
    public void StateOfAnotherRuleOrModelIsRefused()
    {
        using ContractModel model = ContractModel.Named("mlp"), other = ContractModel.Named("gru");
        using LearnedOptimizer adam = new(ContractRules.For("adam"), model.Module), sgdm = new(ContractRules.For("sgdm"), model.Module), gru = new(ContractRules.For("adam"), other.Module);
        Assert.Contains("'adam'", Assert.Throws<ArgumentException>(() => adam.load_state_dict(sgdm.state_dict())).Message);
        Assert.Throws<ArgumentException>(() => adam.load_state_dict(gru.state_dict()));
        using var stream = new MemoryStream();
        sgdm.save_state_dict(new BinaryWriter(stream));
        stream.Position = 0;
        Assert.Contains("saved by the rule 'sgdm'", Assert.Throws<InvalidDataException>(() => adam.load_state_dict(new BinaryReader(stream))).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(12)]
    [InlineData(100)]
    public void StateOfALargeParameterIsCutIntoBlocksThatLoseNothing(int most)
    {
        Memory<float>[] parts = [new float[] { 1, 2, 3, 4, 5 }, Memory<float>.Empty, new float[] { 6, 7 }, new float[] { 8, 9, 10, 11, 12 }];
        var blocks = LearnedOptimizer.State.Cut(parts, most).Select(block => block.SelectMany(part => part.ToArray()).ToArray()).ToList();
        Assert.Equal(Enumerable.Range(1, 12).Select(i => (float)i), blocks.SelectMany(block => block));
        Assert.All(blocks.SkipLast(1), block => Assert.Equal(most, block.Length));
        Assert.Empty(Assert.Single(LearnedOptimizer.State.Cut([], most)));  // a parameter without state has one empty block, as ever
    }

    [Fact]
    public void UnknownPretrainedWeightsAreListed()
    {
        using var model = nn.Linear(3, 2);
        var fault = Assert.Throws<ArgumentException>(() => LearnedOptimizer.Pretrained("../secret", model));
        Assert.Contains("no pretrained weights are called '../secret'", fault.Message);
        Assert.All(PretrainedWeights.Names, name => Assert.Contains(name, fault.Message));
    }

    [Fact]
    public void EveryWeightsFileThatShipsTrainsAModelItFits()
    {
        foreach (var name in PretrainedWeights.Names)
        {
            if (PretrainedWeights.Read(name).Rule.Name == "unf") continue;        // one architecture only
            using var model = ContractModel.Named("mlp");
            using var optimizer = LearnedOptimizer.Pretrained(name, model.Module);
            var losses = model.Train(optimizer, 150);
            Assert.True(losses[^1] < 0.5 * losses[0], $"{name}: {losses[0]} -> {losses[^1]}");
        }
    }

    private sealed class Tied : nn.Module<Tensor, Tensor>
    {
        private readonly Embedding table = nn.Embedding(4, 3);
        private readonly Linear head = nn.Linear(3, 4, hasBias: false);

        public Tied() : base(nameof(Tied))
        {
            head.weight = table.weight;
            RegisterComponents();
        }

        public Parameter Weight => table.weight!;

        public override Tensor forward(Tensor input) => head.call(table.call(input));
    }

    private sealed class Holder : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter w;

        public Holder(Parameter weight) : base(nameof(Holder))
        {
            w = weight;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input.matmul(w.t());
    }

    private sealed class Unknown : nn.Module<Tensor, Tensor>
    {
        private readonly MultiheadAttention attention = nn.MultiheadAttention(3, 1, kdim: 3, vdim: 2);
        private readonly Parameter scale = new(ones(3));

        public Unknown() : base(nameof(Unknown)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input * scale;
    }
}
