using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp;

namespace LearnedOpt.Host;

/// <summary>
/// What is behind TorchSharp on this machine: which library was loaded, which BLAS, how fast its matrix product is.
/// Uses only the public API of TorchSharp 0.106.
/// </summary>
internal static class TorchFacts
{
    private const int MatrixSize = 512;

    /// <summary>Findings, and whether libtorch works. Never throws: a library that does not load is a finding.</summary>
    public static (IReadOnlyList<Finding> Findings, bool Works) Collect()
    {
        var findings = new List<Finding>();
        var works = false;
        try
        {
            findings.Add(Managed());
            var gigaflops = MeasureMatrixProduct();
            works = true;
            findings.Add(Library());
            findings.Add(Blas(gigaflops));
            findings.Add(new("torch threads", Threads()));
            findings.Add(new("devices", Devices()));
        }
        catch (Exception fault)
        {
            findings.Add(works
                ? new("torch", "fails: " + Fault.FirstLine(fault.Message), Advice())
                : new("libtorch", "does not load: " + Fault.NativeReason(fault), Advice()));
        }
        return (findings, works);
    }

    private static string Advice() => BuildFacts.TorchBackend == "system"
        ? "run './learnedopt setup'; it installs libtorch and builds the native part (LIBTORCH=/path uses another libtorch)"
        : "run './learnedopt setup'; './learnedopt setup --backend system' uses the operating system's libtorch instead";

    // Methods that name a torch type are compiled only when called, so that a load failure surfaces inside the try.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Finding Managed()
    {
        var assembly = typeof(torch).Assembly;
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? assembly.GetName().Version?.ToString() ?? "unknown";
        return new("TorchSharp", BuildFacts.TorchBackend == "system" ? version + " API, stand-in over the system's libtorch" : version + " package");
    }

    /// <summary>Billions of floating-point operations a second of one [512, 512] product, best of a few.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double MeasureMatrixProduct()
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var a = torch.rand(MatrixSize, MatrixSize); // [512, 512]
        var best = double.MaxValue;
        for (var repeat = 0; repeat < 5; repeat++)
        {
            var start = Stopwatch.GetTimestamp();
            using var product = a.mm(a); // [512, 512]
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return 2.0 * MatrixSize * MatrixSize * MatrixSize / best / 1e9;
    }

    private static Finding Library()
    {
        var path = NativeModules.Find("libtorch_cpu", "torch_cpu");
        return path is null
            ? new("libtorch", "loaded, file not found among the process's modules")
            : new("libtorch", $"{NativeModules.VersionOf(path) ?? "version unknown"}, {path}");
    }

    private static Finding Blas(double gigaflops)
    {
        var path = NativeModules.Find("openblas", "libmkl", "mkl_rt", "libblas", "libcblas", "blis");
        var name = path is null ? "inside libtorch"
            : path.Contains("openblas", StringComparison.OrdinalIgnoreCase) ? "OpenBLAS"
            : path.Contains("mkl", StringComparison.OrdinalIgnoreCase) ? "MKL"
            : path.Contains("blis", StringComparison.OrdinalIgnoreCase) ? "BLIS" : "reference BLAS";
        var speed = gigaflops.ToString("0", CultureInfo.InvariantCulture);
        return new("BLAS", $"{name}, {speed} GFLOP/s on a {MatrixSize} x {MatrixSize} matrix product",
            name == "reference BLAS" ? "slow: install OpenBLAS (Debian: apt-get install libopenblas0-pthread)" : null);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Threads() => $"{torch.get_num_threads()} inside one operation";

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Devices() =>
        torch.cuda.is_available() ? $"cpu, {torch.cuda.device_count()} x cuda" : "cpu (no CUDA device, or a build without CUDA)";
}
