using LearnedOpt.MetaTraining.Comparison;
using LearnedOpt.Optimizers;

namespace LearnedOpt.Host;

/// <summary>What a word after <c>--optimizers</c> means.</summary>
internal static class OptimizerArguments
{
    private const string AllBaselines = "baselines", AllPretrained = "pretrained";

    /// <summary>
    /// Baselines by name (or all of them, <c>baselines</c>), weights that come with the library (or all, <c>pretrained</c>), weights files, and
    /// <c>NAME=FILE</c>. The reference takes part always, first.
    /// </summary>
    /// <exception cref="UserFaultException">A word means nothing; the message says what would.</exception>
    /// <exception cref="Checkpoints.CheckpointException">A file is missing, damaged or foreign.</exception>
    public static IReadOnlyList<ComparedOptimizer> Parse(IReadOnlyList<string> words)
    {
        var optimizers = words.SelectMany(Parse).ToList();
        var reference = Baselines.Find(Baselines.Reference)!;
        return [reference, .. optimizers.Where(optimizer => optimizer != reference)];
    }

    private static IEnumerable<ComparedOptimizer> Parse(string word)
    {
        if (word == AllBaselines) return Baselines.All;
        if (word == AllPretrained) return PretrainedWeights.Names.Select(ComparedOptimizer.Pretrained);
        if (Baselines.Find(word) is { } baseline) return [baseline];
        if (PretrainedWeights.Names.Contains(word)) return [ComparedOptimizer.Pretrained(word)];
        if (word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && !File.Exists(word)) return [Named(word[..at], word[(at + 1)..])];
        if (word.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) || File.Exists(word)) return [ComparedOptimizer.FromFile(word)];
        throw Unknown(word);
    }

    private static ComparedOptimizer Named(string name, string path)
    {
        if (path.Length == 0) throw UserFaultException.ForUsage($"optimizer '{name}=' names no weights file; write {name}=FILE.safetensors");
        if (Baselines.Find(name) is { } baseline) throw UserFaultException.ForUsage($"'{baseline.Name}' is a baseline; give '{path}' another name");
        var optimizer = ComparedOptimizer.FromFile(path, name);
        // A rule's name before a file is a claim about the file.
        return !UpdateRules.Names.Contains(name) || optimizer.Rule.Name == name ? optimizer
            : throw UserFaultException.ForUsage($"'{path}' holds weights of the rule '{optimizer.Rule.Name}', not of '{name}'; write {optimizer.Rule.Name}={path}, or another name");
    }

    private static UserFaultException Unknown(string word)
    {
        if (UpdateRules.Names.Contains(word))
            return UserFaultException.ForUsage($"'{word}' is an update rule without weights; write {word}=FILE.safetensors");
        List<string> known = [.. Baselines.All.Select(baseline => baseline.Name.ToLowerInvariant()), AllBaselines, .. PretrainedWeights.Names, AllPretrained];
        return UserFaultException.ForUsage(ParseFaults.Nearest(word, known) is { } near
            ? $"unknown optimizer '{word}'; did you mean '{near}'?"
            : $"unknown optimizer '{word}'; choose of {string.Join(", ", known)}, or give a weights file, FILE.safetensors or NAME=FILE");
    }
}
