using System.Runtime.InteropServices;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Populations;
using LearnedOpt.Tests.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.MetaTraining.Tests.Estimators;

/// <summary>Every differentiable rule on every registered task, with the task's own parameters and gradients: its form on tensors is the fused step.</summary>
public sealed class DifferentiableRulesOnTasksTests
{
    public static TheoryData<string> Names => [.. TaskRegistry.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void EqualTheFusedInnerLoop(string name)
    {
        using var task = TaskRegistry.Create(Small(name), DataFolder.Embedded);
        foreach (var ruleName in UpdateRules.DifferentiableNames)
        {
            // The basis of a whole model has too many terms to be compared here; see the tests of the rule itself.
            if (ruleName == "unf" && task.Space.Tensors.Count > 6) continue;
            Compare(task, (IDifferentiableRule)UpdateRules.Create(ruleName, null, task.Space));
        }
    }

    private static void Compare(ITask task, IDifferentiableRule rule)
    {
        using var scope = NewDisposeScope();
        var stream = new CounterRandom(21);
        var theta = BusyTheta.For(rule, 0.03f);
        using var chunk = new ParticleChunk(task, rule);
        chunk.Reset(0, stream.At("initialization"), stream.At("data"));
        chunk.Bind(0, theta);
        using var stepper = rule.CreateDifferentiableStepper(task.Space);
        stepper.Bind(tensor(theta).unsqueeze(0), float32);
        var packing = new PackedParameters(task);
        var state = zeros(1, stepper.Slots, task.Space.ParameterCount);
        for (var step = 0; step < 3; step++)
        {
            float[][] before = [.. task.Parameters.Select((_, p) => chunk.Values(p, 0).ToArray())];
            Tensor[] weights = [.. before.Select((values, p) => tensor(values, [1, .. task.Parameters[p].Shape]).requires_grad_())];
            var loss = task.Loss(weights, task.Sample(DataSplit.Train, [new ParticleState(stream.At("initialization"), stream.At("data"), step)]));
            var gradients = autograd.grad([loss.sum()], weights);
            (var packed, state) = stepper.Step(packing.Pack(weights), packing.Pack([.. gradients]), state, [step]);
            state = state.detach();
            chunk.Step([1], new float[1]);
            float[][] actual = [.. packing.Unpack(packed, weights).Select(values => MemoryMarshal.Cast<byte, float>(values.detach().contiguous().bytes).ToArray())];
            double[][] expected = [.. task.Parameters.Select((_, p) => chunk.Values(p, 0).ToArray().Select(value => (double)value).ToArray())];
            Steps.AssertEqual(before, expected, actual, 1e-5, $"{task.Name}, {rule.Name}, step {step}");
        }
    }

    private static string Small(string name) => name + (name.Contains("bytes") || name.Contains("words") ? "?batch=3&length=6" : name.StartsWith("quadratic", StringComparison.Ordinal) ? "" : "?batch=3");
}
