using System;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static partial class utils
            {
                public static partial class rnn
                {
                    /// <summary>
                    /// Sequences of different lengths, longest first, as one tensor [all steps, features] with the number of sequences at
                    /// each step. Owns its tensors: they live until it is disposed, on its own or by its dispose scope.
                    /// </summary>
                    public sealed class PackedSequence : IDisposable
                    {
                        public readonly Tensor data;
                        public readonly Tensor batch_sizes;
                        public readonly Tensor sorted_indices;
                        public readonly Tensor unsorted_indices;
                        private bool _disposed;
                        internal DisposeScope OwningDisposeScope { get; set; }

                        internal PackedSequence(Tensor data, Tensor batchSizes, Tensor sortedIndices, Tensor unsortedIndices)
                        {
                            this.data = data.DetachFromDisposeScope();
                            batch_sizes = batchSizes.DetachFromDisposeScope();
                            sorted_indices = sortedIndices?.DetachFromDisposeScope();
                            unsorted_indices = unsortedIndices?.DetachFromDisposeScope();
                            OwningDisposeScope = DisposeScopeManager.Register(this);
                        }

                        internal long LargestBatch => batch_sizes[0].ToInt64();

                        /// <summary>The same sequences with other features.</summary>
                        internal PackedSequence With(Tensor features) =>
                            new(features, batch_sizes.alias(), sorted_indices?.alias(), unsorted_indices?.alias());

                        /// <summary>A state [layers, batch, hidden] in the order of the packed sequences, and back. Both end their argument.</summary>
                        internal Tensor Sorted(Tensor state) => Reordered(state, sorted_indices);
                        internal Tensor Unsorted(Tensor state) => Reordered(state, unsorted_indices);

                        private static Tensor Reordered(Tensor state, Tensor order)
                        {
                            if (order is null) return state;
                            using (state) return state.index_select(1, order);
                        }

                        public void Dispose()
                        {
                            if (_disposed) return;
                            _disposed = true;
                            if (OwningDisposeScope is { } scope) scope.MarkAsDisposed(this);
                            data.Dispose();
                            batch_sizes.Dispose();
                            sorted_indices?.Dispose();
                            unsorted_indices?.Dispose();
                        }

                        public PackedSequence MoveToOuterDisposeScope()
                        {
                            OwningDisposeScope?.MoveToOuter(this);
                            return this;
                        }

                        public PackedSequence DetachFromDisposeScope()
                        {
                            OwningDisposeScope?.Detach(this);
                            return this;
                        }

                        public PackedSequence MoveToOtherDisposeScope(DisposeScope other)
                        {
                            if (OwningDisposeScope is { } scope) scope.MoveToOther(other, this);
                            else other?.Attach(this);
                            return this;
                        }

                        public PackedSequence MoveToOtherDisposeScope(PackedSequence other) => MoveToOtherDisposeScope(other.OwningDisposeScope);
                    }
                }
            }
        }
    }
}
