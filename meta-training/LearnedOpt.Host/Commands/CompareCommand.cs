using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LearnedOpt.MetaTraining.Comparison;

namespace LearnedOpt.Host;

/// <summary>Compares optimizers on tasks: same starts, same data, equal sweeps; tables, numbers and one page with plots.</summary>
internal sealed class CompareCommand : ICommand
{
    private static readonly ComparisonPlan Standard = new() { Tasks = [], Optimizers = [] };

    private readonly Option<string[]> _tasks = Words("--tasks", "TASK", "Inner problems, options included, such as 'mlp/mnist-8?hidden=64x64'; './learnedopt tasks' lists them", "mlp/mnist-8");
    private readonly Option<string[]> _optimizers = Words("--optimizers", "OPTIMIZER",
        $"{string.Join(", ", Baselines.All.Select(baseline => baseline.Name.ToLowerInvariant()))} (all: baselines), names of pretrained weights (all: pretrained), weights files, NAME=FILE. Adam takes part always", "baselines", "pretrained");
    private readonly Option<int> _steps = new("--steps") { HelpName = "N", Description = "Inner steps of every run", DefaultValueFactory = _ => Standard.Steps };
    private readonly Option<double?> _horizon = new("--horizon") { HelpName = "TIMES", Description = "Inner steps as a multiple of the longest horizon that the learned optimizers were meta-trained for, such as 5; instead of --steps" };
    private readonly Option<int> _seeds = new("--seeds") { HelpName = "N", Description = "Fresh initialisations", DefaultValueFactory = _ => Standard.Seeds };
    private readonly Option<int> _sweepSeeds = new("--sweep-seeds") { HelpName = "N", Description = "Other initialisations, on which learning rates are chosen", DefaultValueFactory = _ => Standard.SweepSeeds };
    private readonly Option<ulong> _seed = new("--seed") { HelpName = "N", Description = "From which initialisations and batches follow", DefaultValueFactory = _ => Standard.Seed };
    private readonly Option<int> _threads = new("--threads") { HelpName = "N", Description = "Runs side by side", DefaultValueFactory = _ => Environment.ProcessorCount };
    private readonly Option<bool> _sweepLearned = new("--sweep-learned")
    {
        Description = $"Sweep learned optimizers too, over the factors {string.Join(", ", ComparedOptimizer.LearnedRates.Select(rate => rate.ToString(CultureInfo.InvariantCulture)))}; else they run at 1",
    };

    private readonly Option<double[]> _adamPoints = Numbers("--adam-points", "Learning rates that Adam, AdamW and NAdam are swept over, in place of their own five");
    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<string?> _out = SharedOptions.Out("runs/compare-DATE-TIME");
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with the comparison that was interrupted in the folder of --out" };

    public Command Create(ProgramContext program)
    {
        var command = new Command("compare", "Compare learned optimizers with swept baselines on the same starts and data");
        foreach (var option in new Option[] { _tasks, _optimizers, _steps, _horizon, _seeds, _sweepSeeds, _seed, _threads, _sweepLearned, _adamPoints, _data, _out, _resume }) command.Add(option);
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(_out);
            if (parsed.GetValue(_resume) && folder is null) throw UserFaultException.ForUsage("--resume needs --out, the folder of the comparison to go on with");
            if (parsed.GetValue(_horizon) is not null && parsed.GetResult(_steps) is { Implicit: false }) throw UserFaultException.ForUsage("--horizon and --steps exclude each other: both say how long runs are");
            return (int)new CompareRun(program, new CompareOptions
            {
                Tasks = parsed.GetValue(_tasks)!,
                Optimizers = parsed.GetValue(_optimizers)!,
                Steps = parsed.GetValue(_steps),
                Horizon = parsed.GetValue(_horizon),
                Seeds = parsed.GetValue(_seeds),
                SweepSeeds = parsed.GetValue(_sweepSeeds),
                Seed = parsed.GetValue(_seed),
                Threads = parsed.GetValue(_threads),
                SweepLearned = parsed.GetValue(_sweepLearned),
                AdamPoints = parsed.GetValue(_adamPoints) ?? [],
                Data = parsed.GetValue(_data),
                Folder = folder ?? Path.Combine("runs", $"compare-{DateTime.Now:yyyyMMdd-HHmmss}"),
                Resume = parsed.GetValue(_resume),
            }).Execute();
        });
        return command;
    }

    // Several words, apart by commas or blanks.
    private static Option<string[]> Words(string name, string helpName, string description, params string[] standard) => new(name)
    {
        HelpName = helpName,
        Description = description,
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => standard,
        CustomParser = result => [.. Split(result)],
    };

    private static Option<double[]> Numbers(string name, string description) => new(name)
    {
        HelpName = "RATE",
        Description = description,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result =>
        {
            var numbers = new List<double>();
            foreach (var word in Split(result))
            {
                if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0 && double.IsFinite(number)) numbers.Add(number);
                else result.AddError($"cannot read '{word}' for option '{name}' as a learning rate above 0; write it like 0.001");
            }

            return [.. numbers];
        },
    };

    private static IEnumerable<string> Split(ArgumentResult result) =>
        result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
