using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    public sealed class MaxUnpool1d : ParameterLessModule<Tensor, Tensor, long[], Tensor>
    {
        internal MaxUnpool1d(long kernel_size, long? stride, long? padding) : base(nameof(MaxUnpool1d))
        {
            this.kernel_size = kernel_size;
            this.stride = stride;
            this.padding = padding;
        }

        public long kernel_size { get; set; }
        public long? stride { get; set; }
        public long? padding { get; set; }

        public new Tensor call(Tensor tensor, Tensor indices, long[] output_size = null) => base.call(tensor, indices, output_size);

        public override Tensor forward(Tensor tensor, Tensor indices, long[] output_size = null) =>
            functional.max_unpool1d(tensor, indices, kernel_size, stride, padding, output_size);
    }

    public sealed class MaxUnpool2d : ParameterLessModule<Tensor, Tensor, long[], Tensor>
    {
        internal MaxUnpool2d(long[] kernel_size, long[] stride, long[] padding) : base(nameof(MaxUnpool2d))
        {
            this.kernel_size = kernel_size;
            this.stride = stride;
            this.padding = padding;
        }

        public long[] kernel_size { get; set; }
        public long[] stride { get; set; }
        public long[] padding { get; set; }

        public new Tensor call(Tensor tensor, Tensor indices, long[] output_size = null) => base.call(tensor, indices, output_size);

        public override Tensor forward(Tensor tensor, Tensor indices, long[] output_size = null) =>
            functional.max_unpool2d(tensor, indices, kernel_size, stride, padding, output_size);
    }

    public sealed class MaxUnpool3d : ParameterLessModule<Tensor, Tensor, long[], Tensor>
    {
        internal MaxUnpool3d(long[] kernel_size, long[] stride, long[] padding) : base(nameof(MaxUnpool3d))
        {
            this.kernel_size = kernel_size;
            this.stride = stride;
            this.padding = padding;
        }

        public long[] kernel_size { get; set; }
        public long[] stride { get; set; }
        public long[] padding { get; set; }

        public new Tensor call(Tensor tensor, Tensor indices, long[] output_size = null) => base.call(tensor, indices, output_size);

        public override Tensor forward(Tensor tensor, Tensor indices, long[] output_size = null) =>
            functional.max_unpool3d(tensor, indices, kernel_size, stride, padding, output_size);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static MaxUnpool1d MaxUnpool1d(long kernel_size, long? stride = null, long? padding = null) => new MaxUnpool1d(kernel_size, stride, padding);
            public static MaxUnpool2d MaxUnpool2d(long[] kernel_size, long[] stride = null, long[] padding = null) => new MaxUnpool2d(kernel_size, stride, padding);
            public static MaxUnpool2d MaxUnpool2d(long kernel_size, long? stride = null, long? padding = null) =>
                new MaxUnpool2d(Repeat(kernel_size, 2), Repeat(stride, 2), Repeat(padding, 2));
            public static MaxUnpool2d MaxUnpool2d((long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null) =>
                new MaxUnpool2d(Sizes(kernel_size), Sizes(stride), Sizes(padding));
            public static MaxUnpool3d MaxUnpool3d(long[] kernel_size, long[] stride = null, long[] padding = null) => new MaxUnpool3d(kernel_size, stride, padding);
            public static MaxUnpool3d MaxUnpool3d(long kernel_size, long? stride = null, long? padding = null) =>
                new MaxUnpool3d(Repeat(kernel_size, 3), Repeat(stride, 3), Repeat(padding, 3));
            public static MaxUnpool3d MaxUnpool3d((long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null) =>
                new MaxUnpool3d(Sizes(kernel_size), Sizes(stride), Sizes(padding));
        }
    }
}
