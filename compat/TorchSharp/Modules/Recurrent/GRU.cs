using System.Linq;
using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;
using PackedSequence = TorchSharp.torch.nn.utils.rnn.PackedSequence;

namespace TorchSharp.Modules
{
    /// <summary>Gated recurrent units; gates in the order reset, update, new. Input [time, batch, in] (or batch first).</summary>
    public sealed class GRU : nn.Module<Tensor, Tensor, (Tensor, Tensor)>
    {
        private static readonly Op s_gru = new("gru", "input"), s_packed = new("gru", "data");
        private readonly RecurrentLayout _layout;

        internal GRU(RecurrentLayout layout, Device device, ScalarType? dtype) : base(nameof(GRU))
        {
            _layout = layout;
            foreach (var (key, parameter) in layout.Create(device, dtype)) register_parameter(key, parameter);
        }

        public void flatten_parameters() { }

        public new (Tensor, Tensor) call(Tensor input, Tensor h0 = null) => base.call(input, h0);

        /// <summary>All outputs [time, batch, directions hidden] and the last states [layers directions, batch, hidden].</summary>
        public override (Tensor, Tensor) forward(Tensor input, Tensor h0 = null)
        {
            using var start = _layout.Initial(h0, input, _layout.Batch(input));
            return s_gru.Call2(input, start, Weights(), _layout.Bias, _layout.Layers, _layout.Dropout, training, _layout.Bidirectional, _layout.BatchFirst);
        }

        public (PackedSequence, Tensor) call(PackedSequence input, Tensor h0 = null)
        {
            using var start = input.Sorted(_layout.Initial(h0, input.data, input.LargestBatch));
            var (data, last) = s_packed.Call2(input.data, input.batch_sizes, start, Weights(), _layout.Bias, _layout.Layers, _layout.Dropout, training, _layout.Bidirectional);
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
            public static GRU GRU(long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0, bool bidirectional = false, Device device = null, ScalarType? dtype = null) =>
                new GRU(new RecurrentLayout(3, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional), device, dtype);
        }
    }
}
