using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;

namespace TorchSharp.Interop
{
    /// <summary>One argument of an operator, by value: what the implicit conversions below accept. `default` is the
    /// operator's null (an absent optional); <see cref="Default"/> asks for the schema's default.</summary>
    internal readonly struct Arg
    {
        internal readonly object Object;
        internal readonly long Bits;
        internal readonly Tag Tag;
        internal readonly int Count;

        private Arg(Tag tag, object value, long bits, int count = 0)
        {
            Tag = tag;
            Object = value;
            Bits = bits;
            Count = count;
        }

        public static Arg None => default;
        public static Arg Default => new(Tag.Default, null, 0);

        public static implicit operator Arg(torch.Tensor value) => value is null ? default : new(Tag.Tensor, value, 0);
        public static implicit operator Arg(int value) => new(Tag.Int, null, value);
        public static implicit operator Arg(long value) => new(Tag.Int, null, value);
        public static implicit operator Arg(long? value) => value is { } v ? v : default(Arg);
        public static implicit operator Arg(double value) => new(Tag.Double, null, BitConverter.DoubleToInt64Bits(value));
        public static implicit operator Arg(double? value) => value is { } v ? v : default(Arg);
        public static implicit operator Arg(System.Numerics.Complex value) => new(Tag.Complex, new[] { value.Real, value.Imaginary }, 0, 2);
        public static implicit operator Arg(bool value) => new(Tag.Bool, null, value ? 1 : 0);
        public static implicit operator Arg(bool? value) => value is { } v ? v : default(Arg);
        public static implicit operator Arg(Scalar value) => value is null ? default : value.AsArg();
        public static implicit operator Arg(torch.ScalarType value) => new(Tag.Int, null, (long)value);
        public static implicit operator Arg(torch.ScalarType? value) => value is { } v ? v : default(Arg);
        public static implicit operator Arg(string value) => value is null ? default : new(Tag.String, value, 0);
        public static implicit operator Arg(torch.Device value) =>
            value is null ? default : new(Tag.Device, null, ((long)value.type << 32) | (uint)value.index);
        public static implicit operator Arg(torch.Generator value) => value is null ? default : new(Tag.Generator, value, 0);

        /// <summary>A list of integers (int[] or int[]?).</summary>
        public static implicit operator Arg(long[] value) => value is null ? default : new(Tag.IntList, value, 0, value.Length);
        public static Arg Ints(ReadOnlySpan<long> value) => value.ToArray();
        public static implicit operator Arg(double[] value) => value is null ? default : new(Tag.DoubleList, value, 0, value.Length);
        public static implicit operator Arg(bool[] value) =>
            value is null ? default : new(Tag.BoolList, value.Select(v => v ? 1L : 0L).ToArray(), 0, value.Length);

        /// <summary>A list of tensors (Tensor[], or Tensor?[] with null entries).</summary>
        public static implicit operator Arg(torch.Tensor[] value) => value is null ? default : new(Tag.TensorList, value, 0, value.Length);
        public static Arg Tensors(IEnumerable<torch.Tensor> value) => value as torch.Tensor[] ?? value.ToArray();
        public static Arg Tensors(ReadOnlySpan<torch.Tensor> value) => value.ToArray();

        internal int Extra => Tag switch
        {
            Tag.IntList or Tag.DoubleList or Tag.BoolList or Tag.TensorList or Tag.Complex => Count,
            Tag.String => ((string)Object).Length * 3 / 8 + 1,
            _ => 0,
        };

        /// <summary>Writes this argument for the native side; lists go to `buffer`, of at least <see cref="Extra"/> words.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal unsafe long* Write(Value* target, long* buffer)
        {
            target->Tag = Tag;
            target->Count = Count;
            target->Bits = Bits;
            if (Object is null) return buffer;
            if (Tag == Tag.Tensor)
            {
                target->Bits = Unsafe.As<torch.Tensor>(Object).Handle;
                return buffer;
            }
            return WriteList(target, buffer);
        }

        private unsafe long* WriteList(Value* target, long* buffer)
        {
            target->Pointer = buffer;
            switch (Tag)
            {
                case Tag.Generator:
                    target->Bits = ((torch.Generator)Object).Handle;
                    return buffer;
                case Tag.String:
                    target->Count = System.Text.Encoding.UTF8.GetBytes((string)Object, new Span<byte>(buffer, Extra * 8));
                    break;
                case Tag.DoubleList or Tag.Complex:
                    ((double[])Object).CopyTo(new Span<double>(buffer, Count));
                    break;
                case Tag.TensorList:
                    var tensors = (torch.Tensor[])Object;
                    for (var i = 0; i < tensors.Length; i++) buffer[i] = tensors[i] is null ? 0 : tensors[i].Handle;
                    break;
                default:
                    ((long[])Object).CopyTo(new Span<long>(buffer, Count));
                    break;
            }
            return buffer + Extra;
        }
    }
}
