using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Compat.Tests.Optim;

/// <summary>An optimizer as users write them, with nested Options, ParamGroup and State.</summary>
public sealed class CustomOptimizerTests
{
    /// <summary>Sign descent with momentum: m ← μ m + (1 - μ) g; θ ← θ - lr sign(m).</summary>
    private sealed class SignDescent : OptimizerHelper, IMomentum
    {
        public SignDescent(IEnumerable<Parameter> parameters, double lr = 0.01, double momentum = 0.9)
            : this([new ParamGroup { Parameters = parameters }], lr, momentum) { }

        public SignDescent(IEnumerable<ParamGroup> groups, double lr = 0.01, double momentum = 0.9)
        {
            _defaults = new Options { LearningRate = lr, InitialLearningRate = lr, momentum = momentum };
            _parameter_groups = new List<TorchSharp.Modules.ParamGroup>();
            foreach (var group in groups) add_param_group(group);
        }

        public double Momentum
        {
            get => ((Options)_defaults).momentum!.Value;
            set => ((Options)_defaults).momentum = value;
        }

        public override Tensor step(Func<Tensor>? closure = null) => _step<ParamGroup>(group =>
        {
            var momentum = group.Options.momentum!.Value;
            foreach (var param in group.Parameters)
            {
                var grad = param.grad;
                if (grad is null) continue;
                var state = (State)_state[param.Handle];
                state.step++;
                if (state.mean is null) state.mean = grad.clone().DetachFromDisposeScope();
                else state.mean.mul_(momentum).add_(grad, alpha: 1 - momentum);
                param.add_(state.mean.sign(), alpha: -group.LearningRate);
            }
        }, closure);

        public override void add_param_group(TorchSharp.Modules.ParamGroup param_group)
        {
            var options = (Options)(param_group.Options ??= new Options());
            options.LearningRate ??= _defaults.LearningRate;
            options.momentum ??= ((Options)_defaults).momentum;
            options.InitialLearningRate = options.LearningRate!.Value;
            _parameter_groups.Add(param_group);
            foreach (var parameter in param_group.Parameters)
            {
                var state = new State(parameter);
                _state[parameter.Handle] = state;
                state.Initialize(options);
            }
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            foreach (var (_, state) in _state) ((State)state).Dispose();
            _state.Clear();
        }

        public class Options : OptimizerOptions
        {
            public double? momentum;

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(momentum!.Value);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                momentum = reader.ReadDouble();
            }

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                momentum = ((Options)source).momentum;
            }
        }

        public class ParamGroup : ParamGroup<Options>, IMomentum
        {
            public double Momentum
            {
                get => Options.momentum!.Value;
                set => Options.momentum = value;
            }
        }

        public sealed class State(Parameter parameter) : OptimizerState(parameter), IDisposable
        {
            public long step;
            public Tensor? mean;

            public override void Initialize(OptimizerOptions options)
            {
                step = 0;
                Dispose();
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(step);
                SaveConditionalStateTensor(writer, mean);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                step = reader.ReadInt64();
                LoadConditionalStateTensor(reader, ref mean, _parameter.device);
            }

            public override void LoadStateDict(OptimizerState source)
            {
                step = ((State)source).step;
                Dispose();
                mean = ((State)source).mean?.clone().DetachFromDisposeScope();
            }

            public override void to(Device device) => mean = mean?.to(device);

            public void Dispose()
            {
                mean?.Dispose();
                mean = null;
            }
        }
    }

    private static void Train(WavyRegression problem, Optimizer optimizer, int steps, lr_scheduler.LRScheduler? scheduler = null)
    {
        for (var step = 0; step < steps; step++)
        {
            problem.Backward(optimizer);
            optimizer.step();
            scheduler?.step();
        }
    }

    [Fact]
    public void TrainsUnderASchedulerAndSurvivesScopes()
    {
        using var problem = new WavyRegression();
        using var optimizer = new SignDescent(problem.Parameters, 0.02);
        var scheduler = lr_scheduler.StepLR(optimizer, 10, 0.5);
        var first = problem.Backward(optimizer);
        using (NewDisposeScope()) Train(problem, optimizer, 40, scheduler);
        Assert.True(problem.Backward(optimizer) < first - 0.1);
        Assert.Equal(0.02 / 16, optimizer.ParamGroups.Single().LearningRate, 12);
        Train(problem, optimizer, 1);
        lr_scheduler.CyclicLR(optimizer, 0.01, 0.1, base_momentum: 0.5);
        Assert.Equal(0.9, ((IMomentum)optimizer.ParamGroups.Single()).Momentum, 12);
    }

    [Fact]
    public void ContinuesBitEqual()
    {
        using var straight = new WavyRegression();
        using var one = new SignDescent(straight.Parameters, 0.02, 0.7);
        Train(straight, one, 5);
        using var file = new MemoryStream();
        one.save_state_dict(new BinaryWriter(file));

        using var resumed = new WavyRegression();
        using (no_grad())
        {
            resumed.Weight.copy_(straight.Weight);
            resumed.Bias.copy_(straight.Bias);
        }
        using var other = new SignDescent(resumed.Parameters);
        file.Position = 0;
        other.load_state_dict(new BinaryReader(file));
        Train(straight, one, 5);
        Train(resumed, other, 5);
        Assert.Equal(straight.Weight.data<double>().ToArray(), resumed.Weight.data<double>().ToArray());

        using var third = new SignDescent(resumed.Parameters);
        third.load_state_dict(other.state_dict());
        third.to(CPU);
        Assert.Equal(10, ((SignDescent.State)third.state_dict().State[0]).step);
    }

    /// <summary>The base of add_param_group only adds the group, as in TorchSharp.</summary>
    private sealed class Bare : OptimizerHelper
    {
        public Bare(Parameter parameter)
        {
            _parameter_groups = new List<ParamGroup>();
            add_param_group(new ParamGroup { Parameters = [parameter], Options = new OptimizerOptions { LearningRate = 1 } });
        }

        public override Tensor step(Func<Tensor>? closure = null) => _step<SGD.ParamGroup>(Assert.Null, closure);
    }

    [Fact]
    public void GroupsOfAnotherTypeReachTheBodyAsNull()
    {
        using var parameter = new Parameter(zeros(2));
        using var optimizer = new Bare(parameter);
        Assert.Null(optimizer.step());
        Assert.Same(parameter, optimizer.parameters().Single());
        Assert.Throws<KeyNotFoundException>(() => optimizer.state_dict());
    }
}
