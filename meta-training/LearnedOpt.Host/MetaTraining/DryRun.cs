using LearnedOpt.MetaTraining.Service;

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
            var tasks = MetaTrainerSession.OpenTasks(options.Configuration, options.Data);
            try
            {
                foreach (var task in tasks.Distinct()) error.WriteLine($"task {task.Name}: {task.Space.ParameterCount:N0} parameters, {task.DataSource}");
                var rule = MetaTrainerSession.CreateRule(options.Configuration, tasks);
                error.WriteLine($"rule {rule.Name}: {rule.Theta.Count:N0} meta-parameters");
                error.WriteLine($"run folder {options.Folder}, {options.Threads} threads");
            }
            finally
            {
                foreach (var task in tasks.Distinct()) task.Dispose();
            }
        }
        catch (ConfigurationException fault)
        {
            throw UserFaultException.ForUsage(fault.Message);
        }

        program.Out.Writer.Write(options.Configuration.ToJson());
        return ExitCode.Ok;
    }
}
