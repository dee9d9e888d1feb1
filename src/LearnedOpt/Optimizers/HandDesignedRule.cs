using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>
/// A hand-designed optimizer as an update rule, so that it trains in the same loops as learned ones, and so that its
/// constants can be meta-learned: theta holds the logarithm of a factor on the step, and each decay b as ln(b / (1 - b)).
/// At the initial theta it is the textbook rule, and the learning rate is the one of that rule.
/// </summary>
/// <remarks>
/// <c>adam</c>: m &lt;- b1 m + (1-b1) g; v &lt;- b2 v + (1-b2) g^2; W &lt;- W - lr m^ / (sqrt(v^) + 1e-8), biases corrected
/// (Kingma and Ba, 2015, algorithm 1). <c>sgdm</c>: m &lt;- b m + g; W &lt;- W - lr m, the first m being g.
/// </remarks>
public sealed class HandDesignedRule : IUpdateRule
{
    private readonly float[] _decays;

    private HandDesignedRule(string name, params float[] decays)
    {
        (Name, _decays) = (name, decays);
        Theta = new ThetaLayout([("log_step", []), ("logit_decays", [decays.Length])]);
    }

    /// <summary>Adam with decays 0.9 and 0.999.</summary>
    public static HandDesignedRule Adam() => new("adam", 0.9f, 0.999f);

    /// <summary>Stochastic gradient descent with a momentum of 0.9.</summary>
    public static HandDesignedRule Sgdm() => new("sgdm", 0.9f);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Settings => "{}";

    /// <inheritdoc/>
    public ThetaLayout Theta { get; }

    /// <inheritdoc/>
    public void Initialize(Span<float> theta, CounterRandom random)
    {
        Theta.RequireLength(theta.Length);
        theta[0] = 0;
        for (var i = 0; i < _decays.Length; i++) theta[i + 1] = (float)Math.Log(_decays[i] / (1.0 - _decays[i]));
    }

    /// <inheritdoc/>
    public IStepper CreateStepper(WeightSpace space) => new HandDesignedStepper(Theta, space, adam: Name == "adam");
}
