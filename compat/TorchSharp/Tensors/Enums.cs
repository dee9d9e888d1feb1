namespace TorchSharp
{
    public enum compute_mode { use_mm_for_euclid_dist_if_necessary = 0, use_mm_for_euclid_dist = 1, donot_use_mm_for_euclid_dist = 2 }

    public enum indexing { xy = 0, ij = 1 }

    public enum layout { strided = 0, sparse_coo = 1 }

    public enum memory_format { preserve_format = 0, contiguous_format = 1, channels_last = 2 }

    public enum FFTNormType { Backward = 0, Forward = 1, Ortho = 2 }

    public enum TensorStringStyle { Metadata = 0, Julia = 1, Numpy = 2, CSharp = 3, Default = 4 }

    public static partial class torch
    {
        public enum RoundingMode { None = 0, trunc = 1, floor = 2 }
    }
}
