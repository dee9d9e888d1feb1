using System;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>One entry between the brackets of `t[...]`: a number, a slice, a mask or index tensor, a new axis, an ellipsis.</summary>
    public struct TensorIndex
    {
        internal enum Kind : byte { None, Ellipsis, Single, Slice, Bool, Tensor }

        internal Kind Type;
        internal long? Start, Stop, Step;
        internal Tensor Indices;

        /// <summary>The whole axis; a new axis (twice); as many whole axes as are left.</summary>
        public static TensorIndex Colon = Slice();
        public static TensorIndex None = default;
        public static TensorIndex Null = default;
        public static TensorIndex Ellipsis = new() { Type = Kind.Ellipsis };

        public static TensorIndex Bool(bool value) => new() { Type = Kind.Bool, Start = value ? 1 : 0 };
        public static TensorIndex Single(long? index) => index is null ? default : new() { Type = Kind.Single, Start = index };
        public static TensorIndex Tensor(Tensor tensor) => new() { Type = Kind.Tensor, Indices = tensor };
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new() { Type = Kind.Slice, Start = start, Stop = stop, Step = step };
        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        public static TensorIndex Slice(Range range) => Slice(
            range.Start.IsFromEnd && range.Start.Value == 0 ? long.MaxValue : Position(range.Start),
            range.End.IsFromEnd && range.End.Value == 0 ? null : Position(range.End));

        private static long Position(Index index) => index.IsFromEnd ? -index.Value : index.Value;

        public static implicit operator TensorIndex(long value) => Single(value);
        public static implicit operator TensorIndex(Index index) => Single(Position(index));
        public static implicit operator TensorIndex(Range range) => Slice(range);
        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);
        public static implicit operator Tensor(TensorIndex value) => value.Indices;
    }
}
