using System.Linq;
using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;
using PackedSequence = TorchSharp.torch.nn.utils.rnn.PackedSequence;

namespace TorchSharp.Modules
{
    /// <summary>Long short-term memory; gates in the order input, forget, cell, output. Input [time, batch, in] (or batch first).</summary>
    public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
    {
        private static readonly Op s_lstm = new("lstm", "input"), s_packed = new("lstm", "data");
        private readonly RecurrentLayout _layout;

        internal LSTM(RecurrentLayout layout, Device device, ScalarType? dtype) : base(nameof(LSTM))
        {
            _layout = layout;
            foreach (var (key, parameter) in layout.Create(device, dtype)) register_parameter(key, parameter);
        }

        public void flatten_parameters() { }

        public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

        /// <summary>All outputs [time, batch, directions hidden], the last states and the last cells [layers directions, batch, hidden].</summary>
        public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
        {
            var batch = _layout.Batch(input);
            using var h0 = _layout.Initial(h0_c0?.Item1, input, batch);
            using var c0 = _layout.Initial(h0_c0?.Item2, input, batch);
            return s_lstm.Call3(input, new[] { h0, c0 }, Weights(), _layout.Bias, _layout.Layers, _layout.Dropout, training, _layout.Bidirectional, _layout.BatchFirst);
        }

        public (PackedSequence, Tensor, Tensor) call(PackedSequence input, (Tensor, Tensor)? h0_c0 = null)
        {
            using var h0 = input.Sorted(_layout.Initial(h0_c0?.Item1, input.data, input.LargestBatch));
            using var c0 = input.Sorted(_layout.Initial(h0_c0?.Item2, input.data, input.LargestBatch));
            var (data, h, c) = s_packed.Call3(input.data, input.batch_sizes, new[] { h0, c0 }, Weights(), _layout.Bias, _layout.Layers, _layout.Dropout, training, _layout.Bidirectional);
            return (input.With(data), input.Unsorted(h), input.Unsorted(c));
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
            public static LSTM LSTM(long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0, bool bidirectional = false, Device device = null, ScalarType? dtype = null) =>
                new LSTM(new RecurrentLayout(4, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional), device, dtype);
        }
    }
}
