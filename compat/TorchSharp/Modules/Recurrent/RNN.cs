using System.Linq;
using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;
using PackedSequence = TorchSharp.torch.nn.utils.rnn.PackedSequence;

namespace TorchSharp.Modules
{
    /// <summary>h' = tanh or ReLU of (W_ih x + b_ih + W_hh h + b_hh), stacked. Input [time, batch, in] (or batch first).</summary>
    public sealed class RNN : nn.Module<Tensor, Tensor, (Tensor, Tensor)>
    {
        private static readonly Op
            s_tanh = new("rnn_tanh", "input"), s_relu = new("rnn_relu", "input"), s_tanh_packed = new("rnn_tanh", "data"), s_relu_packed = new("rnn_relu", "data");
        private readonly RecurrentLayout _layout;
        private readonly bool _relu;

        internal RNN(RecurrentLayout layout, nn.NonLinearities nonLinearity, Device device, ScalarType? dtype) : base(nameof(RNN))
        {
            _layout = layout;
            _relu = nonLinearity == nn.NonLinearities.ReLU;
            foreach (var (key, parameter) in layout.Create(device, dtype)) register_parameter(key, parameter);
        }

        public void flatten_parameters() { }
        public Parameter get_weight_ih(long idx) => get_parameter($"weight_ih_l{idx}");
        public Parameter get_weight_hh(long idx) => get_parameter($"weight_hh_l{idx}");
        public Parameter get_bias_ih(long idx) => get_parameter($"bias_ih_l{idx}");
        public Parameter get_bias_hh(long idx) => get_parameter($"bias_hh_l{idx}");

        public new (Tensor, Tensor) call(Tensor input, Tensor h0 = null) => base.call(input, h0);

        /// <summary>All outputs [time, batch, directions hidden] and the last states [layers directions, batch, hidden].</summary>
        public override (Tensor, Tensor) forward(Tensor input, Tensor h0)
        {
            using var start = _layout.Initial(h0, input, _layout.Batch(input));
            return (_relu ? s_relu : s_tanh).Call2(input, start, Weights(), _layout.Bias, _layout.Layers, _layout.Dropout, training, _layout.Bidirectional, _layout.BatchFirst);
        }

        public (PackedSequence, Tensor) call(PackedSequence input, Tensor h0 = null)
        {
            using var start = input.Sorted(_layout.Initial(h0, input.data, input.LargestBatch));
            var (data, last) = (_relu ? s_relu_packed : s_tanh_packed).Call2(input.data, input.batch_sizes, start, Weights(), _layout.Bias, _layout.Layers, _layout.Dropout, training, _layout.Bidirectional);
            return (input.With(data), input.Unsorted(last));
        }

        private Tensor[] Weights() => _internal_params.values().ToArray<Tensor>();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public enum NonLinearities
            {
                ReLU = 0,
                Tanh = 1,
            }

            public static RNN RNN(long inputSize, long hiddenSize, long numLayers = 1, NonLinearities nonLinearity = NonLinearities.Tanh, bool bias = true, bool batchFirst = false, double dropout = 0, bool bidirectional = false, Device device = null, ScalarType? dtype = null) =>
                new RNN(new RecurrentLayout(1, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional), nonLinearity, device, dtype);
        }
    }
}
