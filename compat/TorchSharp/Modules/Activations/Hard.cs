using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    public sealed class Hardtanh : ParameterLessModule<Tensor, Tensor>
    {
        internal Hardtanh(double min_val, double max_val, bool inplace) : base(nameof(Hardtanh))
        {
            this.min_val = min_val;
            this.max_val = max_val;
            this.inplace = inplace;
        }

        public double min_val { get; set; }
        public double max_val { get; set; }
        public bool inplace { get; set; }
        public override Tensor forward(Tensor tensor) => functional.hardtanh(tensor, min_val, max_val, inplace);
    }

    public sealed class Hardsigmoid : ParameterLessModule<Tensor, Tensor>
    {
        internal Hardsigmoid(bool inplace) : base(nameof(Hardsigmoid)) => this.inplace = inplace;

        public bool inplace { get; set; }
        public override Tensor forward(Tensor tensor) => functional.hardsigmoid(tensor, inplace);
    }

    public sealed class Hardswish : ParameterLessModule<Tensor, Tensor>
    {
        internal Hardswish(bool inplace) : base(nameof(Hardswish)) => this.inplace = inplace;

        public bool inplace { get; set; }
        public override Tensor forward(Tensor tensor) => functional.hardswish(tensor, inplace);
    }

    public sealed class Hardshrink : ParameterLessModule<Tensor, Tensor>
    {
        internal Hardshrink(double lambda) : base(nameof(Hardshrink)) => this.lambda = lambda;

        public double lambda { get; set; }
        public override Tensor forward(Tensor tensor) => functional.hardshrink(tensor, lambda);
    }

    public sealed class Softshrink : ParameterLessModule<Tensor, Tensor>
    {
        internal Softshrink(double lambda) : base(nameof(Softshrink)) => this.lambda = lambda;

        public double lambda { get; set; }
        public override Tensor forward(Tensor tensor) => functional.softshrink(tensor, lambda);
    }

    public sealed class Softsign : ParameterLessModule<Tensor, Tensor>
    {
        internal Softsign(bool inplace) : base(nameof(Softsign)) => this.inplace = inplace;

        public bool inplace { get; set; }

        public override Tensor forward(Tensor tensor) => functional.softsign(tensor, inplace);
    }

    public sealed class Tanhshrink : ParameterLessModule<Tensor, Tensor>
    {
        internal Tanhshrink(bool inplace) : base(nameof(Tanhshrink)) => this.inplace = inplace;

        public bool inplace { get; set; }

        public override Tensor forward(Tensor tensor) => functional.tanhshrink(tensor, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Hardtanh Hardtanh(double min_val = -1, double max_val = 1, bool inplace = false) => new Hardtanh(min_val, max_val, inplace);
            public static Hardsigmoid Hardsigmoid(bool inplace = false) => new Hardsigmoid(inplace);
            public static Hardswish Hardswish(bool inplace = false) => new Hardswish(inplace);
            public static Hardshrink Hardshrink(double lambda = 0.5) => new Hardshrink(lambda);
            public static Softshrink Softshrink(double lambda = 0.5) => new Softshrink(lambda);
            public static Softsign Softsign() => new Softsign(false);
            public static Softsign Softsign(bool inplace) => new Softsign(inplace);
            public static Tanhshrink Tanhshrink() => new Tanhshrink(false);
            public static Tanhshrink Tanhshrink(bool inplace = false) => new Tanhshrink(inplace);
        }
    }
}
