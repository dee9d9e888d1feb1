using LearnedOpt.Optimizers;
using static TorchSharp.torch;

namespace LearnedOpt.MetaTraining.Estimators;

/// <summary><see cref="SgdmRule"/> on tensors: m &lt;- gamma m + g (or (1 - gamma) g), W &lt;- W - alpha m.</summary>
internal sealed class DifferentiableSgdm(SgdmOptions options) : IDifferentiableRule
{
    public int Slots => 1;

    public (Tensor Weight, Tensor[] State) Step(Tensor theta, Tensor weight, Tensor gradient, Tensor[] state, Tensor updates)
    {
        var rate = ScalarTensors.Positive(options.Rate, theta.select(1, 0)).Like(weight);
        var decay = ScalarTensors.Decay(options.Decay, theta.select(1, 1)).Like(weight);
        var m = decay * state[0] + (options.Form == MomentumForm.Sum ? gradient : (1 - decay) * gradient);
        return (weight - rate * m, [m]);
    }
}
