using System.Diagnostics;

namespace LearnedOpt.Host.Tests;

/// <summary>How one call of the launcher ended.</summary>
internal sealed record LauncherRun(int Code, string Output, string Error)
{
    /// <summary>The lines on standard error that are faults, not progress.</summary>
    public IReadOnlyList<string> Faults =>
        [.. Error.Split('\n').Where(line => line.StartsWith("learnedopt: ", StringComparison.Ordinal))];

    public static LauncherRun Finish(Process process)
    {
        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(TimeSpan.FromSeconds(60)))
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail("the launcher did not end within a minute: " + error.Result);
            }
            return new LauncherRun(process.ExitCode, output.Result, error.Result);
        }
    }

    /// <summary>One line, with this exit code, that says these things.</summary>
    public void AssertFault(int code, params string[] words)
    {
        Assert.True(code == Code, $"exit code {Code}, expected {code}: {Error}");
        var fault = Assert.Single(Faults);
        Assert.All(words, word => Assert.Contains(word, fault, StringComparison.Ordinal));
    }
}
