using TorchSharp;
using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace LearnedOpt.Tasks.Modules;

/// <summary>
/// Losses of a population through a module that knows nothing of particles: forward runs the module forward and backward for
/// each particle and keeps the gradients; backward weighs them.
/// </summary>
internal sealed class ModuleLoss : autograd.SingleTensorFunction<ModuleLoss>
{
    /// <summary>What to run.</summary>
    /// <param name="Modules">Where to get a module.</param>
    /// <param name="Loss">Of an output and its targets.</param>
    /// <param name="Batch">One mini-batch a particle.</param>
    /// <param name="NeedsGradients">Whether backward may come.</param>
    public sealed record Job(ModulePool Modules, Func<Tensor, Tensor, Tensor> Loss, TaskBatch Batch, bool NeedsGradients);

    public override string Name => nameof(ModuleLoss);

    /// <param name="ctx">Keeps the gradients.</param>
    /// <param name="vars">A <see cref="Job"/>, then the parameters <c>[particles, ...]</c>.</param>
    /// <returns><c>[particles]</c></returns>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (job, parameters) = ((Job)vars[0], vars.Skip(1).Cast<Tensor>().ToArray());
        var particles = parameters[0].shape[0];
        var (losses, gradients) = (new List<Tensor>(), new List<Tensor[]>());
        job.Modules.Use(module =>
        {
            Tensor[] own = [.. module.parameters()];
            for (var particle = 0L; particle < particles; particle++)
            {
                using (torch.no_grad())
                {
                    for (var p = 0; p < own.Length; p++) own[p].copy_(parameters[p].select(0, particle));
                }

                losses.Add(Run(job, module, particle, own, gradients));
            }
        });
        if (job.NeedsGradients) ctx.save_for_backward([.. Enumerable.Range(0, parameters.Length).Select(p => torch.stack(gradients.Select(particle => particle[p])))]);
        return torch.stack(losses); // [particles]
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
        [null!, .. ctx.get_saved_variables().Select(gradient => gradient * grad_output.view([-1, .. Enumerable.Repeat(1L, (int)gradient.dim() - 1)]))];

    private static Tensor Run(Job job, Module module, long particle, Tensor[] own, List<Tensor[]> gradients)
    {
        using var scope = torch.NewDisposeScope();
        using var mode = job.NeedsGradients ? torch.enable_grad() : torch.no_grad();
        var loss = job.Loss(module.call(job.Batch.Inputs.select(0, particle)), job.Batch.Targets.select(0, particle));
        if (loss.numel() != 1)
            throw new InvalidOperationException($"the loss must be one number; received [{string.Join(", ", loss.shape)}]. Take its mean.");
        if (job.NeedsGradients)
        {
            var trained = torch.autograd.grad([loss], own, allow_unused: true);
            gradients.Add([.. own.Select((parameter, p) => (trained[p] ?? torch.zeros_like(parameter)).MoveToOuterDisposeScope())]);
        }

        return loss.detach().view([]).MoveToOuterDisposeScope();
    }
}
