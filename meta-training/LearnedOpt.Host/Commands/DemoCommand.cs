using System.CommandLine;

namespace LearnedOpt.Host;

/// <summary>The whole path once: meta-train on real data, compare with swept Adam, leave weights and plots.</summary>
internal sealed class DemoCommand : ICommand
{
    private readonly Option<double> _minutes = SharedOptions.Number("--minutes", "Minutes of meta-training, shared by the rule and its pointwise control", 8);
    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<string?> _out = SharedOptions.Out("runs/demo-DATE-TIME");
    private readonly Option<string> _task = SharedOptions.Task("mlp/mnist-8");
    private readonly Option<int> _steps = new("--steps") { HelpName = "N", Description = "Inner steps of the comparison", DefaultValueFactory = _ => 2000 };
    private readonly Option<int> _seeds = new("--seeds") { HelpName = "N", Description = "Fresh initialisations of the comparison", DefaultValueFactory = _ => 5 };
    private readonly Option<ulong> _seed = new("--seed") { HelpName = "N", Description = "Seed of meta-training", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _threads = new("--threads") { HelpName = "N", Description = "Threads for inner loops", DefaultValueFactory = _ => Environment.ProcessorCount };

    public Command Create(ProgramContext program)
    {
        var command = new Command("demo", "Meta-train an optimizer for a few minutes, compare it with swept Adam, plot the result");
        foreach (var option in new Option[] { _minutes, _data, _out, _task, _steps, _seeds, _seed, _threads }) command.Add(option);
        command.SetAction(parsed =>
        {
            var options = new DemoOptions
            {
                Minutes = parsed.GetValue(_minutes),
                Data = parsed.GetValue(_data),
                Folder = parsed.GetValue(_out) ?? Path.Combine("runs", $"demo-{DateTime.Now:yyyyMMdd-HHmmss}"),
                Task = parsed.GetValue(_task)!,
                Steps = parsed.GetValue(_steps),
                Seeds = parsed.GetValue(_seeds),
                Seed = parsed.GetValue(_seed),
                Threads = parsed.GetValue(_threads),
            };
            options.Validate();
            return (int)new DemoRun(program, options).Execute();
        });
        return command;
    }
}
