using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LearnedOpt.Functionals;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Data;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Host;

/// <summary>A weight space as the rules see it: tensors, symmetries, basis terms, and how exact the equivariance is.</summary>
internal sealed class InspectCommand : ICommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static readonly Dictionary<string, Func<WeightSpace>> Models = new(StringComparer.Ordinal)
    {
        ["mlp"] = () => PaperSpaces.Mlp(),
        ["cnn"] = () => PaperSpaces.Cnn(),
        ["rnn"] = () => PaperSpaces.Rnn(),
        ["transformer"] = () => PaperSpaces.Transformer(),
    };

    private readonly Option<string?> _task = new("--task") { HelpName = "NAME", Description = "An inner problem; './learnedopt tasks' lists them" };
    private readonly Option<string?> _model = new("--model") { HelpName = "NAME", Description = $"A model with the paper's specification: {string.Join(", ", Models.Keys)}" };
    private readonly Option<string> _rule = new("--rule") { HelpName = "NAME", Description = $"Update rule whose meta-parameters are counted: {string.Join(", ", UpdateRules.Names)}", DefaultValueFactory = _ => "unf" };
    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON" };

    public Command Create(ProgramContext program)
    {
        var command = new Command("inspect", "Show the weight space of a task or model: tensors, symmetries, terms, meta-parameters, measured symmetry error")
        {
            _task, _model, _rule, _data, _json,
        };
        command.SetAction(parsed =>
        {
            var (name, space) = Space(parsed.GetValue(_task), parsed.GetValue(_model), parsed.GetValue(_data));
            var rule = MakeRule(parsed.GetValue(_rule)!, space);
            // The paper's functional: pointwise hidden layers and a full equivariant last one.
            var error = SymmetryError.Measure(FunctionalModel.Hybrid(space), new CounterRandom(1).At("inspect"));
            if (parsed.GetValue(_json)) WriteJson(program.Out.Writer, name, space, rule, error);
            else Write(program.Out.Writer, name, space, rule, error);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static (string Name, WeightSpace Space) Space(string? taskName, string? model, string? data)
    {
        if (taskName is null == model is null) throw UserFaultException.ForUsage("give one of --task and --model; see 'learnedopt inspect --help'");
        if (model is not null)
            return Models.TryGetValue(model, out var make)
                ? (model, make())
                : throw UserFaultException.ForUsage($"unknown model '{model}'; models are {string.Join(", ", Models.Keys)}");
        try
        {
            using var task = TaskRegistry.Create(taskName!, DataFolder.Resolve(data));
            return (task.Name, task.Space);
        }
        catch (ArgumentException fault)
        {
            throw UserFaultException.ForUsage(fault.Message);
        }
    }

    private static IUpdateRule MakeRule(string name, WeightSpace space)
    {
        try
        {
            return UpdateRules.Create(name, space: space);
        }
        catch (ArgumentException fault)
        {
            throw UserFaultException.ForUsage(fault.Message);
        }
    }

    private static void WriteJson(TextWriter writer, string name, WeightSpace space, IUpdateRule rule, double error) => writer.WriteLine(JsonSerializer.Serialize(new
    {
        Name = name,
        Parameters = space.ParameterCount,
        Tensors = space.Tensors.Select(tensor => new { tensor.Name, tensor.Shape, Axes = tensor.Axes.Select(axis => axis.Name) }),
        Symmetries = space.Symmetries.Select(symmetry => new { symmetry.Name, symmetry.Size, Kind = symmetry.Kind.ToString().ToLowerInvariant() }),
        Terms = (long)Basis.Count(space),
        Rule = rule.Name,
        MetaParameters = rule.Theta.Count,
        InvarianceError = error,
    }, Json));

    private static void Write(TextWriter writer, string name, WeightSpace space, IUpdateRule rule, double error)
    {
        writer.WriteLine(name);
        writer.Write(space);
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"basis terms of a full layer: {Basis.Count(space):N0}"));
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"meta-parameters of {rule.Name}: {rule.Theta.Count:N0}"));
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"symmetry error of a random functional: {error:0.0e+0} (float32, relative)"));
    }
}
