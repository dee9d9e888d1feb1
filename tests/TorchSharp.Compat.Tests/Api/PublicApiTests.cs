namespace TorchSharp.Compat.Tests.Api;

/// <summary>The stand-in is a subset: what it shows to users, the real package has with the same signature.</summary>
public sealed class PublicApiTests
{
    private static readonly ApiListing Real = ApiListing.Load();
    private static readonly Type[] Visible = typeof(torch).Assembly.GetTypes().Where(ApiFormatter.IsVisible).ToArray();

    [Fact]
    public void TheListingIsWhole()
    {
        Assert.Equal(346, Real.TypeCount);
        Assert.InRange(Real.MemberCount, 4000, 4160);
        Assert.True(Visible.Length > 20);
    }

    [Fact]
    public void TheCheckSeesSignatures()
    {
        var members = ApiFormatter.Members(typeof(torch.Tensor)).ToHashSet();
        Assert.Contains("public (torch.Tensor values, torch.Tensor indexes) max(long dim, bool keepdim = false);", members);
        Assert.Contains("public static explicit operator float(torch.Tensor value);", members);
        Assert.Contains("public torch.Tensor this[params torch.TensorIndex[] indices] { get; set; }", members);
        Assert.Contains("public TensorAccessor<T> data<T>() where T : unmanaged;", members);
        Assert.All(members.Select(ApiListing.Plain), member => Assert.True(Real.Has("TorchSharp.torch.Tensor", member), member));
        Assert.False(Real.Has("TorchSharp.torch.Tensor", "public torch.Tensor sum(long dimension, bool keepdim = false, torch.ScalarType? type = null);"));
    }

    [Fact]
    public void EveryTypeExistsInTheRealPackage()
    {
        var faults = new List<string>();
        foreach (var type in Visible)
        {
            var name = ApiFormatter.FullName(type);
            if (Real.Header(name) is not { } header)
            {
                faults.Add($"{name}: no such type");
                continue;
            }
            var (mine, parents) = ApiListing.Split(ApiFormatter.Header(type));
            var (theirs, listed) = ApiListing.Split(header);
            if (mine != theirs) faults.Add($"{mine}\n    real: {theirs}");
            foreach (var parent in parents.Concat(ApiFormatter.Interfaces(type)).Except(listed))
                faults.Add($"{name} : {parent}\n    real: {string.Join(", ", listed)}");
        }
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    [Fact]
    public void EveryMemberExistsInTheRealPackage()
    {
        var faults = new List<string>();
        foreach (var type in Visible)
            foreach (var member in ApiFormatter.Members(type))
                if (!Exists(type, ApiListing.Plain(member))) faults.Add($"{ApiFormatter.FullName(type)}: {member}");
        Assert.True(faults.Count == 0, $"{faults.Count} members that TorchSharp 0.106 lacks:\n" + string.Join("\n", faults));
    }

    // An override shows nothing new: it may stand where the real package inherits.
    private static bool Exists(Type type, string member)
    {
        for (var t = type; t is not null && t != typeof(object); t = t.BaseType)
            if (Real.Has(ApiFormatter.FullName(t.IsGenericType ? t.GetGenericTypeDefinition() : t), member)) return true;
        return false;
    }
}
