using System;
using System.Collections.Generic;
using System.Threading;

namespace TorchSharp
{
    /// <summary>The stack of dispose scopes of one thread. A scope sees only tensors made on its own thread.</summary>
    public class DisposeScopeManager
    {
        [ThreadStatic] private static DisposeScopeManager t_current;

        internal static DisposeScopeManager Current => t_current ??= new DisposeScopeManager();
        internal DisposeScope Innermost;
        internal readonly ThreadDisposeScopeStatistics StatisticsInstance = new();

        /// <summary>The statistics of the calling thread.</summary>
        public static ThreadDisposeScopeStatistics Statistics => Current.StatisticsInstance;

        internal static DisposeScope Register(IDisposable disposable)
        {
            var manager = Current;
            var scope = manager.Innermost;
            manager.StatisticsInstance.Created(disposable, scope is not null);
            scope?.Add(disposable);
            return scope;
        }

        internal DisposeScope Open() => Innermost = new DisposeScope(this, Innermost);

        internal void Close(DisposeScope scope)
        {
            // Scopes closed out of order: everything opened inside the closed one ends with it.
            for (var s = Innermost; s is not null; s = s.Outer)
                if (ReferenceEquals(s, scope)) { Innermost = scope.Outer; return; }
        }
    }

    public static partial class torch
    {
        /// <summary>Opens a scope that disposes every tensor made in it on this thread, unless moved out or detached.</summary>
        public static DisposeScope NewDisposeScope() => DisposeScopeManager.Current.Open();
        public static DisposeScope CurrentDisposeScope => DisposeScopeManager.Current.Innermost;

        public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
        {
            using var scope = NewDisposeScope();
            return expr().MoveToOuterDisposeScope();
        }
    }
}
