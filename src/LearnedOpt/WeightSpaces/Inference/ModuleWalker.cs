using TorchSharp.Modules;
using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module;

namespace LearnedOpt.WeightSpaces;

/// <summary>Derives the wiring of a module tree: axes of every known layer, ties along every Sequential.</summary>
internal sealed partial class ModuleWalker(bool independentWhenUnknown)
{
    private readonly Dictionary<IntPtr, string> _parameters = [];

    internal ModuleWiring Wiring { get; } = new();

    internal static ModuleWiring Walk(Module module, bool independentWhenUnknown)
    {
        var walker = new ModuleWalker(independentWhenUnknown);
        var flow = walker.Visit("", module);
        if (flow is { In: { } first, Out: { } last })
        {
            if (!walker.Wiring.Ports.ContainsKey("in"))
                walker.Wiring.Port("in", first, PortDirection.In);
            if (!walker.Wiring.Ports.ContainsKey("out"))
                walker.Wiring.Port("out", last, PortDirection.Out);
            walker.Wiring.Expose(first);
            walker.Wiring.Expose(last);
        }

        return walker.Wiring;
    }

    private Flow Visit(string path, Module module)
    {
        var before = Wiring.Parameters.Count;
        var flow = module switch
        {
            Sequential sequential when sequential.GetType() == typeof(Sequential) => Chain(path, sequential),
            _ when IsLibrary(module) => Layer(path, module),
            _ => Custom(path, module),
        };
        return flow.Kind == FlowKind.Ends && flow.IsLeaf ? Register(path, module, before, flow) : flow;
    }

    private Flow Chain(string path, Sequential sequential)
    {
        int? first = null, last = null, known = null;
        var (open, flatten) = (true, false);
        foreach (var (name, child) in sequential.named_children())
        {
            var flow = Visit($"{path}{name}.", child);
            if (flow.Kind == FlowKind.Passes)
                continue;
            flatten |= flow.Kind == FlowKind.Flattens;
            if (flow.Kind == FlowKind.Flattens)
                continue;
            if (last is { } from && flow.In is { } into && (flatten || Wiring.Axes[from].Size == Wiring.Axes[into].Size))
            {
                if (known is { } layout && Wiring.UnitsLast.Contains(layout))
                    Wiring.MarkUnitsLast(from);                         // a norm has the layout of what it follows
                Wiring.Tie(from, into);
            }

            if (open && flow.In is { } start)
                first = start;
            (open, flatten, last) = (false, false, flow.Out);
            known = flow.Kind == FlowKind.Unknown ? null : flow.Through ? known : flow.Out;
        }

        return first is null && last is null ? open ? Flow.Passes : Flow.Unknown : new Flow(FlowKind.Ends, first, last) { IsLeaf = false };
    }

    // A module of the user's: its children are walked, its own parameters are independent until tied.
    private Flow Custom(string path, Module module)
    {
        foreach (var (name, parameter) in module.named_parameters(false))
        {
            LayerWiring.Free(Wiring, path + name, parameter.shape, buffer: false);
            Deduplicate(path + name, parameter);
        }

        foreach (var (name, buffer) in module.named_buffers(false).Where(buffer => buffer.buffer.is_floating_point()))
            LayerWiring.Free(Wiring, path + name, buffer.shape, buffer: true);
        foreach (var (name, child) in module.named_children())
            Visit($"{path}{name}.", child);
        return Flow.Unknown;
    }

    // Every parameter of the layer must have been described, in its own shape; shared ones are tied to where they came first.
    private Flow Register(string path, Module module, int before, Flow flow)
    {
        var actual = module.named_parameters().ToDictionary(parameter => path + parameter.name, parameter => parameter.parameter);
        var described = Wiring.Parameters.Skip(before).Where(parameter => !parameter.IsBuffer).ToDictionary(parameter => parameter.Name);
        if (!actual.Keys.ToHashSet().SetEquals(described.Keys) || actual.Any(parameter => !parameter.Value.shape.SequenceEqual(described[parameter.Key].Shape)))
        {
            var odd = actual.Where(parameter => !described.TryGetValue(parameter.Key, out var spec) || !spec.Shape.SequenceEqual(parameter.Value.shape)).Select(parameter => $"'{parameter.Key}'");
            Wiring.Forget(path, before);
            return Unsupported(path, module, $"its parameters {string.Join(", ", odd)} are not the usual ones of this layer");
        }

        foreach (var (name, parameter) in actual)
            Deduplicate(name, parameter);
        return flow;
    }

    private void Deduplicate(string name, Tensor parameter)
    {
        if (!_parameters.TryAdd(parameter.Handle, name))
            Wiring.Share(name, _parameters[parameter.Handle]);
    }

    private Flow Unknown(string path, Module module) => module is ParameterList or ParameterDict || !module.named_parameters(false).Any()
        ? Custom(path, module)
        : Unsupported(path, module, "the symmetries of its parameters are not known here");

    private Flow Unsupported(string path, Module module, string why) => independentWhenUnknown
        ? Custom(path, module)
        : throw new WeightSpaceException(
            $"module '{LayerWiring.End(path)}' ({module.GetType().Name}) is not supported: {why}. Write WeightSpace.FromModule(model, independentWhenUnknown: true) " +
            $"to leave its axes independent, which is always safe, then space.Tie(\"{path}weight[0]\", ...) for what you know.");

    private static bool IsLibrary(Module module) => module.GetType().Namespace == "TorchSharp.Modules";

    private enum FlowKind
    {
        /// <summary>Reads and writes units.</summary>
        Ends,

        /// <summary>Keeps units where they are: activations, dropout, pooling.</summary>
        Passes,

        /// <summary>Lays positions and units out in one dimension.</summary>
        Flattens,

        /// <summary>Nothing is known.</summary>
        Unknown,
    }

    private sealed record Flow(FlowKind Kind, int? In = null, int? Out = null, bool Through = false)
    {
        internal static readonly Flow Passes = new(FlowKind.Passes);
        internal static readonly Flow Flattens = new(FlowKind.Flattens);
        internal static readonly Flow Unknown = new(FlowKind.Unknown);

        internal bool IsLeaf { get; init; } = true;
    }
}
