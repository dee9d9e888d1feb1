using System.CommandLine;
using LearnedOpt.Benchmarks.Kernels;
using LearnedOpt.Benchmarks.Torch;

namespace LearnedOpt.Host;

/// <summary><c>bench functional</c>: term by term, factored and fused evaluation in one run.</summary>
internal sealed class BenchFunctionalCommand : ICommand
{
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON" };
    private readonly Option<int> _rounds = new("--rounds") { HelpName = "N", Description = "Measurements of each figure; the best counts", DefaultValueFactory = _ => 7 };
    private readonly Option<long> _largest = new("--largest") { HelpName = "N", Description = "Parameters of the largest model of the scaling rows", DefaultValueFactory = _ => 10_000_000 };

    public Command Create(ProgramContext program)
    {
        var command = new Command("functional", "Functionals on five weight spaces: ns a parameter, ratios, share of the processor's peak") { _json, _rounds, _largest };
        command.SetAction(parsed =>
        {
            var (rounds, largest) = (parsed.GetValue(_rounds), parsed.GetValue(_largest));
            if (rounds < 1 || largest < 1000) throw UserFaultException.ForUsage("--rounds must be at least 1 and --largest at least 1000");
            var report = FunctionalBench.Run(rounds, largest, program.Stop);
            if (parsed.GetValue(_json)) program.Out.Writer.WriteLine(report.ToJson());
            else report.Print(program.Out.Writer);
            return (int)ExitCode.Ok;
        });
        return command;
    }
}

/// <summary><c>bench kernels</c>: the fused kernels against the processor's multiply-add peak.</summary>
internal sealed class BenchKernelsCommand : ICommand
{
    public Command Create(ProgramContext program)
    {
        var command = new Command("kernels", "Fused kernels against the processor's multiply-add peak");
        command.SetAction(_ =>
        {
            KernelBench.Print(program.Out.Writer, stop: program.Stop);
            return (int)ExitCode.Ok;
        });
        return command;
    }
}

/// <summary><c>bench torch</c>: what one tensor operation and one small training step cost here.</summary>
internal sealed class BenchTorchCommand : ICommand
{
    public Command Create(ProgramContext program)
    {
        var command = new Command("torch", "Tensor operations of the backend: microseconds, beside the reference package's");
        command.SetAction(_ =>
        {
            TorchBench.Print(program.Out.Writer, stop: program.Stop);
            return (int)ExitCode.Ok;
        });
        return command;
    }
}
