using System;
using System.Numerics;

namespace TorchSharp
{
    /// <summary>A number passed to an operator. Holds no native memory here, unlike the reference; disposing does nothing.</summary>
    public sealed class Scalar : IDisposable
    {
        private readonly Interop.Arg _arg;
        internal readonly object Value;

        internal Scalar(object value, torch.ScalarType type, Interop.Arg arg)
        {
            Value = value;
            Type = type;
            _arg = arg;
        }

        /// <summary>Bool, Int64, Float64 or complex: numbers lose their width here, so that they don't widen the tensors they meet.</summary>
        public torch.ScalarType Type { get; }
        internal Interop.Arg AsArg() => _arg;
        public void Dispose() { }

        public static implicit operator Scalar(byte value) => new(value, torch.ScalarType.Int64, (long)value);
        public static implicit operator Scalar(sbyte value) => new(value, torch.ScalarType.Int64, (long)value);
        public static implicit operator Scalar(short value) => new(value, torch.ScalarType.Int64, (long)value);
        public static implicit operator Scalar(int value) => new(value, torch.ScalarType.Int64, (long)value);
        public static implicit operator Scalar(long value) => new(value, torch.ScalarType.Int64, value);
        public static implicit operator Scalar(Half value) => new(value, torch.ScalarType.Float64, (double)value);
        public static implicit operator Scalar(float value) => new(value, torch.ScalarType.Float64, (double)value);
        public static implicit operator Scalar(double value) => new(value, torch.ScalarType.Float64, value);
        public static implicit operator Scalar(bool value) => new(value, torch.ScalarType.Bool, value);
        public static implicit operator Scalar(Complex value) => new(value, torch.ScalarType.ComplexFloat64, value);
        public static implicit operator Scalar((float, float) value) =>
            new(new Complex(value.Item1, value.Item2), torch.ScalarType.ComplexFloat64, new Complex(value.Item1, value.Item2));
    }
}
