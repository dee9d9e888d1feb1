using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tests.Optimizers;

public sealed class LearnedOptimizerTests
{
    public static TheoryData<string> Rules => [.. UpdateRules.Names];

    [Theory]
    [MemberData(nameof(Rules))]
    public void TrainsAnOrdinaryModule(string name)
    {
        using var model = Model(seed: 1);
        using var optimizer = new LearnedOptimizer(Rule(name), model, lr: name is "adam" or "sgdm" ? 0.01 : 1);
        var (x, y) = Batch();
        var first = Train(model, optimizer, x, y, 1)[0];
        Assert.True(Train(model, optimizer, x, y, 200)[^1] < 0.5 * first);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void SavedAndLoadedItContinuesBitForBit(string name)
    {
        var (x, y) = Batch();
        using var straight = Model(seed: 1);
        using var optimizer = new LearnedOptimizer(Rule(name), straight, lr: 0.01, weight_decay: 0.1);
        Train(straight, optimizer, x, y, 10);
        using var stream = new MemoryStream();
        optimizer.save_state_dict(new BinaryWriter(stream));
        using var resumed = Model(seed: 2);
        resumed.load_state_dict(straight.state_dict());
        var expected = Train(straight, optimizer, x, y, 10);

        using var other = new LearnedOptimizer(Rule(name), resumed, lr: 1);
        stream.Position = 0;
        other.load_state_dict(new BinaryReader(stream));
        Assert.Equal(expected, Train(resumed, other, x, y, 10));
    }

    [Fact]
    public void GroupsHaveRatesOfTheirOwn()
    {
        using var model = Model(seed: 1);
        var parameters = model.parameters().ToList();
        var before = parameters.Select(p => p.clone()).ToList();
        using var optimizer = new LearnedOptimizer(Rule("adam"), model,
            [new LearnedOptimizer.ParamGroup([parameters[0]], lr: 0), new LearnedOptimizer.ParamGroup(parameters.Skip(1), lr: 0.1)]);
        var (x, y) = Batch();
        Train(model, optimizer, x, y, 1);
        Assert.True(parameters[0].allclose(before[0]));
        Assert.False(parameters[2].allclose(before[2]));
    }

    [Fact]
    public void ASchedulerDrivesIt()
    {
        using var model = Model(seed: 1);
        using var optimizer = new LearnedOptimizer(Rule("adam"), model, lr: 0.5);
        var scheduler = optim.lr_scheduler.StepLR(optimizer, 1, 0.1);
        scheduler.step();
        Assert.Equal(0.05, optimizer.ParamGroups.Single().LearningRate, 9);
    }

    [Fact]
    public void ParametersWithoutGradientStay()
    {
        using var model = Model(seed: 1);
        var frozen = model.parameters().First();
        frozen.requires_grad = false;
        using var before = frozen.clone();
        using var optimizer = new LearnedOptimizer(Rule("unf-adam"), model);
        var (x, y) = Batch();
        Train(model, optimizer, x, y, 3);
        Assert.True(frozen.allclose(before));
    }

    [Fact]
    public void AGroupAddedLaterTrainsAndTheOthersGoOn()
    {
        using var model = Model(seed: 1);
        using var extra = new TorchSharp.Modules.Parameter(ones(3));
        using var optimizer = new LearnedOptimizer(Rule("unf-adam"), model);
        var (x, y) = Batch();
        Train(model, optimizer, x, y, 3);
        optimizer.add_param_group(new LearnedOptimizer.ParamGroup([extra]));
        (extra * extra).sum().backward();
        optimizer.step();
        Assert.True(extra.lt(1).all().item<bool>());
    }

    [Fact]
    public void AThousandStepsLeaveNoTensorBehind()
    {
        using var model = Model(seed: 1);
        using var optimizer = new LearnedOptimizer(Rule("unf-adam"), model, lr: 0.1);
        var (x, y) = Batch();
        Train(model, optimizer, x, y, 5);
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        Train(model, optimizer, x, y, 1000);
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static RuleFile Rule(string name)
    {
        using var model = Model(seed: 0);
        using var probe = new LearnedOptimizer(new RuleFile(new AdamRule(), new float[3], new Dictionary<string, string>()), model);
        var rule = UpdateRules.Create(name, null, probe.Space);
        var theta = new float[rule.Theta.Count];
        rule.Initialize(theta, new CounterRandom(3));
        return new RuleFile(rule, theta, new Dictionary<string, string>());
    }

    private static nn.Module<Tensor, Tensor> Model(long seed)
    {
        manual_seed(seed);
        return nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3));
    }

    private static (Tensor X, Tensor Y) Batch()
    {
        using var generator = new Generator(5);
        var x = randn([64, 6], generator: generator);
        return (x, x.slice(1, 0, 3, 1).argmax(1));
    }

    private static float[] Train(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor x, Tensor y, int steps)
    {
        var losses = new float[steps];
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(model.call(x), y);
            loss.backward();
            optimizer.step();
            losses[step] = loss.item<float>();
        }

        return losses;
    }
}
