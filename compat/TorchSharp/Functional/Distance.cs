using TorchSharp.Interop;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static partial class functional
            {
                private static readonly Op s_cosine_similarity = new("cosine_similarity"), s_pairwise_distance = new("pairwise_distance");

                public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1E-08) =>
                    s_cosine_similarity.Call(x1, x2, dim, eps);

                public static Tensor pairwise_distance(Tensor input1, Tensor input2, double p = 2, double eps = 1E-06, bool keepdim = false) =>
                    s_pairwise_distance.Call(input1, input2, p, eps, keepdim);
            }
        }
    }
}
