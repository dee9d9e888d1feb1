using System;

namespace TorchSharp
{
    public enum DeviceType
    {
        CPU = 0, CUDA = 1, MKLDNN = 2, OPENGL = 3, OPENCL = 4, IDEEP = 5, HIP = 6, FPGA = 7, MSNPU = 8, XLA = 9, MPS = 13, META = 14,
    }

    public static partial class torch
    {
        public class Device
        {
            public DeviceType type { get; }
            public int index { get; }

            public Device(DeviceType deviceType, int index = -1)
            {
                type = deviceType;
                this.index = index;
            }

            public Device(string deviceType, int index = -1) : this(Parse(deviceType), index) { }
            public Device(int index) : this(DeviceType.CUDA, index) { }

            public Device(string description)
            {
                var parts = description.Split(':');
                type = Parse(parts[0]);
                index = parts.Length == 1 ? -1
                    : parts.Length == 2 && int.TryParse(parts[1], out var i) && i >= 0 ? i
                    : throw new ArgumentException($"Failed to parse device description '{description}': expected 'cpu', 'cuda' or 'cuda:0'.");
            }

            private static DeviceType Parse(string name) =>
                Enum.TryParse<DeviceType>(name.Trim(), ignoreCase: true, out var type) && !int.TryParse(name, out _)
                    ? type
                    : throw new ArgumentException($"Failed to parse device type '{name}': expected 'cpu' or 'cuda'.");

            public override string ToString() => type.ToString().ToLowerInvariant() + (index >= 0 ? ":" + index : "");
            public static implicit operator Device(string description) => new(description);
        }

        public static Device device(string description) => new(description);
        public static Device device(string deviceType, int index = -1) => new(deviceType, index);
        public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);
        public static Device device(int index) => new(index);

        public static readonly Device CPU = new(DeviceType.CPU);
        public static readonly Device META = new(DeviceType.META);
        public static Device CUDA { get; } = new(DeviceType.CUDA);
        public static Device MPS { get; } = new(DeviceType.MPS);
    }
}
