using System.CommandLine;

namespace LearnedOpt.Host;

/// <summary>Measurements on this machine; every subject is a command of its own.</summary>
internal sealed class BenchCommand : ICommand
{
    private static IReadOnlyList<ICommand> Subjects { get; } =
    [
        new BenchTasksCommand(),
        new BenchOptimizerCommand(),
        new BenchOuterCommand(),
        new BenchFunctionalCommand(),
        new BenchKernelsCommand(),
        new BenchTorchCommand(),
    ];

    public Command Create(ProgramContext program)
    {
        var command = new Command("bench", "Measure speed on this machine");
        foreach (var subject in Subjects) command.Add(subject.Create(program));
        return command;
    }
}
