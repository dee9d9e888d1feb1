using static TorchSharp.torch;

namespace LearnedOpt.Optimizers;

/// <summary>
/// The factors of momentum and gradient in NAdam: mu_(t+1) / (1 - P_t mu_t mu_(t+1)) and (1 - mu_t) / (1 - P_t), t from 1, P_t the
/// product of mu_1 to mu_t. Steps in order cost one factor each; any other step costs the product from the start, so a run that was
/// resumed has the same bits as one that was not.
/// </summary>
internal sealed class NesterovSchedule(double beta1, double momentumDecay)
{
    private long factors;
    private double product = 1;

    /// <param name="step">Steps done before, from 0.</param>
    public DirectionMix At(long step)
    {
        if (step + 1 < factors) (factors, product) = (0, 1);
        // Below the smallest double nothing changes any more.
        while (factors < step + 1 && product > 0) product *= Momentum(++factors);
        factors = step + 1;
        var (mu, next) = (Momentum(step + 1), Momentum(step + 2));
        return new DirectionMix((float)(next / (1 - (product * mu * next))), (float)((1 - mu) / (1 - product)));
    }

    /// <summary>The same factors on tensors, for particles with decays and steps of their own. [particles, 1] each</summary>
    /// <param name="beta1">float64 [particles or 1].</param>
    /// <param name="momentumDecay">psi.</param>
    /// <param name="steps">Steps that each particle has done before.</param>
    public static (Tensor Base, Tensor Second) At(Tensor beta1, double momentumDecay, IReadOnlyList<long> steps)
    {
        var mu = beta1 * Column(step => Share(step + 1, momentumDecay));
        var next = beta1 * Column(step => Share(step + 2, momentumDecay));
        // The product of beta1 c_1 to beta1 c_t is a power of beta1 times a constant.
        var product = beta1.pow(Column(step => step + 1)) * Column(step => Product(step + 1));
        return ((next / (1 - product * mu * next)).unsqueeze(1), ((1 - mu) / (1 - product)).unsqueeze(1));

        Tensor Column(Func<long, double> of) => TorchSharp.torch.tensor(steps.Select(of).ToArray(), device: beta1.device);

        double Product(long t)
        {
            var result = 1.0;
            for (var k = 1L; k <= t && result > 0; k++) result *= Share(k, momentumDecay);
            return result;
        }
    }

    private double Momentum(long t) => beta1 * Share(t, momentumDecay);

    // mu_t over beta1.
    private static double Share(long t, double momentumDecay) => 1 - (0.5 * Math.Pow(0.96, t * momentumDecay));
}
