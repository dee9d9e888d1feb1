using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_unique = new("_unique2"), s_uniqueDim = new("unique_dim"), s_unique_consecutive = new("unique_consecutive");

        public (Tensor output, Tensor inverse_indices, Tensor counts) unique(bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            Wanted(dim is { } d ? s_uniqueDim.Call3(this, d, sorted, return_inverse, return_counts) : s_unique.Call3(this, sorted, return_inverse, return_counts), return_inverse, return_counts);

        public (Tensor output, Tensor inverse_indices, Tensor counts) unique_consecutive(bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            Wanted(s_unique_consecutive.Call3(this, return_inverse, return_counts, (long?)dim), return_inverse, return_counts);

        private static (Tensor, Tensor, Tensor) Wanted((Tensor, Tensor, Tensor) found, bool second, bool third)
        {
            if (!second) found.Item2?.Dispose();
            if (!third) found.Item3?.Dispose();
            return (found.Item1, second ? found.Item2 : null, third ? found.Item3 : null);
        }
    }
}
