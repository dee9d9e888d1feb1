using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LearnedOpt.Host.Tests;

/// <summary>
/// A copy of the launcher in a folder of its own, on a machine made of fakes: PATH holds the basic tools and the
/// scripts that a test puts there, nothing else. So every fault line can be seen in a fraction of a second.
/// </summary>
internal sealed partial class Launcher : IDisposable
{
    private const string BasicTools =
        "bash env cat cmp cp cut dirname basename find flock getconf grep head id mkdir mv readlink rm sed sleep tail tee timeout touch tr uname awk chmod";

    private readonly Dictionary<string, string> variables = [];

    public Launcher()
    {
        Root = Directory.CreateTempSubdirectory("launcher-").FullName;
        foreach (var name in (string[])["learnedopt", "Directory.Build.props", "Directory.Packages.props", "global.json"])
            Copy(name);
        foreach (var script in Directory.GetFiles(Path.Combine(RepositoryRoot, "eng"), "*.sh"))
            Copy(Path.Combine("eng", Path.GetFileName(script)));
        Write("compat/TorchSharp.Native/CMakeLists.txt", "");
        Write("src/Some.cs", "");
        Directory.CreateDirectory(Bin);
        foreach (var tool in BasicTools.Split(' '))
            if (Locate(tool) is { } path)
                File.CreateSymbolicLink(Path.Combine(Bin, tool), path);
        variables["PATH"] = Bin;
        variables["HOME"] = Path.Combine(Root, "home");
        variables["CALLS"] = Calls;
        Directory.CreateDirectory(variables["HOME"]);
        Write("calls", "");
    }

    public static string RepositoryRoot { get; } = FindRoot();

    public string Root { get; }

    private string Bin => Path.Combine(Root, "fake-bin");

    private string Calls => Path.Combine(Root, "calls");

    /// <summary>A machine with the SDK and the compilers, whose registry has neither TorchSharp nor OxyPlot.</summary>
    public static Launcher Ready()
    {
        var launcher = new Launcher();
        launcher.FakeDotnet();
        launcher.Fake("cmake", """
            case $1 in --install) mkdir -p artifacts/native.new "$ROOT/artifacts/native.new"; touch "$ROOT/artifacts/native.new/libLearnedOptTorch.so" ;; esac
            """);
        launcher.Fake("g++", "");
        launcher.Fake("make", "");
        launcher.variables["ROOT"] = launcher.Root;
        launcher.variables["LIBTORCH"] = launcher.FakeLibtorch("libtorch");
        return launcher;
    }

    /// <summary>The SDK. REGISTRY is what the registry has: nothing, everything, or it is down.</summary>
    public void FakeDotnet(string version = "10.0.100") => Fake("dotnet", $$"""
        case $1 in
          --version) echo {{version}} ;;
          --list-sdks) echo "{{version}} [/usr/share/dotnet/sdk]" ;;
          restore)
            case ${REGISTRY:-nothing} in
              down) echo "error NU1301: Unable to load the service index"; exit 1 ;;
              nothing) case $2 in */probe/*) echo "error NU1101: Unable to find package"; exit 1 ;; esac ;;
            esac ;;
          build)
            [ -z "${BUILD_FAILS:-}" ] || { echo "Some.cs(1,1): error CS1002: ; expected [/x/a.csproj]"; exit 1; }
            sleep "${BUILD_SECONDS:-0}"
            mkdir -p "$ROOT/artifacts/bin/LearnedOpt.Host/release"
            touch "$ROOT/artifacts/bin/LearnedOpt.Host/release/LearnedOpt.Host.dll" ;;
          test) echo "Passed!  - Failed:     0, Passed:     3, Skipped:     0" ;;
          *) shift; echo "program:$*" ;;
        esac
        """);

    /// <summary>Puts a script on PATH. Every call of it is noted.</summary>
    public void Fake(string name, string script)
    {
        var path = Path.Combine(Bin, name);
        File.WriteAllText(path, $"#!{Path.Combine(Bin, "bash")}\necho \"{name} $*\" >>\"$CALLS\"\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Remove(string tool) => File.Delete(Path.Combine(Bin, tool));

    public void Set(string variable, string value) => variables[variable] = value;

    public string FakeLibtorch(string name)
    {
        Directory.CreateDirectory(Path.Combine(Root, name, "include"));
        Write($"{name}/lib/libtorch_cpu.so", "");
        return Path.Combine(Root, name);
    }

    public void Write(string path, string text)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    public string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public bool Exists(string path) => File.Exists(Path.Combine(Root, path));

    /// <summary>How often a fake was called with arguments that begin like this.</summary>
    public int CallsOf(string beginning) =>
        File.ReadLines(Calls).Count(line => line.StartsWith(beginning, StringComparison.Ordinal));

    public LauncherRun Run(params string[] args) => LauncherRun.Finish(Start(args));

    public Process Start(params string[] args)
    {
        var start = new ProcessStartInfo(Path.Combine(Bin, "bash"), [Path.Combine(Root, "learnedopt"), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Root,
        };
        start.Environment.Clear();
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Waits until a fake was called like this, at most ten seconds.</summary>
    public void WaitForCall(string beginning)
    {
        for (var start = Stopwatch.GetTimestamp(); CallsOf(beginning) == 0; Thread.Sleep(10))
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10), $"'{beginning}' was never called");
    }

    public static void Terminate(Process process) => Assert.Equal(0, Kill(process.Id, 15));

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private void Copy(string path)
    {
        var target = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Path.Combine(RepositoryRoot, path), target);
    }

    private static string? Locate(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(["/usr/bin", "/bin"]).Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LearnedOpt.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("LearnedOpt.sln is not above the test program");
        return folder.FullName;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
