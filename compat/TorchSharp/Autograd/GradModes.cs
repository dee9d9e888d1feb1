using System;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    private sealed class GradMode : IDisposable
    {
        private readonly int _before = Native.lo_get_grad_mode();
        internal GradMode(bool enabled) => Native.lo_set_grad_mode(enabled ? 1 : 0);
        public void Dispose() => Native.lo_set_grad_mode(_before);
    }

    private sealed class InferenceMode(bool enabled) : IDisposable
    {
        private IntPtr _guard = Native.lo_inference_enter(enabled ? 1 : 0);

        public void Dispose()
        {
            if (_guard != IntPtr.Zero) Native.lo_inference_exit(_guard);
            _guard = IntPtr.Zero;
        }
    }

    /// <summary>Until disposed, operations on this thread record nothing for backward.</summary>
    public static IDisposable no_grad() => new GradMode(false);
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);
    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);
    public static bool is_grad_enabled() => Native.lo_get_grad_mode() != 0;
    public static bool is_inference_mode_enabled() => Native.lo_is_inference_mode() != 0;
}
