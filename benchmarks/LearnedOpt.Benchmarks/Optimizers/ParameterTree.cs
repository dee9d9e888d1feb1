using LearnedOpt.Numerics;
using LearnedOpt.Tasks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnedOpt.Benchmarks.Optimizers;

/// <summary>The parameters of a task's model as a module, under the same dotted names: what an optimizer is given. It computes nothing.</summary>
internal sealed class ParameterTree : nn.Module
{
    private ParameterTree(string name) : base(name)
    {
    }

    /// <summary>Fresh values, with random gradients of about the size they have in training.</summary>
    public static ParameterTree Of(ITask task, CounterRandom random)
    {
        var root = new ParameterTree("model");
        for (var p = 0; p < task.Parameters.Count; p++)
        {
            var (declared, values) = (task.Parameters[p], new float[task.Parameters[p].Count]);
            task.Initialize(random, p, values);
            var parameter = new Parameter(tensor(values, declared.Shape));
            random.At("gradient").At((ulong)p).Fill(values);
            for (var i = 0; i < values.Length; i++) values[i] *= 0.01f;
            parameter.grad = tensor(values, declared.Shape);
            root.Add(declared.Name.Split('.'), parameter);
        }

        return root;
    }

    private void Add(ReadOnlySpan<string> path, Parameter parameter)
    {
        if (path.Length == 1)
        {
            register_parameter(path[0], parameter);
            return;
        }

        var child = path[0];
        if (named_children().FirstOrDefault(entry => entry.name == child).module is not ParameterTree tree)
        {
            tree = new ParameterTree(child);
            register_module(child, tree);
        }

        tree.Add(path[1..], parameter);
    }
}
