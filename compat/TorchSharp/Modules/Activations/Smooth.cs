using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    public sealed class GELU : ParameterLessModule<Tensor, Tensor>
    {
        internal GELU(bool inplace) : base(nameof(GELU)) => this.inplace = inplace;

        public bool inplace { get; set; }
        public override Tensor forward(Tensor tensor) => functional.gelu(tensor, inplace);
    }

    public sealed class SiLU : ParameterLessModule<Tensor, Tensor>
    {
        internal SiLU(bool inplace) : base(nameof(SiLU)) => this.inplace = inplace;

        public bool inplace { get; set; }
        public override Tensor forward(Tensor tensor) => functional.silu(tensor, inplace);
    }

    public sealed class Mish : ParameterLessModule<Tensor, Tensor>
    {
        internal Mish(bool inplace) : base(nameof(Mish)) => this.inplace = inplace;

        public bool inplace { get; set; }
        public override Tensor forward(Tensor tensor) => functional.mish(tensor, inplace);
    }

    public sealed class Softplus : ParameterLessModule<Tensor, Tensor>
    {
        internal Softplus(double beta, double threshold) : base(nameof(Softplus))
        {
            this.beta = beta;
            this.threshold = threshold;
        }

        public double beta { get; set; }
        public double threshold { get; set; }
        public override Tensor forward(Tensor tensor) => functional.softplus(tensor, beta, threshold);
    }

    public sealed class Sigmoid : ParameterLessModule<Tensor, Tensor>
    {
        internal Sigmoid(bool inplace) : base(nameof(Sigmoid)) => this.inplace = inplace;

        public bool inplace { get; set; }
        public override Tensor forward(Tensor tensor) => functional.sigmoid(tensor, inplace);
    }

    public sealed class LogSigmoid : ParameterLessModule<Tensor, Tensor>
    {
        internal LogSigmoid() : base(nameof(LogSigmoid)) { }

        public override Tensor forward(Tensor tensor) => functional.logsigmoid(tensor);
    }

    public sealed class Tanh : ParameterLessModule<Tensor, Tensor>
    {
        internal Tanh(bool inplace) : base(nameof(Tanh)) => this.inplace = inplace;

        public bool inplace { get; set; }
        public override Tensor forward(Tensor tensor) => functional.tanh(tensor, inplace);
    }

    public sealed class GLU : ParameterLessModule<Tensor, Tensor>
    {
        internal GLU(long dim) : base(nameof(GLU)) => this.dim = dim;

        public long dim { get; set; }
        public override Tensor forward(Tensor tensor) => functional.glu(tensor, dim);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static GELU GELU() => new GELU(false);
            public static GELU GELU(bool inplace) => new GELU(inplace);
            public static SiLU SiLU() => new SiLU(false);
            public static SiLU SiLU(bool inplace) => new SiLU(inplace);
            public static Mish Mish() => new Mish(false);
            public static Mish Mish(bool inplace) => new Mish(inplace);
            public static Softplus Softplus(double beta = 1, double threshold = 20) => new Softplus(beta, threshold);
            public static Sigmoid Sigmoid() => new Sigmoid(false);
            public static Sigmoid Sigmoid(bool inplace) => new Sigmoid(inplace);
            public static LogSigmoid LogSigmoid() => new LogSigmoid();
            public static Tanh Tanh() => new Tanh(false);
            public static Tanh Tanh(bool inplace = false) => new Tanh(inplace);
            public static GLU GLU(long dim = -1) => new GLU(dim);
        }
    }
}
