using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Memory;

public sealed class ScopeTests
{
    [Fact]
    public void AScopeEndsWhatWasMadeInIt()
    {
        Tensor inside, detached, moved;
        using (var outer = NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
            {
                Assert.Same(inner, CurrentDisposeScope);
                inside = ones(1);
                detached = ones(1).DetachFromDisposeScope();
                moved = ones(1).MoveToOuterDisposeScope();
                Assert.Equal(1, inner.DisposablesCount);
                Assert.True(inner.Contains(inside));
                Assert.True(outer.Contains(moved));
            }
            Assert.Same(outer, CurrentDisposeScope);
            Assert.True(inside.IsInvalid);
            Assert.False(moved.IsInvalid);
        }
        Assert.True(moved.IsInvalid);
        Assert.False(detached.IsInvalid);
        detached.Dispose();
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void TensorsMoveBetweenScopes()
    {
        using var first = NewDisposeScope();
        var a = ones(1);
        using var second = NewDisposeScope();
        var (b, c) = (ones(1), ones(1));
        b.MoveToOtherDisposeScope(a);
        Assert.True(first.Contains(b));
        second.MoveToOther(first, c);
        Assert.Equal(0, second.DisposablesCount);
        second.Attach(a);
        Assert.False(first.Contains(a));
        first.Detach(b);
        second.Dispose();
        Assert.True(a.IsInvalid);
        first.Dispose();
        Assert.True(c.IsInvalid);
        Assert.False(b.IsInvalid);
        b.Dispose();
    }

    [Fact]
    public void EverythingBut()
    {
        using var scope = NewDisposeScope();
        var (a, b, c) = (ones(1), ones(1), ones(1));
        Assert.Equal((a, b), scope.DisposeEverythingBut(a, b));
        Assert.False(a.IsInvalid || b.IsInvalid);
        Assert.True(c.IsInvalid);
        Assert.Equal(2, scope.DisposablesCount);
        scope.DisposeEverything();
        Assert.True(a.IsInvalid);
    }

    [Fact]
    public void AScopeThatEndsFirstTakesThoseInsideWithIt()
    {
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        var t = ones(1);
        outer.Dispose();
        Assert.Null(CurrentDisposeScope);
        inner.Dispose();
        Assert.True(t.IsInvalid);
    }

    [Fact]
    public void Statistics()
    {
        var thread = new Thread(() =>
        {
            var statistics = DisposeScopeManager.Statistics.TensorStatistics;
            statistics.Reset();
            using (NewDisposeScope())
            {
                var kept = ones(1).DetachFromDisposeScope();
                ones(1).Dispose();
                _ = ones(1);
                kept.Dispose();
            }
            using (ones(1)) { }
            Assert.Equal(3, statistics.CreatedInScopeCount);
            Assert.Equal(1, statistics.CreatedOutsideScopeCount);
            Assert.Equal(1, statistics.DetachedFromScopeCount);
            Assert.Equal(2, statistics.DisposedInScopeCount);
            Assert.Equal(2, statistics.DisposedOutsideScopeCount);
            Assert.Equal(0, statistics.ThreadTotalLiveCount);
        });
        thread.Start();
        thread.Join();
    }

    [Fact]
    public void WrappedExpressions()
    {
        Tensor inner = null;
        using var result = WrappedTensorDisposeScope(() =>
        {
            inner = ones(2);
            return inner + 1;
        });
        Assert.True(inner.IsInvalid);
        Assert.Equal(4f, result.sum().item<float>());
    }
}
