using System.CommandLine;
using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Host;

/// <summary>What this machine has, what is missing and how to get it. Exit code 5 where libtorch does not work.</summary>
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
        var (torch, works) = TorchFacts.Collect();
        List<Finding> findings =
        [
            .. BuildFacts.Collect(),
            .. torch,
            .. MachineFacts.Collect(program.Home),
            .. DataFacts.Collect(program.Home, Environment.GetEnvironmentVariable(DataFolder.Variable)),
        ];
        DoctorReport.Write(program.Out, findings);
        return works ? ExitCode.Ok : ExitCode.Device;
    }
}
