using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LearnedOpt.Benchmarks.Torch;

/// <summary>One operation of the tensor library.</summary>
/// <param name="Name">What ran.</param>
/// <param name="Microseconds">Best time of one run.</param>
/// <param name="Median">Median over rounds of the time of one run.</param>
/// <param name="Reference">What the TorchSharp package 0.106 over libtorch 1.13 took on the machine the targets come from; 0: not measured there.</param>
public sealed record TorchRow(string Name, double Microseconds, double Median, double Reference);

/// <summary>What the tensor library itself costs, in the sizes that inner problems have.</summary>
public static class TorchBench
{
    /// <summary>Runs all rows, interleaved, each for about `roundMilliseconds` a round.</summary>
    public static IReadOnlyList<TorchRow> Run(int rounds = 30, double roundMilliseconds = 3, CancellationToken stop = default)
    {
        var threads = get_num_threads();
        set_num_threads(1);
        try
        {
            var cases = Cases().ToArray();
            var times = cases.Select(_ => new List<double>()).ToArray();
            var repeats = cases.Select(c => Repeats(c.Run, roundMilliseconds)).ToArray();
            for (var round = 0; round < rounds; round++)
            {
                stop.ThrowIfCancellationRequested();
                for (var i = 0; i < cases.Length; i++)
                    times[i].Add(Time(cases[i].Run, repeats[i]));
            }

            return cases.Select((c, i) => new TorchRow(c.Name, times[i].Min(), times[i].Order().ElementAt(rounds / 2), c.Reference)).ToArray();
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    /// <summary>Writes the rows as a table.</summary>
    public static void Print(TextWriter output, int rounds = 30, CancellationToken stop = default)
    {
        output.WriteLine($"{"operation",-48}{"best us",10}{"median us",11}{"reference",11}");
        foreach (var row in Run(rounds, stop: stop))
            output.WriteLine(FormattableString.Invariant($"{row.Name,-48}{row.Microseconds,10:F2}{row.Median,11:F2}{(row.Reference > 0 ? row.Reference.ToString("F2") : "-"),11}"));
    }

    private static IEnumerable<(string Name, double Reference, Action Run)> Cases()
    {
        var (a, b, learned) = (rand(4), rand(4), rand(4).requires_grad_());
        yield return ("a + b, 4 floats, disposed", 1.5, () => { using var c = a + b; });
        yield return ("100 times a + b in a scope", 160, InScope(() => _ = a + b));
        yield return ("a + b, requires_grad", 1.95, () => { using var c = learned + b; });
        yield return ("a + 1.0", 3.6, () => { using var c = a + 1.0; });
        yield return ("a.add_(b)", 0.9, () => a.add_(b));
        yield return ("a.tanh()", 0, () => { using var c = a.tanh(); });
        yield return ("a.sum(dim: 0)", 0, () => { using var c = a.sum(dim: 0); });
        yield return ("a[0]", 0.95, () => { using var c = a[0]; });
        yield return ("a.shape", 0.95, () => _ = a.shape);
        yield return ("a.bytes", 0.12, () => _ = a.bytes);
        yield return ("a.numel()", 0.02, () => a.numel());

        var model = Sequential(Linear(64, 32), Tanh(), Linear(32, 10));
        var (images, labels) = (rand(128, 64), randint(10, [128L]));
        var parameters = model.parameters().ToArray();
        var optimizer = optim.Adam(parameters, 1e-3);
        Tensor Loss() => functional.cross_entropy(model.call(images), labels);
        yield return ("MLP 64-32-10, batch 128: forward, no_grad", 47, Scoped(() => { using (no_grad()) Loss(); }));
        yield return ("MLP: zero_grad, forward, backward", 134, Scoped(() =>
        {
            optimizer.zero_grad();
            Loss().backward();
        }));
        yield return ("MLP: forward, autograd.grad", 140, Scoped(() => autograd.grad([Loss()], parameters)));
        yield return ("MLP: zero_grad, forward, backward, Adam.step", 245, Scoped(() =>
        {
            optimizer.zero_grad();
            Loss().backward();
            optimizer.step();
        }));
        var (left, right) = (rand(128, 128), rand(128, 128));
        yield return ("mm 128", 44, () => { using var c = left.mm(right); });
    }

    private static Action InScope(Action one) => () =>
    {
        using var scope = NewDisposeScope();
        for (var i = 0; i < 100; i++) one();
    };

    private static Action Scoped(Action run) => () =>
    {
        using var scope = NewDisposeScope();
        run();
    };

    private static int Repeats(Action run, double milliseconds)
    {
        for (var warm = 0; warm < 300; warm++) run();
        var one = Time(run, 20);
        return (int)Math.Clamp(milliseconds * 1000 / one, 10, 20_000);
    }

    // Microseconds a run.
    private static double Time(Action run, int repeats)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < repeats; i++) run();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / repeats;
    }
}
