using System.Collections.Concurrent;
using TorchSharp;
using Module = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace LearnedOpt.Tasks.Modules;

/// <summary>Modules of one kind, one for each thread that wants one at the same time.</summary>
internal sealed class ModulePool(Func<Module> create) : IDisposable
{
    private readonly ConcurrentBag<Module> _idle = [];

    /// <summary>Runs something with a module that nobody else uses meanwhile. Its weights are left over from the last use.</summary>
    public void Use(Action<Module> body)
    {
        var module = _idle.TryTake(out var idle) ? idle : Create();
        try
        {
            body(module);
        }
        finally
        {
            _idle.Add(module);
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var module)) module.Dispose();
    }

    // The module outlives the scope in which it happens to be needed first.
    private Module Create()
    {
        using var scope = torch.NewDisposeScope();
        var module = create();
        foreach (var parameter in module.parameters()) parameter.DetachFromDisposeScope();
        foreach (var buffer in module.buffers()) buffer.DetachFromDisposeScope();
        module.train();
        return module;
    }
}
