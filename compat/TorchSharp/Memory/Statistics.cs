using System;

namespace TorchSharp
{
    /// <summary>How many objects of one kind a thread made, moved between scopes and disposed.</summary>
    public class LifetimeStatistics
    {
        public long CreatedOutsideScopeCount { get; internal set; }
        public long CreatedInScopeCount { get; internal set; }
        public long AttachedToScopeCount { get; internal set; }
        public long DetachedFromScopeCount { get; internal set; }
        public long DisposedInScopeCount { get; internal set; }
        public long DisposedOutsideScopeCount { get; internal set; }

        public long ThreadTotalLiveCount =>
            CreatedOutsideScopeCount + CreatedInScopeCount - DisposedInScopeCount - DisposedOutsideScopeCount;

        public void Reset() => CreatedOutsideScopeCount = CreatedInScopeCount = AttachedToScopeCount =
            DetachedFromScopeCount = DisposedInScopeCount = DisposedOutsideScopeCount = 0;

        public override string ToString() =>
            $"created in scope {CreatedInScopeCount}, outside {CreatedOutsideScopeCount}; attached {AttachedToScopeCount}, " +
            $"detached {DetachedFromScopeCount}; disposed in scope {DisposedInScopeCount}, outside {DisposedOutsideScopeCount}; live {ThreadTotalLiveCount}";
    }

    /// <summary>The dispose scope statistics of one thread.</summary>
    public class ThreadDisposeScopeStatistics
    {
        public LifetimeStatistics TensorStatistics { get; } = new();
        public LifetimeStatistics PackedSequenceStatistics { get; } = new();

        public long CreatedOutsideScopeCount => TensorStatistics.CreatedOutsideScopeCount + PackedSequenceStatistics.CreatedOutsideScopeCount;
        public long CreatedInScopeCount => TensorStatistics.CreatedInScopeCount + PackedSequenceStatistics.CreatedInScopeCount;
        public long AttachedToScopeCount => TensorStatistics.AttachedToScopeCount + PackedSequenceStatistics.AttachedToScopeCount;
        public long DetachedFromScopeCount => TensorStatistics.DetachedFromScopeCount + PackedSequenceStatistics.DetachedFromScopeCount;
        public long DisposedInScopeCount => TensorStatistics.DisposedInScopeCount + PackedSequenceStatistics.DisposedInScopeCount;
        public long DisposedOutsideScopeCount => TensorStatistics.DisposedOutsideScopeCount + PackedSequenceStatistics.DisposedOutsideScopeCount;
        public long ThreadTotalLiveCount => TensorStatistics.ThreadTotalLiveCount + PackedSequenceStatistics.ThreadTotalLiveCount;

        public void Reset()
        {
            TensorStatistics.Reset();
            PackedSequenceStatistics.Reset();
        }

        public override string ToString() => $"tensors: {TensorStatistics}; packed sequences: {PackedSequenceStatistics}";

        private LifetimeStatistics Of(IDisposable disposable) => disposable is torch.Tensor ? TensorStatistics : PackedSequenceStatistics;

        internal void Created(IDisposable disposable, bool inScope)
        {
            var s = Of(disposable);
            if (inScope) s.CreatedInScopeCount++;
            else s.CreatedOutsideScopeCount++;
        }

        internal void Attached(IDisposable disposable) => Of(disposable).AttachedToScopeCount++;
        internal void Detached(IDisposable disposable) => Of(disposable).DetachedFromScopeCount++;
        internal void DisposedInScope(IDisposable disposable) => Of(disposable).DisposedInScopeCount++;
        internal void DisposedOutsideScope(IDisposable disposable) => Of(disposable).DisposedOutsideScopeCount++;
    }
}
