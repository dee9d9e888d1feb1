using System;
using TorchSharp.Modules;
using TorchSharp.Utils;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Sums, means or maxima of rows of a table [embeddings, dims], one for each bag of numbers.</summary>
    public sealed class EmbeddingBag : nn.Module<Tensor, Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor>
    {
        private static readonly Op
            s_bag = new("embedding_bag", "padding_idx"), s_renorm = new("embedding_renorm_"), s_reshape = new("reshape"), s_arange = new("arange", "start_step");
        [ComponentName(Name = "weight")] private Parameter _weight;
        private readonly double? _max_norm;
        private readonly double _norm_type;
        private readonly EmbeddingBagMode _mode;
        private readonly bool _scale_grad_by_freq, _sparse, _include_last_offset;
        private readonly long? _padding;

        internal EmbeddingBag(Parameter weight, bool initialise, double? max_norm, double norm_type, bool scale_grad_by_freq, EmbeddingBagMode mode, bool sparse, bool include_last_offset, long padding_index) : base(nameof(EmbeddingBag))
        {
            _weight = weight;
            _max_norm = max_norm;
            _norm_type = norm_type;
            _scale_grad_by_freq = scale_grad_by_freq;
            _mode = mode;
            _sparse = sparse;
            _include_last_offset = include_last_offset;
            _padding = padding_index >= 0 ? padding_index : null;
            if (initialise)
            {
                nn.init.normal_(_weight);
                if (_padding is { } row)
                {
                    using var off = GradientsOff.Enter();
                    using var zeros = Operators.Select(_weight, 0, row);
                    Operators.Zero(zeros);
                }
            }
            RegisterComponents();
        }

        public Parameter weight
        {
            get => _weight;
            set => Exchange("weight", ref _weight, value ?? throw new ArgumentNullException(nameof(weight)));
        }

        public Tensor call(Tensor input) => call(input, null, null);
        public Tensor call(Tensor input, Tensor offsets) => call(input, offsets, null);
        public new Tensor call(Tensor input, Tensor offsets, Tensor perSampleWeights) => base.call(input, offsets, perSampleWeights);

        /// <summary>Input [bags, numbers] without offsets, or [numbers] with the offset at which each bag starts.</summary>
        public override Tensor forward(Tensor input, Tensor offsets, Tensor perSampleWeights)
        {
            var shape = input.shape;
            if (shape.Length == 2 == offsets is not null)
                throw new ArgumentException($"EmbeddingBag takes [bags, numbers] without offsets or [numbers] with offsets; received [{string.Join(", ", shape)}] {(offsets is null ? "without" : "with")} offsets.");
            if (_max_norm is { } limit)
            {
                using var off = GradientsOff.Enter();
                s_renorm.Do(_weight, input, limit, _norm_type);
            }
            using var flat = s_reshape.Call(input, new[] { -1L });
            using var weights = perSampleWeights is null ? null : s_reshape.Call(perSampleWeights, new[] { -1L });
            using var starts = offsets is null ? s_arange.Call(0, shape[0] * shape[1], shape[1], input.dtype, Arg.None, input.device, Arg.None) : null;
            var (result, a, b, c) = s_bag.Call4(_weight, flat, offsets ?? starts, _scale_grad_by_freq, (long)_mode, _sparse, weights, _include_last_offset && offsets is not null, _padding);
            a?.Dispose();
            b?.Dispose();
            c?.Dispose();
            return result;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static EmbeddingBag EmbeddingBag(long num_embeddings, long embedding_dims, double? max_norm = null, double norm_type = 2, bool scale_grad_by_freq = false, EmbeddingBagMode mode = EmbeddingBagMode.Mean, bool sparse = false, bool include_last_offset = false, long padding_index = -1, Device device = null, ScalarType? dtype = null) =>
                new EmbeddingBag(Operators.NewParameter([num_embeddings, embedding_dims], device, dtype), true, max_norm, norm_type, scale_grad_by_freq, mode, sparse, include_last_offset, padding_index);

            public static EmbeddingBag EmbeddingBag_from_pretrained(Tensor embeddings, bool freeze = true, double? max_norm = null, double norm_type = 2, bool scale_grad_by_freq = false, EmbeddingBagMode mode = EmbeddingBagMode.Mean, bool sparse = false, bool include_last_offset = false, long padding_index = -1, Device device = null, ScalarType? dtype = null) =>
                new EmbeddingBag(Operators.Pretrained(embeddings, freeze, device, dtype), false, max_norm, norm_type, scale_grad_by_freq, mode, sparse, include_last_offset, padding_index);
        }
    }
}
