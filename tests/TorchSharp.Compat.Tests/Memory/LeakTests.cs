using System.Diagnostics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Memory;

/// <summary>Tensors and memory that come back.</summary>
[Collection(Alone.Name)]
public sealed class LeakTests
{
    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        return process.WorkingSet64;
    }

    private static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    [Fact]
    public void AHundredThousandOperationsLeaveNothing()
    {
        using var a = rand(64, 64).DetachFromDisposeScope();
        using var w = rand(64, 64).DetachFromDisposeScope().requires_grad_();
        Work(a, w, 200);
        Settle();
        var (tensors, bytes) = (Tensor.TotalCount, Resident());
        Work(a, w, 10_000);
        // Tensors of other tests may still be on their way to the finalizer: less is no fault.
        Assert.InRange(Tensor.TotalCount, 0, tensors);
        Settle();
        // Each round makes eleven tensors of 16 KiB: 1.8 GB in all, if they were kept.
        Assert.InRange(Resident() - bytes, long.MinValue, 32 << 20);
    }

    private static void Work(Tensor a, Tensor w, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            using var scope = NewDisposeScope();
            var hidden = (a.mm(w) / 8).tanh();
            var loss = ((hidden - a).pow(2) * 0.5 + hidden.abs()).mean();
            var gradient = autograd.grad([loss], [w])[0];
            Assert.False(gradient.requires_grad);
        }
    }

    [Fact]
    public void WithoutScopesTheCollectorFrees()
    {
        Settle();
        var before = Tensor.TotalCount;
        Forget();
        Settle();
        Settle();
        Assert.InRange(Tensor.TotalCount, 0, before + 2);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget()
    {
        var a = ones(4);
        for (var i = 0; i < 1000; i++) _ = a + i;
    }

    [Fact]
    public void ThreadsHaveScopesOfTheirOwn()
    {
        Settle();
        var before = Tensor.TotalCount;
        var sums = new double[8];
        var threads = Enumerable.Range(0, sums.Length).Select(t => new Thread(() =>
        {
            using var generator = new Generator((ulong)t);
            for (var i = 0; i < 300; i++)
            {
                using var scope = NewDisposeScope();
                var x = rand(32, 32, generator: generator).requires_grad_();
                var y = (x.mm(x) / 32).sigmoid().sum();
                y.backward();
                sums[t] += x.grad.sum().ToDouble();
                Assert.True(scope.DisposablesCount > 5);
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(sums, sum => Assert.True(double.IsFinite(sum) && sum != 0));
        Settle();
        Assert.InRange(Tensor.TotalCount, 0, before);
    }

    [Fact]
    public void IndexingLeavesNoViews()
    {
        using var t = arange(24).reshape(2, 3, 4);
        using var mask = t > 3;
        using var value = zeros(4, int64);
        var before = Tensor.TotalCount;
        using (t[.., 1, TensorIndex.Bool(true), ..2]) { }
        using (t[mask]) { }
        using (t[0, 1, 2]) { }
        t[0, 1] = value;
        t[.., 1] = value;
        Assert.InRange(Tensor.TotalCount, 0, before);
    }

    [Fact]
    public void PinnedArraysAreReleased()
    {
        var reference = Share();
        Settle();
        Assert.False(reference.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Share()
        {
            var data = new float[100_000];
            using var shared = from_array(data);
            using var view = shared[10..];
            Assert.Equal(0f, view.sum().item<float>());
            return new WeakReference(data);
        }
    }
}
