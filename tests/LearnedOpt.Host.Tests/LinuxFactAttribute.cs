namespace LearnedOpt.Host.Tests;

/// <summary>A test of the bash launcher; elsewhere there is no such launcher to test.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
            Skip = "the bash launcher runs on Linux";
    }
}
