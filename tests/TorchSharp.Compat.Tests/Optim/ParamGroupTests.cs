using TorchSharp.Modules;
using static TorchSharp.torch.optim;

namespace TorchSharp.Compat.Tests.Optim;

public sealed class ParamGroupTests
{
    /// <summary>Two groups step as two optimizers with their options do.</summary>
    [Fact]
    public void GroupsStepWithTheirOwnOptions()
    {
        using var joint = new WavyRegression();
        using var apart = new WavyRegression();
        using var both = SGD([new SGD.ParamGroup([joint.Weight], lr: 0.1, momentum: 0.9), new SGD.ParamGroup([joint.Bias], lr: 0.01)], 0.5);
        using var first = SGD([apart.Weight], 0.1, momentum: 0.9);
        using var second = SGD([apart.Bias], 0.01);
        for (var step = 0; step < 10; step++)
        {
            joint.Backward(both);
            both.step();
            second.zero_grad();
            apart.Backward(first);
            first.step();
            second.step();
        }
        Assert.Equal(apart.Weight.data<double>().ToArray(), joint.Weight.data<double>().ToArray());
        Assert.Equal(apart.Bias.data<double>().ToArray(), joint.Bias.data<double>().ToArray());
    }

    [Fact]
    public void AddedGroupsTakeTheDefaultsForWhatTheyLeaveOpen()
    {
        using var problem = new WavyRegression();
        using var optimizer = AdamW([problem.Weight], 0.02, weight_decay: 0.3);
        var group = new AdamW.ParamGroup([problem.Bias], new AdamW.Options { LearningRate = 0.5 });
        optimizer.add_param_group(group);
        Assert.Equal((0.5, 0.5, 0.3, 0.9), (group.LearningRate, group.InitialLearningRate, group.Options.weight_decay!.Value, group.Betas.Item1));
        var bare = new ParamGroup { Parameters = [] };
        optimizer.add_param_group(bare);
        Assert.Equal(0.02, bare.LearningRate);
        Assert.Equal(2, optimizer.parameters().Count());

        problem.Backward(optimizer);
        var before = problem.Bias.data<double>().ToArray();
        optimizer.step();
        Assert.NotEqual(before, problem.Bias.data<double>().ToArray());
        var error = Assert.Throws<ArgumentException>(() => optimizer.add_param_group(new SGD.ParamGroup([problem.Bias])));
        Assert.Contains("AdamW needs a parameter group with options of type TorchSharp.Modules.AdamW+Options", error.Message);
    }

    [Fact]
    public void NamedParametersAreTakenToo()
    {
        using var problem = new WavyRegression();
        (string name, Parameter parameter)[] named = [("weight", problem.Weight), ("bias", problem.Bias)];
        Optimizer[] all = [SGD(named, 0.1), Adam(named), AdamW(named), NAdam(named), RAdam(named), RMSProp(named), Adagrad(named), Adadelta(named), Adamax(named), Rprop(named), ASGD(named), LBFGS(named)];
        foreach (var optimizer in all)
        {
            Assert.Equal(problem.Parameters, optimizer.parameters());
            optimizer.Dispose();
        }
    }

    [Fact]
    public void MomentumAndBetasOfOptimizerAndGroupAreTheirOwn()
    {
        using var problem = new WavyRegression();
        using var adam = Adam(problem.Parameters);
        adam.Betas = (0.5, 0.6);
        Assert.Equal((0.9, 0.999), ((IBetas)adam.ParamGroups.Single()).Betas);
        using var sgd = SGD(problem.Parameters, 0.1, momentum: 0.9);
        ((IMomentum)sgd.ParamGroups.Single()).Momentum = 0.2;
        Assert.Equal(0.9, sgd.Momentum);
        Assert.Throws<ArgumentException>(() => SGD(problem.Parameters, 0.1, nesterov: true));
    }

    /// <summary>OneCycleLR moves the first beta; a custom step reads what a scheduler wrote.</summary>
    [Fact]
    public void SchedulersMoveBetas()
    {
        using var problem = new WavyRegression();
        using var optimizer = Adam(problem.Parameters);
        var scheduler = lr_scheduler.OneCycleLR(optimizer, max_lr: 0.1, total_steps: 10);
        var group = (Adam.ParamGroup)optimizer.ParamGroups.Single();
        Assert.Equal(0.1 / 25, group.LearningRate, 12);
        Assert.Equal((0.95, 0.999), group.Betas);
        for (var step = 0; step < 10; step++)
        {
            problem.Backward(optimizer);
            optimizer.step();
            if (step < 9) scheduler.step();
        }
        Assert.Equal(0.1 / 25 / 1e4, group.LearningRate, 12);
        Assert.Equal(0.95, group.Betas.Item1, 12);
    }

    [Fact]
    public void SchedulersRefuseWhatTheyCannotDo()
    {
        using var problem = new WavyRegression();
        using var adam = Adam(problem.Parameters);
        using var other = Adam(problem.Parameters);
        using var adagrad = Adagrad(problem.Parameters);
        Assert.Throws<ArgumentException>(() => lr_scheduler.CyclicLR(adam, 0.1, 0.2));
        Assert.Throws<ArgumentException>(() => lr_scheduler.OneCycleLR(adagrad, 0.1, total_steps: 5));
        Assert.Throws<ArgumentException>(() => lr_scheduler.OneCycleLR(adam, 0.1));
        Assert.Throws<ArgumentException>(() => lr_scheduler.ReduceLROnPlateau(adam, mode: "least"));
        Assert.Throws<ArgumentException>(() => lr_scheduler.SequentialLR(adam, [lr_scheduler.StepLR(other, 2)], []));
        Assert.Throws<ArgumentException>(() => lr_scheduler.SequentialLR(adam, [lr_scheduler.StepLR(adam, 2)], [3]));
        Assert.Throws<ArgumentNullException>(() => lr_scheduler.StepLR(null, 2));
        Assert.Throws<InvalidOperationException>(() => lr_scheduler.ReduceLROnPlateau(adam).step());
    }
}
