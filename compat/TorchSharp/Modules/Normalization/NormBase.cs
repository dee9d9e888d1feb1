using System;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>What normalisations over a channel axis share: scale and shift, and running statistics as buffers.</summary>
    public abstract class NormBase : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = "weight")] private Parameter _weight;
        [ComponentName(Name = "bias")] private Parameter _bias;
        [ComponentName(Name = "running_mean")] private Tensor _running_mean;
        [ComponentName(Name = "running_var")] private Tensor _running_var;
        [ComponentName(Name = "num_batches_tracked")] private Tensor _num_batches_tracked;

        public NormBase(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device device, ScalarType? dtype, string name) : base(name)
        {
            this.num_features = num_features;
            this.eps = eps;
            this.momentum = momentum;
            this.affine = affine;
            this.track_running_stats = track_running_stats;
            if (affine)
            {
                _weight = Operators.NewParameter([num_features], device, dtype);
                _bias = Operators.NewParameter([num_features], device, dtype);
            }
            if (track_running_stats)
            {
                _running_mean = Operators.Empty([num_features], dtype, device).DetachFromDisposeScope();
                _running_var = Operators.Empty([num_features], dtype, device).DetachFromDisposeScope();
                _num_batches_tracked = Operators.Empty([], ScalarType.Int64, device).DetachFromDisposeScope();
            }
            reset_parameters();
            RegisterComponents();
        }

        public long num_features { get; }
        public double eps { get; set; }
        public double? momentum { get; set; }
        public bool affine { get; }
        public bool track_running_stats { get; }

        public Parameter weight
        {
            get => _weight;
            set => Exchange("weight", ref _weight, value);
        }

        public Parameter bias
        {
            get => _bias;
            set => Exchange("bias", ref _bias, value);
        }

        public Tensor running_mean
        {
            get => _running_mean;
            set => ExchangeBuffer("running_mean", ref _running_mean, value);
        }

        public Tensor running_var
        {
            get => _running_var;
            set => ExchangeBuffer("running_var", ref _running_var, value);
        }

        public Tensor num_batches_tracked
        {
            get => _num_batches_tracked;
            set => ExchangeBuffer("num_batches_tracked", ref _num_batches_tracked, value);
        }

        public void reset_running_stats()
        {
            if (!track_running_stats) return;
            nn.init.zeros_(_running_mean);
            nn.init.ones_(_running_var);
            nn.init.zeros_(_num_batches_tracked);
        }

        public void reset_parameters()
        {
            reset_running_stats();
            if (!affine) return;
            nn.init.ones_(_weight);
            nn.init.zeros_(_bias);
        }

        protected abstract void ValidateInputDimensions(Tensor input);

        private protected void RequireRank(Tensor input, params long[] ranks)
        {
            if (Array.IndexOf(ranks, input.ndim) < 0)
                throw new ArgumentException($"{GetName()} takes {string.Join(" or ", ranks)} dimensions; received [{string.Join(", ", input.shape)}].");
        }
    }
}
