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

        public torch.ScalarType Type { get; }
        internal Interop.Arg AsArg() => _arg;
        public void Dispose() { }

        public static implicit operator Scalar(byte value) => new(value, torch.ScalarType.Byte, (long)value);
        public static implicit operator Scalar(sbyte value) => new(value, torch.ScalarType.Int8, (long)value);
        public static implicit operator Scalar(short value) => new(value, torch.ScalarType.Int16, (long)value);
        public static implicit operator Scalar(int value) => new(value, torch.ScalarType.Int32, (long)value);
        public static implicit operator Scalar(long value) => new(value, torch.ScalarType.Int64, value);
        public static implicit operator Scalar(Half value) => new(value, torch.ScalarType.Float16, (double)value);
        public static implicit operator Scalar(float value) => new(value, torch.ScalarType.Float32, (double)value);
        public static implicit operator Scalar(double value) => new(value, torch.ScalarType.Float64, value);
        public static implicit operator Scalar(bool value) => new(value, torch.ScalarType.Bool, value);
        public static implicit operator Scalar(Complex value) => new(value, torch.ScalarType.ComplexFloat64, value);
        public static implicit operator Scalar((float, float) value) =>
            new(new Complex(value.Item1, value.Item2), torch.ScalarType.ComplexFloat32, new Complex(value.Item1, value.Item2));
    }
}
