using System;
using TorchSharp.Interop;

namespace TorchSharp
{
    public static partial class torch
    {
        /// <summary>A stream of random numbers on one device.</summary>
        public class Generator : IDisposable
        {
            private IntPtr _handle;

            public Generator(ulong seed = 0, Device device = null)
            {
                this.device = device ?? CPU;
                _handle = Native.Check(Native.lo_generator_create((long)seed, (int)this.device.type, this.device.index));
            }

            private Generator(IntPtr handle)
            {
                device = CPU;
                _handle = handle;
            }

            public static Generator Default { get; } = new(Native.Check(Native.lo_generator_default()));
            public Device device { get; }
            public IntPtr Handle => _handle != IntPtr.Zero ? _handle : throw new InvalidOperationException("Generator invalid -- empty handle.");

            public Generator manual_seed(long seed)
            {
                Native.Check(Native.lo_generator_seed(Handle, seed));
                GC.KeepAlive(this);
                return this;
            }

            /// <summary>Seeds from the operating system's randomness; returns the seed.</summary>
            public long seed()
            {
                var value = System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue) * 0x1_0000L ^ Environment.TickCount64;
                manual_seed(value);
                return value;
            }


            public long initial_seed()
            {
                var result = Native.lo_generator_initial_seed(Handle);
                GC.KeepAlive(this);
                return result;
            }

            public Tensor get_state()
            {
                var result = Tensor.Adopt(Native.Check(Native.lo_generator_get_state(Handle)));
                GC.KeepAlive(this);
                return result;
            }

            public void set_state(Tensor value)
            {
                Native.Check(Native.lo_generator_set_state(Handle, value.Handle));
                GC.KeepAlive(value);
                GC.KeepAlive(this);
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (_handle != IntPtr.Zero) Native.lo_generator_dispose(_handle);
                _handle = IntPtr.Zero;
            }

            ~Generator() => Dispose(false);
        }

        /// <summary>Seeds the default generators of all devices.</summary>
        public static Generator manual_seed(long seed)
        {
            Native.Check(Native.lo_manual_seed(seed));
            return Generator.Default;
        }
    }
}
