namespace LearnedOpt.Host.Tests;

/// <summary>A theory about what runs on Linux only.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute()
    {
        if (!OperatingSystem.IsLinux())
            Skip = "the private broker runs on Linux";
    }
}
