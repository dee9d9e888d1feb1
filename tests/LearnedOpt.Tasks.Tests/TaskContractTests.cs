using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Tests;

/// <summary>What every registered task must do, on embedded data.</summary>
public sealed class TaskContractTests
{
    public static TheoryData<string> Names => TaskFixtures.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void WeightSpaceCoversTheParameters(string name)
    {
        var task = TaskFixtures.Get(name);
        Assert.Equal(task.Parameters.Sum(parameter => (long)parameter.Count), task.Space.ParameterCount);
        task.Space.RequireParameters(task.Parameters.Select(parameter => (parameter.Name, (IReadOnlyList<long>)parameter.Shape)));
        Assert.False(string.IsNullOrWhiteSpace(task.DataSource));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BeginsNearTheUninformedLoss(string name)
    {
        var task = TaskFixtures.Get(name);
        using var chunk = TaskFixtures.Chunk(task, 0, 2);
        var losses = new float[2];
        foreach (var split in Enum.GetValues<DataSplit>())
        {
            chunk.Evaluate(split, losses);
            Assert.All(losses, loss => Assert.InRange(loss / task.UninformedLoss, 0.7, 1.4));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void LearnsUnderAdamAndLeavesNoTensorBehind(string name)
    {
        var task = TaskFixtures.Get(name);
        using var chunk = TaskFixtures.Chunk(task, 0, 2);
        var (losses, curve) = (new float[2], new List<double>());
        var live = 0L;
        do
        {
            chunk.Step([TaskFixtures.AdamRate, TaskFixtures.AdamRate], losses);
            curve.Add(losses.Average());
            if (curve.Count == 10) live = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        }
        while (curve.Count < 20 || (curve.Count < 500 && curve.TakeLast(10).Average() >= 0.9 * curve.Take(3).Average()));

        Assert.Equal(live, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        Assert.True(curve.Count < 500, $"{curve[0]} to {curve[^1]}");
    }

    /// <summary>
    /// Along a random direction of each parameter: autograd against (L(w + h d) - L(w - h d)) / 2h, in double precision. Few
    /// examples, so that few ReLU units turn on or off within h.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void GradientsMatchCentralDifferences(string name)
    {
        using var scope = torch.NewDisposeScope();
        var task = TaskFixtures.Get(TaskFixtures.SmallCopy(name));
        var batch = TaskFixtures.Batch(task, 2);
        Tensor[] values = [.. TaskFixtures.Parameters(task, 2, 0.02, 5).Select(value => value.requires_grad_())];
        var gradients = torch.autograd.grad([task.Loss(values, batch).sum()], values);
        using var noGrad = torch.no_grad();
        for (var p = 0; p < values.Length; p++)
        {
            using var inner = torch.NewDisposeScope();
            var direction = torch.tensor(Normals(p, (int)values[p].numel()), values[p].shape).to(ScalarType.Float64);
            direction = direction / direction.norm();
            var expected = (gradients[p] * direction).sum().item<double>();
            const double step = 1e-7;
            var measured = (Shifted(step) - Shifted(-step)) / (2 * step);
            Assert.True(Math.Abs(measured - expected) <= 1e-5 * (Math.Abs(expected) + gradients[p].norm().item<double>()) + 1e-8,
                $"{task.Parameters[p].Name}: {expected} by autograd, {measured} by differences");

            double Shifted(double shift)
            {
                Tensor[] moved = [.. values];
                moved[p] = values[p] + shift * direction;
                return task.Loss(moved, batch).sum().item<double>();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void PermutingHiddenUnitsChangesNothing(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        var task = TaskFixtures.Get(name);
        var batch = TaskFixtures.Batch(task, 1);
        var values = TaskFixtures.Parameters(task, 1, 0.1, 6);
        var loss = task.Loss(values, batch).item<double>();
        var element = GroupElement.Random(task.Space, new CounterRandom(8), symmetry => symmetry.Kind == SymmetryKind.Hidden);
        var permuted = task.Loss(Permute(task, element, values, _ => true), batch).item<double>();
        Assert.InRange(permuted / loss, 1 - 1e-5, 1 + 1e-5);

        // The other side: permuting the units of one tensor alone does change the loss.
        foreach (var symmetry in task.Space.Symmetries.Where(symmetry => symmetry is { Kind: SymmetryKind.Hidden, Size: > 1 }))
        {
            var single = GroupElement.Random(task.Space, new CounterRandom(9), candidate => candidate == symmetry);
            var first = task.Space.Tensors.First(tensor => tensor.Axes.Contains(symmetry));
            if (single.Permutations.All(permutation => permutation.IsIdentity)) continue;
            var broken = task.Loss(Permute(task, single, values, tensor => tensor == first), batch).item<double>();
            Assert.True(Math.Abs(broken / loss - 1) > 1e-6, $"{symmetry} does not matter in {first.Name}");
        }
    }

    private static Tensor[] Permute(ITask task, GroupElement element, Tensor[] values, Func<WeightTensor, bool> which)
    {
        double[][] moved = [.. values.Select(value => value.data<double>().ToArray())];
        for (var t = 0; t < task.Space.Tensors.Count; t++)
        {
            var tensor = task.Space.Tensors[t];
            if (!which(tensor)) continue;
            var parameter = task.Parameters.ToList().FindIndex(candidate => candidate.Name == tensor.View.Parameter);
            var (from, count) = ((int)tensor.View.Offset, (int)tensor.Count);
            double[] source = moved[parameter][from..(from + count)];
            element.Apply<double>(t, source, moved[parameter].AsSpan(from, count));
        }

        return [.. moved.Select((elements, p) => torch.tensor(elements, values[p].shape))];
    }

    private static float[] Normals(int stream, int count)
    {
        var normals = new float[count];
        new CounterRandom(11).At((ulong)stream).Fill(normals);
        return normals;
    }
}
