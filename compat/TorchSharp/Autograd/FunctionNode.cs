using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using TorchSharp.Interop;
using static TorchSharp.torch;
using AutogradContext = TorchSharp.torch.autograd.AutogradContext;

namespace TorchSharp;

/// <summary>One call of a custom function: what libtorch calls back, and what its node in the graph keeps alive.</summary>
internal sealed unsafe class FunctionNode(
    string name,
    object[] arguments,
    Func<AutogradContext, object[], List<Tensor>> forward,
    Func<AutogradContext, List<Tensor>, List<Tensor>> backward)
{
    private const int MostResults = 64;
    [ThreadStatic] private static IntPtr t_message;

    private readonly AutogradContext _context = new();
    private readonly bool[] _isTensor = arguments.Select(argument => IsThere(argument as Tensor)).ToArray();
    private object[] _arguments = arguments;
    private Exception _fault;

    private static bool IsThere(Tensor tensor) => tensor is { IsInvalid: false };

    internal List<Tensor> Apply()
    {
        var inputs = _arguments.OfType<Tensor>().Where(IsThere).ToArray();
        var handles = inputs.Select(tensor => tensor.Handle).ToArray();
        var results = stackalloc IntPtr[MostResults];
        int count;
        // The native side owns this from here on, also when it fails.
        var self = GCHandle.ToIntPtr(GCHandle.Alloc(this));
        fixed (IntPtr* first = handles)
            count = Native.lo_function_apply(self, &OnForward, &OnBackward, &OnRelease, first, handles.Length, results, MostResults);
        GC.KeepAlive(inputs);
        _arguments = null;
        if (count < 0)
        {
            if (_fault is { } fault) ExceptionDispatchInfo.Throw(fault);
            throw Native.Fault();
        }
        var outputs = new List<Tensor>(count);
        for (var i = 0; i < count; i++) outputs.Add(Tensor.AdoptOrNull(results[i]));
        return outputs;
    }

    private void RunForward(IntPtr handed)
    {
        var outputs = forward(_context, _arguments);
        Hand(handed, 0, outputs);
        _context.HandOver(handed);
    }

    private void RunBackward(IntPtr native, ReadOnlySpan<IntPtr> handles, IntPtr handed)
    {
        var gradients = new List<Tensor>();
        foreach (var handle in handles) gradients.Add(Tensor.AdoptOrNull(handle));
        List<Tensor> found;
        lock (_context) found = _context.During(native, () => backward(_context, gradients));
        var wanted = _isTensor.Length;
        if (found.Count < wanted || found.Skip(wanted).Any(IsThere))
            throw new InvalidOperationException($"Function {name} returned an incorrect number of gradients: expected {wanted}, one for each argument of apply, got {found.Count}.");
        for (var i = 0; i < wanted; i++)
            if (!_isTensor[i] && IsThere(found[i]))
                throw new InvalidOperationException($"Function {name} returned a gradient for argument {i + 1}, which was not a tensor: return null there.");
        Hand(handed, 0, Enumerable.Range(0, wanted).Where(i => _isTensor[i]).Select(i => found[i]));
    }

    internal static void Hand(IntPtr handed, int kind, IEnumerable<Tensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            Native.lo_function_hand(handed, kind, IsThere(tensor) ? tensor.Handle : IntPtr.Zero);
            GC.KeepAlive(tensor);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnForward(IntPtr self, IntPtr handed, byte** error)
    {
        var node = (FunctionNode)GCHandle.FromIntPtr(self).Target;
        try
        {
            node.RunForward(handed);
            return 0;
        }
        catch (Exception e)
        {
            node._fault = e;
            return Failed(e, error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnBackward(IntPtr self, IntPtr native, IntPtr* gradients, int count, IntPtr handed, byte** error)
    {
        try
        {
            ((FunctionNode)GCHandle.FromIntPtr(self).Target).RunBackward(native, new ReadOnlySpan<IntPtr>(gradients, count), handed);
            return 0;
        }
        catch (Exception e)
        {
            return Failed(e, error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnRelease(IntPtr self) => GCHandle.FromIntPtr(self).Free();

    private static int Failed(Exception e, byte** error)
    {
        Marshal.FreeCoTaskMem(t_message);
        t_message = Marshal.StringToCoTaskMemUTF8(e.Message);
        *error = (byte*)t_message;
        return -1;
    }
}
