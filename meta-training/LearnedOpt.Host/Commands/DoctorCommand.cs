using System.CommandLine;

namespace LearnedOpt.Host;

/// <summary>What this machine has, what is missing and how to get it.</summary>
internal sealed class DoctorCommand : ICommand
{
    public Command Create(ProgramContext program)
    {
        var command = new Command("doctor", "Show backend, versions, BLAS, devices, processor, threads and what is missing");
        command.SetAction(_ => (int)Run(program));
        return command;
    }

    private static ExitCode Run(ProgramContext program)
    {
        List<Finding> findings =
        [
            .. BuildFacts.Collect(),
            .. MachineFacts.Collect(program.Home),
            .. DataFacts.Collect(program.Home),
        ];
        DoctorReport.Write(program.Out, findings);
        return ExitCode.Ok;
    }
}
