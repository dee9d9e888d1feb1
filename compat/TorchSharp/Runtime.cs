using System;
using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Threads, devices, versions.</summary>
public static partial class torch
{
    /// <summary>The version of libtorch that this process runs on.</summary>
    public static unsafe string __version__ => Marshal.PtrToStringUTF8((IntPtr)Native.lo_torch_version());

    public static void set_num_threads(int num) => Native.Check(Native.lo_set_num_threads(num));
    public static int get_num_threads() => Native.lo_get_num_threads();
    public static void set_num_interop_threads(int num) => Native.Check(Native.lo_set_num_interop_threads(num));
    public static int get_num_interop_threads() => Native.lo_get_num_interop_threads();

    public static bool cuda_is_available() => cuda.is_available();
    public static bool mps_is_available() => false;

    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType switch
    {
        DeviceType.CPU or DeviceType.META => true,
        DeviceType.CUDA => cuda.is_available(),
        _ => false,
    };

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
            throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine: this libtorch sees no such device.");
    }

    public static Device InitializeDevice(Device device)
    {
        device ??= CPU;
        InitializeDeviceType(device.type);
        return device;
    }

    public static class cuda
    {

        public static bool is_available() => device_count() > 0;
        public static int device_count() => Native.lo_cuda_device_count();
        public static bool is_cudnn_available() => Native.lo_cudnn_available() != 0;
        public static void manual_seed(long seed) => torch.manual_seed(seed);
        public static void manual_seed_all(long seed) => torch.manual_seed(seed);
        public static void synchronize(Device device = null) => Native.Check(Native.lo_cuda_synchronize(device?.index ?? -1));
    }

    public static class backends
    {
        public static class cuda
        {
            public static class matmul
            {
                public static bool allow_tf32 { get => Native.lo_allow_tf32(0, -1) == 1; set => Native.Check(Native.lo_allow_tf32(0, value ? 1 : 0)); }
            }
        }

        public static class cudnn
        {
            public static bool allow_tf32 { get => Native.lo_allow_tf32(1, -1) == 1; set => Native.Check(Native.lo_allow_tf32(1, value ? 1 : 0)); }
        }
    }
}
