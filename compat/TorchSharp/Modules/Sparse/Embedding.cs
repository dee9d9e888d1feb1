using System;
using TorchSharp.Interop;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Rows of a table [embeddings, dims] by number.</summary>
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        private static readonly Op s_embedding = new("embedding"), s_renorm = new("embedding_renorm_");
        [ComponentName(Name = "weight")] private Parameter _weight;
        private readonly long _padding;
        private readonly double? _max_norm;
        private readonly double _norm_type;
        private readonly bool _scale_grad_by_freq, _sparse;

        internal Embedding(long num_embeddings, long embedding_dims, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse, Device device, ScalarType? dtype)
            : this(Operators.NewParameter([num_embeddings, embedding_dims], device, dtype), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse)
        {
            nn.init.normal_(_weight);
            if (_padding < 0) return;
            using var off = GradientsOff.Enter();
            using var row = Operators.Select(_weight, 0, _padding);
            Operators.Zero(row);
        }

        internal Embedding(Parameter weight, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse) : base(nameof(Embedding))
        {
            _weight = weight;
            var rows = weight.shape[0];
            if (padding_idx is { } index && (index < -rows || index >= rows))
                throw new ArgumentException($"Embedding: padding_idx must lie within the {rows} embeddings; received {index}.");
            _padding = padding_idx is { } i ? (i + rows) % rows : -1;
            _max_norm = max_norm;
            _norm_type = norm_type;
            _scale_grad_by_freq = scale_grad_by_freq;
            _sparse = sparse;
            RegisterComponents();
        }

        public Parameter weight
        {
            get => _weight;
            set => Exchange("weight", ref _weight, value ?? throw new ArgumentNullException(nameof(weight)));
        }

        public override Tensor forward(Tensor input)
        {
            if (_max_norm is { } limit)
            {
                using var off = GradientsOff.Enter();
                s_renorm.Do(_weight, input, limit, _norm_type);
            }
            return s_embedding.Call(_weight, input, _padding, _scale_grad_by_freq, _sparse);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2, bool scale_grad_by_freq = false, bool sparse = false, Device device = null, ScalarType? dtype = null) =>
                new Embedding(num_embeddings, embedding_dims, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse, device, dtype);

            /// <summary>A layer over the memory of `embeddings`, fixed unless `freeze` is false.</summary>
            public static Embedding Embedding_from_pretrained(Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2, bool scale_grad_by_freq = false, bool sparse = false, Device device = null, ScalarType? dtype = null) =>
                new Embedding(Operators.Pretrained(embeddings, freeze, device, dtype), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
        }
    }
}
