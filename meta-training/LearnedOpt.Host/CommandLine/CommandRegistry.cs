namespace LearnedOpt.Host;

/// <summary>The commands, in the order in which help lists them. Tests and help iterate over this.</summary>
internal static class CommandRegistry
{
    public static IReadOnlyList<ICommand> All { get; } =
    [
        new DemoCommand(),
        new TasksCommand(),
        new MetaTrainCommand(),
        new CompareCommand(),
        new WorkerCommand(),
        new InspectCommand(),
        new DataCommand(),
        new BenchCommand(),
        new DoctorCommand(),
    ];
}
