using System.CommandLine;
using System.Text.RegularExpressions;

namespace LearnedOpt.Host.Tests;

public partial class LearnedOptProgramTests
{
    /// <summary>Every command and subcommand, as typed.</summary>
    public static TheoryData<string> CommandNames => [.. CommandRegistry.All.SelectMany(command => Paths(Create(command), "")).Select(entry => entry.Path)];

    [Fact]
    public void CommandNamesAreUnique() => Assert.Distinct(CommandRegistry.All.Select(command => Create(command).Name));

    [Theory]
    [MemberData(nameof(CommandNames))]
    public void EveryCommandIsNamedAndDescribedAlike(string name)
    {
        var command = CommandRegistry.All.SelectMany(entry => Paths(Create(entry), "")).Single(entry => entry.Path == name).Command;
        Assert.Matches(KebabCase(), command.Name);
        Assert.False(string.IsNullOrWhiteSpace(command.Description));
        Assert.All(command.Options, option =>
        {
            Assert.Matches(LongOption(), option.Name);
            Assert.False(string.IsNullOrWhiteSpace(option.Description), $"{name} {option.Name} has no description");
        });
    }

    [Theory]
    [MemberData(nameof(CommandNames))]
    public void EveryCommandHasHelp(string name)
    {
        var run = TestProgram.Run([.. name.Split(' '), "--help"]);
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Contains($"learnedopt {name}", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Theory]
    [MemberData(nameof(CommandNames))]
    public void AnUnknownOptionIsOneLineAndTheUsageCode(string name)
    {
        var run = TestProgram.Run([.. name.Split(' '), "--no-such-option"]);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.StartsWith("learnedopt: unknown option '--no-such-option'", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("docter")]
    [InlineData("docter --help")]
    public void ASlipOfTheHandIsRecognised(string line)
    {
        var run = TestProgram.Run(line.Split(' '));
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Equal("learnedopt: unknown command 'docter'; did you mean 'doctor'? see 'learnedopt --help'", run.Error.TrimEnd());
    }

    [Fact]
    public void WithoutArgumentsItShowsEveryCommand()
    {
        var run = TestProgram.Run();
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.All(CommandRegistry.All, command => Assert.Contains(Create(command).Description!, Collapse(run.Output), StringComparison.Ordinal));
    }

    [Fact]
    public void VersionIsNameAndNumber() => Assert.Matches(@"^learnedopt \d+\.\d+\.\d+\s*$", TestProgram.Run("--version").Output);

    [Fact]
    public void AFaultBeforeOrAfterTheFirstAwaitSetsTheExitCode()
    {
        foreach (var action in new Func<Task<int>>[]
        {
            () => throw new InvalidDataException("file 'a' is cut short"),
            async () =>
            {
                await Task.Yield();
                throw new InvalidDataException("file 'a' is cut short");
            },
        })
        {
            var run = TestProgram.Run([TestProgram.Command("work", action)], CancellationToken.None, "work");
            Assert.Equal(ExitCode.Data, run.Code);
            Assert.Equal("learnedopt: file 'a' is cut short", run.Error.TrimEnd());
        }
    }

    [Fact]
    public void ADefectIsReportedWithItsStack()
    {
        var run = TestProgram.Run([TestProgram.Command("work", () => throw new InvalidOperationException("oops"))], CancellationToken.None, "work");
        Assert.Equal(ExitCode.Internal, run.Code);
        Assert.Contains("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TheCommandsOwnExitCodeIsReturned() =>
        Assert.Equal(ExitCode.Diverged, TestProgram.Run([TestProgram.Command("work", () => Task.FromResult(6))], CancellationToken.None, "work").Code);

    [Fact]
    public void ExitCodesAreDocumented()
    {
        var page = File.ReadAllText(Path.Combine(Launcher.RepositoryRoot, "docs", "exit-codes.md"));
        Assert.All(Enum.GetValues<ExitCode>(), code => Assert.Contains($"| {(int)code} |", page, StringComparison.Ordinal));
    }

    [Fact]
    public void AnOptionWithoutItsValueDoesNotSwallowTheNext()
    {
        var run = TestProgram.Run("data", "list", "--data", "--no-such-option");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.StartsWith("learnedopt: unknown option '--no-such-option'", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--minutes", "abc", "as a number; write it like 0.5")]
    [InlineData("--minutes", "1,5", "as a number; write it like 0.5")]
    [InlineData("--seeds", "1.5", "as a whole number")]
    public void AValueOfTheWrongKindIsSaidInWords(string option, string value, string kind)
    {
        var root = new Command("root") { Create(new DemoCommand()) };
        var fault = ParseFaults.Find(root.Parse(["demo", option, value]));
        Assert.Contains($"'{value}' for option '{option}' {kind}", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownTaskGetsAHint()
    {
        var root = new Command("root") { Create(new DemoCommand()) };
        Assert.Contains("unknown task 'mlp/mnist-9'; did you mean 'mlp/mnist-8'?", ParseFaults.Find(root.Parse(["demo", "--task", "mlp/mnist-9"])), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Path, Command Command)> Paths(Command command, string parent) =>
        command.Subcommands.SelectMany(sub => Paths(sub, $"{parent}{command.Name} ")).Prepend((parent + command.Name, command));

    private static Command Create(ICommand command) => command.Create(new ProgramContext
    {
        Out = Terminal.Create(TextWriter.Null, true, true, _ => null),
        Error = Terminal.Create(TextWriter.Null, true, true, _ => null),
        Stop = CancellationToken.None,
    });

    private static string Collapse(string text) => Spaces().Replace(text, " ");

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$")]
    private static partial Regex KebabCase();

    [GeneratedRegex("^--[a-z]+(-[a-z]+)*$")]
    private static partial Regex LongOption();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
