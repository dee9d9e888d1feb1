using LearnedOpt.MetaTraining.Service;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.Host;

/// <summary>
/// What a run would do: the resolved configuration on standard output, which <c>--config</c> takes again, and what came of
/// it on standard error. Loads the data and makes the rule, so that wrong options show; writes nothing.
/// </summary>
internal static class DryRun
{
    public static ExitCode Execute(ProgramContext program, MetaTrainOptions options)
    {
        var error = program.Error.Writer;
        try
        {
            using var tasks = new TaskSet(options.Configuration, options.Data);
            foreach (var task in tasks.Tasks) error.WriteLine($"task {task.Name}: {task.Space.ParameterCount:N0} parameters, {task.DataSource}");
            foreach (var task in tasks.Judged.Except(tasks.Tasks)) error.WriteLine($"judged on {task.Name}: {task.Space.ParameterCount:N0} parameters, {task.DataSource}");
            using var pool = new WorkerPool(1);
            using var session = new MetaTrainerSession(options.Configuration, tasks, pool);
            session.Begin(error.WriteLine);
            error.WriteLine($"rule {session.Rule.Name}: {session.Rule.Theta.Count:N0} meta-parameters");
            error.WriteLine($"run folder {options.Folder}, {options.Threads} threads");
        }
        catch (ConfigurationException fault)
        {
            throw UserFaultException.ForUsage(fault.Message);
        }

        program.Out.Writer.Write(options.Configuration.ToJson());
        return ExitCode.Ok;
    }
}
