using System;
using System.Runtime.CompilerServices;
using System.Text;

namespace TorchSharp.Interop
{
    /// <summary>
    /// A libtorch operator, found by name at its first call. `new Op("add", "Tensor")` is `aten::add.Tensor`.
    /// Arguments follow the operator's schema in order; trailing ones may be left to the schema's defaults.
    /// The tensors of results belong to the caller (and to the innermost dispose scope).
    /// </summary>
    internal sealed unsafe class Op(string name, string overload = "")
    {
        private IntPtr _handle;

        /// <summary>Runs the operator for its single tensor.</summary>
        public torch.Tensor Call(params ReadOnlySpan<Arg> args)
        {
            Value result;
            Run(args, &result, 1);
            return torch.Tensor.Adopt((IntPtr)result.Bits);
        }

        /// <summary>Runs an in-place operator and returns its first argument, as TorchSharp 0.106 does.</summary>
        public torch.Tensor InPlace(params ReadOnlySpan<Arg> args)
        {
            Run(args, null, 0);
            return (torch.Tensor)args[0].Object;
        }

        /// <summary>Runs an `out` operator, whose last argument is where the result goes; returns that.</summary>
        public torch.Tensor Into(torch.Tensor destination, params ReadOnlySpan<Arg> args)
        {
            Run([.. args, destination], null, 0);
            return destination;
        }

        /// <summary>Runs the operator and drops what it returns.</summary>
        public void Do(params ReadOnlySpan<Arg> args) => Run(args, null, 0);

        public (torch.Tensor, torch.Tensor) Call2(params ReadOnlySpan<Arg> args)
        {
            var r = stackalloc Value[2];
            Run(args, r, 2);
            return (torch.Tensor.AdoptOrNull((IntPtr)r[0].Bits), torch.Tensor.AdoptOrNull((IntPtr)r[1].Bits));
        }

        public (torch.Tensor, torch.Tensor, torch.Tensor) Call3(params ReadOnlySpan<Arg> args)
        {
            var r = stackalloc Value[3];
            Run(args, r, 3);
            return (torch.Tensor.AdoptOrNull((IntPtr)r[0].Bits), torch.Tensor.AdoptOrNull((IntPtr)r[1].Bits), torch.Tensor.AdoptOrNull((IntPtr)r[2].Bits));
        }

        public (torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor) Call4(params ReadOnlySpan<Arg> args)
        {
            var r = stackalloc Value[4];
            Run(args, r, 4);
            return (torch.Tensor.AdoptOrNull((IntPtr)r[0].Bits), torch.Tensor.AdoptOrNull((IntPtr)r[1].Bits), torch.Tensor.AdoptOrNull((IntPtr)r[2].Bits), torch.Tensor.AdoptOrNull((IntPtr)r[3].Bits));
        }

        /// <summary>Runs an operator whose result is a list of tensors.</summary>
        public torch.Tensor[] CallList(params ReadOnlySpan<Arg> args)
        {
            Value result;
            Run(args, &result, 1);
            var tensors = new torch.Tensor[result.Count];
            for (var i = 0; i < tensors.Length; i++) tensors[i] = torch.Tensor.Adopt(((IntPtr*)result.Pointer)[i]);
            Native.lo_free(result.Pointer);
            return tensors;
        }

        public bool CallBool(params ReadOnlySpan<Arg> args) => CallValue(args).Bits != 0;
        public long CallLong(params ReadOnlySpan<Arg> args) => CallValue(args).Bits;
        public double CallDouble(params ReadOnlySpan<Arg> args) => CallValue(args).Real;

        private Value CallValue(ReadOnlySpan<Arg> args)
        {
            Value result;
            Run(args, &result, 1);
            return result;
        }

        [SkipLocalsInit]
        private void Run(ReadOnlySpan<Arg> args, Value* results, int capacity)
        {
            var extra = 0;
            foreach (ref readonly var arg in args) extra += arg.Extra;
            const int OnStack = 64;
            var stack = stackalloc long[OnStack];
            fixed (long* heap = extra > OnStack ? new long[extra] : null)
            {
                var buffer = heap is null ? stack : heap;
                var values = stackalloc Value[args.Length];
                for (var i = 0; i < args.Length; i++) buffer = args[i].Write(values + i, buffer);
                var handle = _handle != IntPtr.Zero ? _handle : Find();
                if (Native.lo_call(handle, values, args.Length, results, capacity) < 0) throw Native.Fault();
            }
            // Until here no argument may be finalized, even if the caller no longer uses it.
            foreach (ref readonly var arg in args) GC.KeepAlive(arg.Object);
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private IntPtr Find()
        {
            fixed (byte* n = Encoding.UTF8.GetBytes("aten::" + name + "\0"), o = Encoding.UTF8.GetBytes(overload + "\0"))
                return _handle = Native.Check(Native.lo_find(n, o));
        }
    }
}
