using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LearnedOpt.Package.Tests;

/// <summary>The package as a user meets it: packed, put in a feed, restored, built against and run, all outside the repository.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("package-").FullName;

    private string Feed => Path.Combine(_folder, "feed");

    [Fact]
    public void AProgramThatHasOnlyThePackageTrainsWithIt()
    {
        Pack("src/LearnedOpt");
        Inspect(Directory.GetFiles(Feed, "LearnedOpt.*.nupkg").Single());
        Assert.Single(Directory.GetFiles(Feed, "LearnedOpt.*.snupkg"));

        // Where the registry lacks TorchSharp, its stand-in is what the package resolves to.
        var choice = Path.Combine(Root, ".learnedopt", "backend.props");
        var isStandIn = File.Exists(choice) && File.ReadAllText(choice).Contains("<TorchBackend>system", StringComparison.Ordinal);
        if (isStandIn) Pack("compat/TorchSharp", "-p:IsPackable=true");
        WriteConsumer(isStandIn);
        var consumer = Path.Combine(_folder, "consumer");
        Run(consumer, "build", "-c", "Release", "-v", "quiet", "-o", "out");
        var output = Run(consumer, Path.Combine("out", "Consumer.dll"));

        string[] shipped = Directory.Exists(Path.Combine(Root, "pretrained"))
            ? [.. Directory.GetFiles(Path.Combine(Root, "pretrained"), "*.safetensors").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)]
            : [];
        Assert.Contains("names: " + string.Join(' ', shipped), output, StringComparison.Ordinal);
        Assert.Matches(@"own: \d\.\d+ \d\.\d+ lower", output);
        Assert.DoesNotContain("NOT LOWER", output, StringComparison.Ordinal);
        Assert.Contains("no pretrained weights are called 'no-such-name'", output, StringComparison.Ordinal);
        Assert.All(shipped, name => Assert.Contains(name, output[output.IndexOf("no-such-name", StringComparison.Ordinal)..], StringComparison.Ordinal));
    }

    private static void Inspect(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        var names = archive.Entries.Select(entry => entry.FullName).ToList();
        foreach (var name in new[] { "lib/net10.0/LearnedOpt.dll", "lib/net10.0/LearnedOpt.xml", "README.md", "LICENSE" }) Assert.Contains(name, names);
        Assert.DoesNotContain(names, name => name.EndsWith(".so", StringComparison.Ordinal) || name.Contains("TorchSharp", StringComparison.Ordinal));
        using var nuspec = archive.Entries.Single(entry => entry.FullName == "LearnedOpt.nuspec").Open();
        var metadata = XDocument.Load(nuspec).Root!.Elements().Single();
        Assert.Equal("MIT", metadata.Elements().Single(element => element.Name.LocalName == "license").Value);
        Assert.Equal("README.md", metadata.Elements().Single(element => element.Name.LocalName == "readme").Value);
        var dependency = metadata.Descendants().Single(element => element.Name.LocalName == "dependency");
        Assert.Equal(("TorchSharp", "0.106.0"), (dependency.Attribute("id")!.Value, dependency.Attribute("version")!.Value));
    }

    private void WriteConsumer(bool isStandIn)
    {
        var consumer = Directory.CreateDirectory(Path.Combine(_folder, "consumer")).FullName;
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Consumer", "Program.cs"), Path.Combine(consumer, "Program.cs"));
        // Packages of this test must not stay in the user's cache: their versions are those of real ones.
        File.WriteAllText(Path.Combine(consumer, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_folder, "packages")}" /></config>
              <packageSources>{(isStandIn ? "<clear />" : "")}<add key="local" value="{Feed}" /></packageSources>
            </configuration>
            """);
        File.WriteAllText(Path.Combine(consumer, "Consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <UseAppHost>false</UseAppHost>
                <InvariantGlobalization>true</InvariantGlobalization>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="LearnedOpt" Version="{Version}" />
                {(isStandIn ? "" : "<PackageReference Include=\"TorchSharp-cpu\" Version=\"0.106.0\" />")}
              </ItemGroup>
            </Project>
            """);
    }

    // What the tests were built from is packed: nothing is compiled again.
    private void Pack(string project, params string[] more) => Run(Root, ["pack", project, "-c", "Release", "--no-build", "--nologo", "-v", "quiet", "-o", Feed, .. more]);

    private static string Run(string folder, params string[] arguments)
    {
        var dotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        var start = new ProcessStartInfo(dotnet, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // The test runner's own settings are not the user's.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["LEARNEDOPT_NATIVE"] = Path.Combine(Root, "artifacts", "native"); // the stand-in's; TorchSharp itself does not read it
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: exit code {process.ExitCode}\n{output}\n{error.Result}");
        return output;
    }

    private static string Root { get; } = FindRoot();

    private static string Version { get; } = Regex.Match(File.ReadAllText(Path.Combine(Root, "Directory.Build.props")), "<Version>(.*)</Version>").Groups[1].Value;

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LearnedOpt.sln"))) return folder.FullName;
        throw new InvalidOperationException("the tests must run inside the repository");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
