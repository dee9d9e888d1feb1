using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    public sealed class CosineSimilarity : ParameterLessModule<Tensor, Tensor, Tensor>
    {
        internal CosineSimilarity(long dim, double eps) : base(nameof(CosineSimilarity))
        {
            this.dim = dim;
            this.eps = eps;
        }

        public long dim { get; set; }
        public double eps { get; set; }

        public override Tensor forward(Tensor input1, Tensor input2) => functional.cosine_similarity(input1, input2, dim, eps);
    }

    public sealed class PairwiseDistance : ParameterLessModule<Tensor, Tensor, Tensor>
    {
        internal PairwiseDistance(double norm, double eps, bool keepdim) : base(nameof(PairwiseDistance))
        {
            this.norm = norm;
            this.eps = eps;
            this.keepdim = keepdim;
        }

        public double norm { get; set; }
        public double eps { get; set; }
        public bool keepdim { get; set; }

        public override Tensor forward(Tensor input1, Tensor input2) => functional.pairwise_distance(input1, input2, norm, eps, keepdim);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static CosineSimilarity CosineSimilarity(long dim = 1, double eps = 1E-08) => new CosineSimilarity(dim, eps);
            public static PairwiseDistance PairwiseDistance(double p = 2, double eps = 1E-06, bool keepdim = false) => new PairwiseDistance(p, eps, keepdim);
        }
    }
}
