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

    private double Momentum(long t) => beta1 * (1 - (0.5 * Math.Pow(0.96, t * momentumDecay)));
}
