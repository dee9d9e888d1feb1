using LearnedOpt.Optimizers;
using static TorchSharp.torch;

namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>
/// <see cref="AdamRule"/> on tensors: m &lt;- b1 m + (1-b1) g, v &lt;- b2 v + (1-b2) g^2, W &lt;- W - alpha m^ / (sqrt(v^) + 1e-8).
/// </summary>
internal sealed class DifferentiableAdam(AdamOptions options) : IDifferentiableRule
{
    // Where v is zero the root has no derivative; this much is far below Adam's own 1e-8.
    private const double Tiny = 1e-30;

    public int Slots => 2;

    public (Tensor Weight, Tensor[] State) Step(Tensor theta, Tensor weight, Tensor gradient, Tensor[] state, Tensor updates)
    {
        var (rate, beta1, beta2) = (
            ScalarTensors.Positive(options.Rate, theta.select(1, 0)),
            ScalarTensors.Decay(options.Beta1, theta.select(1, 1)),
            ScalarTensors.Decay(options.Beta2, theta.select(1, 2)));
        var m = beta1.Like(weight) * state[0] + (1 - beta1).Like(weight) * gradient;
        var v = beta2.Like(weight) * state[1] + (1 - beta2).Like(weight) * gradient * gradient;
        var step = (rate / (1 - beta1.pow(updates))).Like(weight) * m;
        var root = (v / (1 - beta2.pow(updates)).Like(weight) + Tiny).sqrt();
        return (weight - step / (root + 1e-8), [m, v]);
    }
}
