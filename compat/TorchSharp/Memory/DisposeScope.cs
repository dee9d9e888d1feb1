using System;
using System.Collections.Generic;
using System.Linq;

namespace TorchSharp
{
    /// <summary>Disposes, at its own disposal, every tensor made on its thread while it was the innermost scope.</summary>
    public sealed partial class DisposeScope : IDisposable
    {
        private readonly DisposeScopeManager _manager;
        private HashSet<IDisposable> _disposables = new(ReferenceEqualityComparer.Instance);
        internal DisposeScope Outer { get; }

        internal DisposeScope(DisposeScopeManager manager, DisposeScope outer)
        {
            _manager = manager;
            Outer = outer;
        }

        public int DisposablesCount => _disposables.Count;
        public IReadOnlyList<IDisposable> DisposablesView => _disposables.ToList();
        public bool Contains(IDisposable disposable) => _disposables.Contains(disposable);

        internal void Add(IDisposable disposable) => _disposables.Add(disposable);

        public void Attach(IDisposable disposable) => Attach(new[] { disposable });
        public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

        public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
        {
            var list = disposables.ToList();
            foreach (var disposable in list)
            {
                if (disposable is null) continue;
                var owner = Owner(disposable);
                if (owner == this) continue;
                if (owner is null) _manager.StatisticsInstance.Attached(disposable);
                else owner._disposables.Remove(disposable);
                _disposables.Add(disposable);
                SetOwner(disposable, this);
            }
            return list;
        }

        public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);
        public void MoveToOuter(IEnumerable<IDisposable> disposables) => Move(Outer, disposables);
        public void MoveToOther(DisposeScope scope, params IDisposable[] disposables) => Move(scope, disposables);
        public void MoveToOther(DisposeScope scope, IEnumerable<IDisposable> disposables) => Move(scope, disposables);

        public void Detach(params IDisposable[] disposables) => Move(null, disposables);
        public void Detach(IEnumerable<IDisposable> disposables) => Move(null, disposables);

        private void Move(DisposeScope target, IEnumerable<IDisposable> disposables)
        {
            foreach (var disposable in disposables)
            {
                if (disposable is null || !_disposables.Remove(disposable)) continue;
                target?._disposables.Add(disposable);
                SetOwner(disposable, target);
                if (target is null) _manager.StatisticsInstance.Detached(disposable);
            }
        }

        public void DisposeEverything() => DisposeEverythingBut(Enumerable.Empty<IDisposable>());
        public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

        public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
        {
            var old = _disposables;
            var kept = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
            kept.IntersectWith(old);
            _disposables = kept;
            foreach (var disposable in old)
                if (!kept.Contains(disposable)) End(disposable);
        }

        public void Dispose()
        {
            _manager.Close(this);
            foreach (var disposable in _disposables) End(disposable);
            _disposables.Clear();
        }

        private void End(IDisposable disposable)
        {
            SetOwner(disposable, null);
            _manager.StatisticsInstance.DisposedInScope(disposable);
            if (disposable is torch.Tensor tensor) tensor.DisposeByScope();
            else disposable.Dispose();
        }

        /// <summary>Forgets a disposable that has been disposed on its own.</summary>
        public void MarkAsDisposed(IDisposable disposable)
        {
            if (!_disposables.Remove(disposable)) return;
            SetOwner(disposable, null);
            _manager.StatisticsInstance.DisposedInScope(disposable);
        }

        private static DisposeScope Owner(IDisposable disposable) =>
            (disposable as torch.Tensor)?.OwningDisposeScope ?? (disposable as torch.nn.utils.rnn.PackedSequence)?.OwningDisposeScope;

        private static void SetOwner(IDisposable disposable, DisposeScope scope)
        {
            if (disposable is torch.Tensor tensor) tensor.OwningDisposeScope = scope;
            else if (disposable is torch.nn.utils.rnn.PackedSequence packed) packed.OwningDisposeScope = scope;
        }
    }
}
