using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>One step of an LSTM: input [batch, in], state and cell [batch, hidden].</summary>
    public sealed class LSTMCell : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor)>
    {
        private static readonly Op s_cell = new("lstm_cell");
        private readonly long _hiddenSize;

        internal LSTMCell(long inputSize, long hiddenSize, bool bias, Device device, ScalarType? dtype) : base(nameof(LSTMCell))
        {
            foreach (var (key, parameter) in new RecurrentLayout(4, inputSize, hiddenSize, 1, bias, false, 0, false).Create(device, dtype))
                register_parameter(key[..^"_l0".Length], parameter);
            _hiddenSize = hiddenSize;
        }

        public Parameter weight_ih
        {
            get => _internal_params["weight_ih"];
            set => Set("weight_ih", value);
        }

        public Parameter weight_hh
        {
            get => _internal_params["weight_hh"];
            set => Set("weight_hh", value);
        }

        public Parameter bias_ih
        {
            get => get_parameter("bias_ih");
            set => Set("bias_ih", value);
        }

        public Parameter bias_hh
        {
            get => get_parameter("bias_hh");
            set => Set("bias_hh", value);
        }

        private void Set(string key, Parameter value)
        {
            var field = get_parameter(key);
            Exchange(key, ref field, value);
        }

        public new (Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

        public override (Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0)
        {
            using var start = h0_c0 is null ? zeros([.. input.shape[..^1], _hiddenSize], dtype: input.dtype, device: input.device) : null;
            var (h0, c0) = h0_c0 ?? (start, start);
            return s_cell.Call2(input, new[] { h0, c0 }, weight_ih, weight_hh, bias_ih, bias_hh);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static LSTMCell LSTMCell(long inputSize, long hiddenSize, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new LSTMCell(inputSize, hiddenSize, bias, device, dtype);
        }
    }
}
