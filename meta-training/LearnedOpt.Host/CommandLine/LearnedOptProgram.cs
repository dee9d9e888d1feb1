using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;

namespace LearnedOpt.Host;

/// <summary>From arguments to an exit code: parses, runs one command, turns every fault into one line.</summary>
internal static class LearnedOptProgram
{
    /// <summary>As in the project's version property, without a source revision.</summary>
    public static string Version { get; } =
        typeof(LearnedOptProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];

    public static int Start(IReadOnlyList<string> args)
    {
        var plain = args.TakeWhile(arg => arg != "--").Contains(SharedOptions.PlainName);
        var (output, error) = (Terminal.ForOut(plain), Terminal.ForError(plain));
        using var interruption = new Interruption(output, error);
        return (int)Run(args, new ProgramContext { Out = output, Error = error, Stop = interruption.Token });
    }

    /// <summary>Runs one command line. Never throws for a fault of the command.</summary>
    public static ExitCode Run(IReadOnlyList<string> args, ProgramContext program) =>
        Run(args, program, CommandRegistry.All);

    internal static ExitCode Run(IReadOnlyList<string> args, ProgramContext program, IReadOnlyList<ICommand> commands)
    {
        try
        {
            var root = CreateRoot(program, commands);
            var parsed = root.Parse(args.Count == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (ParseFaults.Find(parsed) is { } fault)
                throw UserFaultException.ForUsage(fault);
            return (ExitCode)parsed.Invoke(new InvocationConfiguration
            {
                Output = program.Out.Writer,
                Error = program.Error.Writer,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // Interruption handles signals.
            });
        }
        catch (Exception exception)
        {
            var fault = Fault.From(exception, program.Stop.IsCancellationRequested);
            program.Error.Writer.WriteLine("learnedopt: " + fault.Line);
            if (fault.Code == ExitCode.Internal || Environment.GetEnvironmentVariable("LEARNEDOPT_TRACE") == "1")
                program.Error.Writer.WriteLine(exception);
            return fault.Code;
        }
    }

    private static Command CreateRoot(ProgramContext program, IReadOnlyList<ICommand> commands)
    {
        // A plain command, since RootCommand takes its name from the executable and not from the launcher.
        var root = new Command(
            "learnedopt",
            "Meta-train an optimizer, plug it into a TorchSharp model, compare it with hand-designed ones.\n" +
            "The launcher adds: './learnedopt setup' builds everything, './learnedopt test [filter]' runs all tests.");
        foreach (var command in commands)
            root.Add(command.Create(program));
        root.Add(SharedOptions.Plain());
        root.Add(new HelpOption());
        root.Add(new VersionOption { Action = new PrintVersion(program) });
        return root;
    }

    private sealed class PrintVersion(ProgramContext program) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            program.Out.Writer.WriteLine("learnedopt " + Version);
            return (int)ExitCode.Ok;
        }
    }
}
