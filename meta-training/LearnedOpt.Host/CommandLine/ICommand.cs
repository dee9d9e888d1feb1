using System.CommandLine;

namespace LearnedOpt.Host;

/// <summary>
/// One command of the program. To add one: a sealed class in <c>Commands/</c> that implements this, and a line in
/// <see cref="CommandRegistry"/>. The action reads its options, does the work, watches <see cref="ProgramContext.Stop"/>
/// and returns an <see cref="ExitCode"/> as a number. Faults are thrown, never printed: <see cref="UserFaultException"/>,
/// or a framework exception that <see cref="Fault"/> maps to an exit code.
/// </summary>
internal interface ICommand
{
    /// <summary>Builds name, description, options and action. Called once a process; must be cheap and load no torch.</summary>
    Command Create(ProgramContext program);
}
