using System.Reflection;

namespace TorchSharp.Compat.Tests.Api;

public sealed class OperatorTests
{
    /// <summary>Operators are found by name at their first call: a misspelt one would show only there.</summary>
    [Fact]
    public void EveryOperatorNamedInTheStandInExists()
    {
        const BindingFlags All = BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;
        var faults = new List<string>();
        var count = 0;
        foreach (var type in typeof(torch).Assembly.GetTypes().Where(t => !t.ContainsGenericParameters))
            foreach (var field in type.GetFields(All).Where(f => f.IsStatic && f.FieldType.Name == "Op"))
            {
                count++;
                var op = field.GetValue(null)!;
                try { op.GetType().GetMethod("Find", All)!.Invoke(op, null); }
                catch (TargetInvocationException e) { faults.Add($"{type.Name}.{field.Name}: {e.InnerException!.Message}"); }
            }
        Assert.True(faults.Count == 0, string.Join("\n", faults));
        Assert.True(count > 500);
    }
}
