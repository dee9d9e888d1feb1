using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>One step of an RNN: input [batch, in], state [batch, hidden].</summary>
    public sealed class RNNCell : nn.Module<Tensor, Tensor, Tensor>
    {
        private static readonly Op s_tanh = new("rnn_tanh_cell"), s_relu = new("rnn_relu_cell");
        private readonly bool _relu;
        private readonly long _hiddenSize;

        internal RNNCell(long inputSize, long hiddenSize, nn.NonLinearities nonLinearity, bool bias, Device device, ScalarType? dtype) : base(nameof(RNNCell))
        {
            _relu = nonLinearity == nn.NonLinearities.ReLU;
            foreach (var (key, parameter) in new RecurrentLayout(1, inputSize, hiddenSize, 1, bias, false, 0, false).Create(device, dtype))
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

        public override Tensor forward(Tensor input, Tensor h0 = null)
        {
            using var start = h0 is null ? zeros([.. input.shape[..^1], _hiddenSize], dtype: input.dtype, device: input.device) : null;
            return (_relu ? s_relu : s_tanh).Call(input, h0 ?? start, weight_ih, weight_hh, bias_ih, bias_hh);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static RNNCell RNNCell(long inputSize, long hiddenSize, NonLinearities nonLinearity = NonLinearities.Tanh, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new RNNCell(inputSize, hiddenSize, nonLinearity, bias, device, dtype);
        }
    }
}
