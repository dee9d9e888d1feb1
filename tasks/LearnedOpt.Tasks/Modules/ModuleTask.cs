using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace LearnedOpt.Tasks.Modules;

/// <summary>
/// Any TorchSharp module of the user's as an inner problem. The particles of a chunk are trained one after the other: a
/// particle's parameters are copied into a module, which runs forward and backward. Every thread uses a module of its own.
/// <code>
/// using var task = new ModuleTask("mine", () => new MyNetwork(), new TensorBatches("my data", 64, (inputs, labels)),
///     (output, labels) => nn.functional.cross_entropy(output, labels), uninformedLoss: Math.Log(10));
/// </code>
/// </summary>
/// <remarks>
/// Limits. The module trains in float32 on the CPU and stays in training mode, so norms use the statistics of the batch
/// and the running ones mean nothing. Dropout draws from torch's global generator: such a module trains, but no two runs
/// are the same. There is no second derivative: meta-gradients come from evolution strategies.
/// </remarks>
public sealed class ModuleTask : ITask
{
    private static readonly Lock Generator = new();

    private readonly IBatchSource _data;
    private readonly ModulePool _modules;
    private readonly Func<Tensor, Tensor, Tensor> _loss;
    private readonly Func<Module> _create;
    private readonly ThreadLocal<(CounterRandom Stream, float[][]? Values)> _initial = new(() => (default, null));

    /// <param name="name">In lists and reports.</param>
    /// <param name="create">
    /// Makes a module with fresh initial values; called on many threads. It is seeded by torch's global generator, which nothing
    /// else should use at the same time if runs are to be the same.
    /// </param>
    /// <param name="data">Mini-batches; disposed with the task.</param>
    /// <param name="loss">Mean loss of an output <c>[batch, ...]</c> and targets <c>[batch, ...]</c>: a scalar.</param>
    /// <param name="uninformedLoss">Loss of a model that knows nothing, for example log(classes).</param>
    /// <param name="space">Symmetries; null: derived from the module, independent where that cannot be.</param>
    /// <exception cref="ArgumentException">The module has no parameters, or one that is not float32 on the CPU.</exception>
    public ModuleTask(string name, Func<Module> create, IBatchSource data, Func<Tensor, Tensor, Tensor> loss, double uninformedLoss, WeightSpace? space = null)
    {
        (Name, _create, _data, _loss, UninformedLoss, _modules) = (name, create, data, loss, uninformedLoss, new ModulePool(create));
        _modules.Use(module =>
        {
            var parameters = module.named_parameters().ToList();
            if (parameters.Count == 0)
                throw new ArgumentException($"module '{name}' has no parameters to train. Does its constructor call RegisterComponents()?", nameof(create));
            foreach (var (parameterName, parameter) in parameters)
            {
                if (parameter.dtype != ScalarType.Float32 || parameter.device_type != DeviceType.CPU)
                    throw new ArgumentException($"parameter '{parameterName}' of module '{name}' must be float32 on the CPU; received {parameter.dtype} on {parameter.device}.", nameof(create));
            }

            Parameters = [.. parameters.Select(parameter => new TaskParameter(parameter.name, [.. parameter.parameter.shape]))];
            Space = space ?? WeightSpace.FromModule(module, independentWhenUnknown: true);
        });
        Space!.RequireParameters(Parameters!.Select(parameter => (parameter.Name, (IReadOnlyList<long>)parameter.Shape)));
    }

    public string Name { get; }
    public string DataSource => _data.Description;
    public IReadOnlyList<TaskParameter> Parameters { get; private set; } = null!;
    public WeightSpace Space { get; private set; } = null!;
    public double UninformedLoss { get; }
    public int ChunkSize => 2;

    /// <inheritdoc/>
    /// <remarks>As the module's constructor does it, seeded by the stream.</remarks>
    public void Initialize(CounterRandom random, int parameter, Span<float> values)
    {
        var (stream, known) = _initial.Value;
        if (known is null || stream != random)
        {
            lock (Generator)
            {
                using var scope = torch.NewDisposeScope();
                torch.manual_seed((long)(random.Bits64(0) >> 1));
                using var module = _create();
                known = [.. module.parameters().Select(value => value.detach().data<float>().ToArray())];
            }

            _initial.Value = (random, known);
        }

        known[parameter].CopyTo(values);
    }

    public TaskBatch Sample(DataSplit split, ReadOnlySpan<ParticleState> particles) => _data.Sample(split, particles);

    public Tensor Loss(IReadOnlyList<Tensor> parameters, TaskBatch batch) =>
        ModuleLoss.apply([new ModuleLoss.Job(_modules, _loss, batch, torch.is_grad_enabled()), .. parameters]);

    public void Dispose()
    {
        _initial.Dispose();
        _modules.Dispose();
        _data.Dispose();
    }
}
