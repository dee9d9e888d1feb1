using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    public sealed class Flatten : ParameterLessModule<Tensor, Tensor>
    {
        private static readonly Op s_flatten = new("flatten", "using_ints");

        internal Flatten(long start_dim, long end_dim) : base(nameof(Flatten))
        {
            this.start_dim = start_dim;
            this.end_dim = end_dim;
        }

        public long start_dim { get; set; }
        public long end_dim { get; set; }

        public override Tensor forward(Tensor input) => s_flatten.Call(input, start_dim, end_dim);
    }

    public sealed class Unflatten : ParameterLessModule<Tensor, Tensor>
    {
        private static readonly Op s_unflatten = new("unflatten", "int");

        internal Unflatten(long dim, long[] unflattened_size) : base(nameof(Unflatten))
        {
            this.dim = dim;
            this.unflattened_size = unflattened_size;
        }

        public long dim { get; set; }
        public long[] unflattened_size { get; set; }

        public override Tensor forward(Tensor tensor) => s_unflatten.Call(tensor, dim, unflattened_size);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Flatten Flatten(long start_dim = 1, long end_dim = -1) => new Flatten(start_dim, end_dim);
            public static Unflatten Unflatten(long dim, long[] unflattened_size) => new Unflatten(dim, unflattened_size);
        }
    }
}
