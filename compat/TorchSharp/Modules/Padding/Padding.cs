using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    public abstract class PadBase : ParameterLessModule<Tensor, Tensor>
    {
        private readonly PaddingModes _mode;

        protected PadBase(string name, PaddingModes mode, double value, params long[] padding) : base(name)
        {
            _mode = mode;
            this.value = value;
            this.padding = padding;
        }

        public long[] padding { get; set; }
        public double value { get; set; }

        public override Tensor forward(Tensor input) => functional.pad(input, padding, _mode, value);
    }

    public sealed class ConstantPad1d : PadBase
    {
        internal ConstantPad1d(long[] padding, double value) : base(nameof(ConstantPad1d), PaddingModes.Constant, value, padding) { }
    }

    public sealed class ConstantPad2d : PadBase
    {
        internal ConstantPad2d(long[] padding, double value) : base(nameof(ConstantPad2d), PaddingModes.Constant, value, padding) { }
    }

    public sealed class ConstantPad3d : PadBase
    {
        internal ConstantPad3d(long[] padding, double value) : base(nameof(ConstantPad3d), PaddingModes.Constant, value, padding) { }
    }

    public sealed class ReflectionPad1d : PadBase
    {
        internal ReflectionPad1d(long[] padding) : base(nameof(ReflectionPad1d), PaddingModes.Reflect, 0, padding) { }
    }

    public sealed class ReflectionPad2d : PadBase
    {
        internal ReflectionPad2d(long[] padding) : base(nameof(ReflectionPad2d), PaddingModes.Reflect, 0, padding) { }
    }

    public sealed class ReflectionPad3d : PadBase
    {
        internal ReflectionPad3d(long[] padding) : base(nameof(ReflectionPad3d), PaddingModes.Reflect, 0, padding) { }
    }

    public sealed class ReplicationPad1d : PadBase
    {
        internal ReplicationPad1d(long[] padding) : base(nameof(ReplicationPad1d), PaddingModes.Replicate, 0, padding) { }
    }

    public sealed class ReplicationPad2d : PadBase
    {
        internal ReplicationPad2d(long[] padding) : base(nameof(ReplicationPad2d), PaddingModes.Replicate, 0, padding) { }
    }

    public sealed class ReplicationPad3d : PadBase
    {
        internal ReplicationPad3d(long[] padding) : base(nameof(ReplicationPad3d), PaddingModes.Replicate, 0, padding) { }
    }

    public sealed class ZeroPad2d : PadBase
    {
        internal ZeroPad2d(long[] padding) : base(nameof(ZeroPad2d), PaddingModes.Constant, 0, padding) { }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ConstantPad1d ConstantPad1d(long padding, double value) => new ConstantPad1d(Repeat(padding, 2), value);
            public static ConstantPad1d ConstantPad1d((long, long) padding, double value) => new ConstantPad1d([padding.Item1, padding.Item2], value);
            public static ConstantPad2d ConstantPad2d(long padding, double value) => new ConstantPad2d(Repeat(padding, 4), value);
            public static ConstantPad2d ConstantPad2d((long, long, long, long) padding, double value) => new ConstantPad2d([padding.Item1, padding.Item2, padding.Item3, padding.Item4], value);
            public static ConstantPad3d ConstantPad3d(long padding, double value) => new ConstantPad3d(Repeat(padding, 6), value);
            public static ConstantPad3d ConstantPad3d((long, long, long, long, long, long) padding, double value) => new ConstantPad3d([padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6], value);
            public static ReflectionPad1d ReflectionPad1d(long padding) => new ReflectionPad1d(Repeat(padding, 2));
            public static ReflectionPad1d ReflectionPad1d((long, long) padding) => new ReflectionPad1d([padding.Item1, padding.Item2]);
            public static ReflectionPad2d ReflectionPad2d(long padding) => new ReflectionPad2d(Repeat(padding, 4));
            public static ReflectionPad2d ReflectionPad2d((long, long, long, long) padding) => new ReflectionPad2d([padding.Item1, padding.Item2, padding.Item3, padding.Item4]);
            public static ReflectionPad3d ReflectionPad3d(long padding) => new ReflectionPad3d(Repeat(padding, 6));
            public static ReflectionPad3d ReflectionPad3d((long, long, long, long, long, long) padding) => new ReflectionPad3d([padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6]);
            public static ReplicationPad1d ReplicationPad1d(long padding) => new ReplicationPad1d(Repeat(padding, 2));
            public static ReplicationPad1d ReplicationPad1d((long, long) padding) => new ReplicationPad1d([padding.Item1, padding.Item2]);
            public static ReplicationPad2d ReplicationPad2d(long padding) => new ReplicationPad2d(Repeat(padding, 4));
            public static ReplicationPad2d ReplicationPad2d((long, long, long, long) padding) => new ReplicationPad2d([padding.Item1, padding.Item2, padding.Item3, padding.Item4]);
            public static ReplicationPad3d ReplicationPad3d(long padding) => new ReplicationPad3d(Repeat(padding, 6));
            public static ReplicationPad3d ReplicationPad3d((long, long, long, long, long, long) padding) => new ReplicationPad3d([padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6]);
            public static ZeroPad2d ZeroPad2d(long padding) => new ZeroPad2d(Repeat(padding, 4));
            public static ZeroPad2d ZeroPad2d((long, long, long, long) padding) => new ZeroPad2d([padding.Item1, padding.Item2, padding.Item3, padding.Item4]);
        }
    }
}
