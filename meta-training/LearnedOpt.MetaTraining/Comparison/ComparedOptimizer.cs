using System.Globalization;
using LearnedOpt.Checkpoints;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;

namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>An optimizer that takes part in a comparison, with the learning rates it is swept over.</summary>
/// <param name="Name">As in tables and plots; each in a comparison has its own.</param>
/// <param name="Rule">Update rule.</param>
/// <param name="Theta">Its meta-parameters.</param>
/// <param name="LearningRates">One is taken as it is; of several, the best on the sweep's seeds.</param>
public sealed record ComparedOptimizer(string Name, IUpdateRule Rule, float[] Theta, params IReadOnlyList<double> LearningRates)
{
    /// <summary>The factors that a learned rule is swept over where one asks for that: as many as a baseline has rates.</summary>
    public static IReadOnlyList<double> LearnedRates { get; } = [0.1, 0.3, 1, 3, 10];

    /// <summary>How the rate goes over a run.</summary>
    public RateSchedule Schedule { get; init; }

    /// <summary>True for meta-trained rules, false for hand-designed ones.</summary>
    public bool IsLearned { get; init; }

    /// <summary>Names of the tasks it was meta-trained on, as far as its weights file says.</summary>
    public IReadOnlyList<string> TrainedOn { get; init; } = [];

    /// <summary>Longest inner run of its meta-training, in steps; null where its weights file does not say.</summary>
    public int? Horizon { get; init; }

    /// <summary>Weights that come with the library, at learning rate 1.</summary>
    /// <param name="name">One of <see cref="PretrainedWeights.Names"/>.</param>
    /// <exception cref="ArgumentException">There are none of this name; the message lists the names.</exception>
    public static ComparedOptimizer Pretrained(string name) => Learned(name, PretrainedWeights.Read(name));

    /// <summary>Weights from a file, at learning rate 1: one that LearnedOpt wrote, or the published ones of Celo, Celo-Adam or Celo2.</summary>
    /// <param name="path">A safetensors file.</param>
    /// <param name="name">Its name in the comparison; null takes the file's.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged or foreign.</exception>
    public static ComparedOptimizer FromFile(string path, string? name = null) => Learned(name ?? Path.GetFileNameWithoutExtension(path), Read(path));

    /// <summary>A trained rule, at learning rate 1.</summary>
    public static ComparedOptimizer Learned(string name, RuleFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new ComparedOptimizer(name, file.Rule, file.Theta, 1)
        {
            IsLearned = true,
            Horizon = HorizonOf(file.Card.GetValueOrDefault("horizon", "")),
            TrainedOn = file.Card.GetValueOrDefault("trained_on", "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        };
    }

    /// <summary>A rule without training, as the hand-designed ones are.</summary>
    /// <param name="name">As in tables and plots.</param>
    /// <param name="rule">Its initial theta is used.</param>
    /// <param name="learningRates">To be swept over.</param>
    public static ComparedOptimizer HandDesigned(string name, IUpdateRule rule, params IReadOnlyList<double> learningRates)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var theta = new float[rule.Theta.Count];
        rule.Initialize(theta, new CounterRandom(0));
        return new ComparedOptimizer(name, rule, theta, learningRates);
    }

    /// <summary>It at one learning rate, its schedule laid out over <paramref name="steps"/>.</summary>
    internal Contender At(double rate, int steps) =>
        new(Name, Rule is IHorizonRule rule ? rule.WithHorizon(steps) : Rule, Theta, rate) { Schedule = Schedule };

    // "200 to 3000", "2000", "never ending".
    private static int? HorizonOf(string card) =>
        int.TryParse(card.Split(' ')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var steps) && steps > 0 ? steps : null;

    private static RuleFile Read(string path) =>
        SafeTensors.ReadHeader(path).Metadata.ContainsKey("format") ? RuleFile.Read(path) : CeloWeights.Import(path);
}
