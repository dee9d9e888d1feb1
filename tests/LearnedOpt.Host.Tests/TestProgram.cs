using System.CommandLine;

namespace LearnedOpt.Host.Tests;

/// <summary>Runs the program in process with captured output.</summary>
internal sealed class TestProgram
{
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    public ExitCode Code { get; private init; }

    public string Output => output.ToString();

    public string Error => error.ToString();

    public static TestProgram Run(params string[] args) => Run(CommandRegistry.All, CancellationToken.None, args);

    public static TestProgram Run(IReadOnlyList<ICommand> commands, CancellationToken stop, params string[] args)
    {
        var streams = new TestProgram();
        var context = new ProgramContext
        {
            Out = Terminal.Create(streams.output, redirected: true, plain: false, _ => null),
            Error = Terminal.Create(streams.error, redirected: true, plain: false, _ => null),
            Stop = stop,
        };
        return new TestProgram(streams) { Code = LearnedOptProgram.Run(args, context, commands) };
    }

    /// <summary>A command with one action, for what the program does around it.</summary>
    public static ICommand Command(string name, Func<Task<int>> action) => new ActionCommand(name, action);

    private TestProgram()
    {
    }

    private TestProgram(TestProgram streams)
    {
        output = streams.output;
        error = streams.error;
    }

    private sealed class ActionCommand(string name, Func<Task<int>> action) : ICommand
    {
        public Command Create(ProgramContext program)
        {
            var command = new Command(name, "for a test");
            command.SetAction((_, _) => action());
            return command;
        }
    }
}
