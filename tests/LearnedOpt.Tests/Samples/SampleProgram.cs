using System.Diagnostics;

namespace LearnedOpt.Tests.Samples;

/// <summary>Runs a sample as its reader does: a program of its own, beside the tests.</summary>
internal static class SampleProgram
{
    public static (int Code, string Output, string Error) Run(string sample, params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, sample + ".dll");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { program },
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)), "the sample did not end");
        return (process.ExitCode, output, error.Result);
    }
}
