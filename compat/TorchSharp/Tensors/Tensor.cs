using System;
using System.Runtime.CompilerServices;
using System.Threading;
using TorchSharp.Interop;

namespace TorchSharp
{
    public static partial class torch
    {
        /// <summary>A handle on a libtorch tensor. Disposed by its owner, by its dispose scope, or at last by the finalizer.</summary>
        public partial class Tensor : IDisposable
        {
            private IntPtr _handle;
            private static long s_total, s_peak;
            internal DisposeScope OwningDisposeScope { get; set; }

            internal Tensor(IntPtr handle)
            {
                _handle = handle;
                CountUp();
                OwningDisposeScope = DisposeScopeManager.Register(this);
            }

            /// <summary>Takes over what `other` holds, its dispose scope too; `other` is invalid afterwards.</summary>
            internal Tensor(Tensor other)
            {
                _handle = other.Handle;
                var scope = other.OwningDisposeScope;
                if (scope is not null)
                {
                    scope.MoveToOther(null, other);
                    scope.Attach(this);
                }
                other._handle = IntPtr.Zero;
                GC.SuppressFinalize(other);
            }

            internal static Tensor Adopt(IntPtr handle) => new(handle);
            internal static Tensor AdoptOrNull(IntPtr handle) => handle == IntPtr.Zero ? null : new(handle);

            public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

            /// <summary>Tensors alive in the process, and the most there ever were.</summary>
            public static long TotalCount => Interlocked.Read(ref s_total);
            public static long PeakCount => Interlocked.Read(ref s_peak);

            private static void CountUp()
            {
                var total = Interlocked.Increment(ref s_total);
                for (var peak = Volatile.Read(ref s_peak); total > peak; peak = Volatile.Read(ref s_peak))
                    if (Interlocked.CompareExchange(ref s_peak, total, peak) == peak) break;
            }

            public IntPtr Handle
            {
                [MethodImpl(MethodImplOptions.AggressiveInlining)]
                get => _handle != IntPtr.Zero ? _handle : throw Invalid();
            }

            private static InvalidOperationException Invalid() => new("Tensor invalid -- empty handle.");

            public bool IsInvalid => _handle == IntPtr.Zero;

            /// <summary>Gives the native tensor away: the caller must dispose it.</summary>
            public IntPtr DecoupleFromNativeHandle()
            {
                GC.SuppressFinalize(this);
                var handle = Interlocked.Exchange(ref _handle, IntPtr.Zero);
                if (handle != IntPtr.Zero) Interlocked.Decrement(ref s_total);
                return handle;
            }

            ~Tensor() => Dispose(false);

            public void Dispose()
            {
                if (_handle != IntPtr.Zero)
                {
                    if (OwningDisposeScope is { } scope) scope.MarkAsDisposed(this);
                    else DisposeScopeManager.Statistics.DisposedOutsideScope(this);
                }
                DisposeByScope();
            }

            internal void DisposeByScope()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                var handle = Interlocked.Exchange(ref _handle, IntPtr.Zero);
                if (handle == IntPtr.Zero) return;
                Interlocked.Decrement(ref s_total);
                Native.lo_dispose(handle);
            }

            public Tensor MoveToOuterDisposeScope()
            {
                OwningDisposeScope?.MoveToOuter(this);
                return this;
            }

            public Tensor MoveToOtherDisposeScope(DisposeScope other)
            {
                if (OwningDisposeScope is { } scope) scope.MoveToOther(other, this);
                else other?.Attach(this);
                return this;
            }

            public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

            public Tensor DetachFromDisposeScope()
            {
                OwningDisposeScope?.Detach(this);
                return this;
            }
        }
    }
}
