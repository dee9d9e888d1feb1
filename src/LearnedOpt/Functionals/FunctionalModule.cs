using LearnedOpt.Numerics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnedOpt.Functionals;

/// <summary>
/// A functional as an ordinary module, for tasks on weights: packed features <c>[batch, input channels, elements]</c> in, and
/// <c>[batch, output channels, elements]</c> out, equivariant. Its one parameter is <c>theta</c>; dropout acts in training mode.
/// </summary>
public sealed class FunctionalModule : nn.Module<Tensor, Tensor>
{
    private readonly TorchEvaluator _evaluator;
    private readonly double _dropout;
#pragma warning disable IDE1006 // registered under its field's name
    private readonly Parameter theta;
#pragma warning restore IDE1006

    /// <summary>Makes the module with initial values as in the paper.</summary>
    /// <param name="model">The functional.</param>
    /// <param name="random">A stream of its own.</param>
    /// <param name="dropout">Share of hidden features set to zero after each ReLU in training mode.</param>
    /// <param name="relationScale">See <see cref="FunctionalModel.Initialize"/>.</param>
    public FunctionalModule(FunctionalModel model, CounterRandom random, double dropout = 0, float relationScale = 1)
        : base(nameof(FunctionalModule))
    {
        ArgumentNullException.ThrowIfNull(model);
        (_evaluator, _dropout) = (new TorchEvaluator(model), dropout);
        var values = new float[model.ThetaCount];
        model.Initialize(values, random, relationScale);
        theta = (Parameter)new Parameter(tensor(values)).DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>The functional.</summary>
    public FunctionalModel Model => _evaluator.Model;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => _evaluator.Evaluate(theta, input, training ? _dropout : 0);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _evaluator.Dispose();
        base.Dispose(disposing);
    }
}
