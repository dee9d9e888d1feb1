using OxyPlot.Compat.Tests.Api;

namespace OxyPlot.Compat.Tests;

/// <summary>The stand-in promises nothing that the real package lacks, and leaves nothing undone that an heir must do.</summary>
public class PublicApiTests
{
    private static readonly ApiListing Real = ApiListing.Load();

    // A host of types for views on screens hangs on this one member; a program that only exports never meets it.
    private static readonly string[] LeftOut = ["void AttachPlotView(IPlotView plotView);"];

    public static TheoryData<string> TypeNames => [.. Types().Select(ApiFormatter.FullName)];

    [Fact]
    public void ListingIsWhole() => Assert.Equal(278, Real.TypeCount);

    [Theory]
    [MemberData(nameof(TypeNames))]
    public void HeaderIsThatOfTheRealType(string name)
    {
        var type = Types().Single(t => ApiFormatter.FullName(t) == name);
        var header = Real.Header(name);
        Assert.True(header != null, $"{name} is not in the real package");
        var parts = header.Split(" : ", 2);
        Assert.Equal(parts[0].Split(" where ")[0], ApiFormatter.Header(type));
        var bases = parts.Length > 1 ? SplitBases(parts[1].Split(" where ")[0]) : [];
        if (ApiFormatter.Base(type) is { } parent)
            Assert.Equal(bases[0], parent);
        Assert.All(ApiFormatter.Interfaces(type), face => Assert.Contains(face, bases));
    }

    [Theory]
    [MemberData(nameof(TypeNames))]
    public void EveryMemberIsThatOfTheRealType(string name)
    {
        var type = Types().Single(t => ApiFormatter.FullName(t) == name);
        var unknown = ApiFormatter.Members(type).Except(Real.Members(name)).ToArray();
        Assert.True(unknown.Length == 0, $"{name} has members that the real one lacks:\n{string.Join('\n', unknown)}");
    }

    [Theory]
    [MemberData(nameof(TypeNames))]
    public void WhatAnHeirMustImplementIsComplete(string name)
    {
        var type = Types().Single(t => ApiFormatter.FullName(t) == name);
        var required = type.IsInterface
            ? Real.Members(name).Except(LeftOut)
            : Real.Members(name).Where(m => m.Contains(" abstract ", StringComparison.Ordinal));
        var present = type.IsInterface ? ApiFormatter.Members(type) : ApiFormatter.AbstractMembers(type);
        Assert.Empty(required.Except(present));
    }

    [Fact]
    public void EnumerationsAreWhole() =>
        Assert.All(Types().Where(t => t.IsEnum), type => Assert.Equal(Real.Members(ApiFormatter.FullName(type)).Order(), ApiFormatter.Members(type).Order()));

    [Fact]
    public void FormatterReproducesTheListing()
    {
        // Types that the stand-in has in full: what comes out must be the listing, line by line.
        Assert.All(new[] { typeof(OxyRect), typeof(IRenderContext), typeof(ScreenPoint), typeof(ElementCollection<>), typeof(MathRenderingExtensions) }, type =>
            Assert.Equal(Real.Members(ApiFormatter.FullName(type)).Order(), ApiFormatter.Members(type).Order()));
    }

    private static IEnumerable<Type> Types() => typeof(PlotModel).Assembly.GetTypes().Where(IsSeen);

    private static bool IsSeen(Type t) => t.IsPublic || ((t.IsNestedPublic || t.IsNestedFamily) && IsSeen(t.DeclaringType!));

    private static string[] SplitBases(string bases)
    {
        var depth = 0;
        var marked = string.Concat(bases.Select(c =>
        {
            depth += c == '<' ? 1 : c == '>' ? -1 : 0;
            return c == ',' && depth == 0 ? '\n' : c;
        }));
        return marked.Split('\n', StringSplitOptions.TrimEntries);
    }
}
