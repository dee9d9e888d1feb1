using System.Collections.Generic;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    /// <summary>The sizes of a transformer layer and what encoder and decoder layers share.</summary>
    internal sealed record TransformerLayout(long Model, long Heads, long Inner, double Dropout, Activations Activation)
    {
        public AttentionLayout Attention { get; } = new(Model, Heads, Dropout);

        public IEnumerable<(string, Parameter)> FeedForwardParameters()
        {
            foreach (var entry in Linear("linear1", Model, Inner)) yield return entry;
            foreach (var entry in Linear("linear2", Inner, Model)) yield return entry;
        }

        private static IEnumerable<(string, Parameter)> Linear(string name, long inputs, long outputs)
        {
            var linear = new Linear(inputs, outputs, true, null, null);
            return [(name + ".weight", linear.weight), (name + ".bias", linear.bias)];
        }

        public IEnumerable<(string, Parameter)> NormParameters(string name) =>
            [(name + ".weight", (Parameter)init.ones_(Operators.NewParameter([Model], null, null))), (name + ".bias", (Parameter)init.zeros_(Operators.NewParameter([Model], null, null)))];

        /// <summary>dropout(linear2(dropout(activation(linear1(x))))).</summary>
        public Tensor FeedForward(OrderedDict<string, Parameter> p, string prefix, Tensor x, bool training)
        {
            var inner = functional.linear(x, p[prefix + "linear1.weight"], p[prefix + "linear1.bias"]);
            inner = Activation == Activations.GELU ? functional.gelu(inner) : functional.relu(inner);
            inner = functional.dropout(inner, Dropout, training);
            return functional.dropout(functional.linear(inner, p[prefix + "linear2.weight"], p[prefix + "linear2.bias"]), Dropout, training);
        }

        public Tensor Norm(OrderedDict<string, Parameter> p, string name, Tensor x) =>
            functional.layer_norm(x, [Model], p[name + ".weight"], p[name + ".bias"]);

        public Tensor Attend(OrderedDict<string, Parameter> p, string prefix, Tensor query, Tensor source, Tensor mask, Tensor paddingMask, bool training) =>
            functional.dropout(Attention.Attend(p, prefix, query, source, source, paddingMask, false, mask, training).output, Dropout, training);

        /// <summary>One encoder layer with the parameters called prefix + name.</summary>
        public Tensor Encode(OrderedDict<string, Parameter> p, string prefix, Tensor x, Tensor mask, Tensor paddingMask, bool training)
        {
            x = Norm(p, prefix + "norm1", x + Attend(p, prefix + "self_attn.", x, x, mask, paddingMask, training));
            return Norm(p, prefix + "norm2", x + FeedForward(p, prefix, x, training));
        }

        /// <summary>One decoder layer with the parameters called prefix + name.</summary>
        public Tensor Decode(OrderedDict<string, Parameter> p, string prefix, Tensor x, Tensor memory, Tensor mask, Tensor memoryMask, Tensor paddingMask, Tensor memoryPaddingMask, bool training)
        {
            x = Norm(p, prefix + "norm1", x + Attend(p, prefix + "self_attn.", x, x, mask, paddingMask, training));
            x = Norm(p, prefix + "norm2", x + Attend(p, prefix + "multihead_attn.", x, memory, memoryMask, memoryPaddingMask, training));
            return Norm(p, prefix + "norm3", x + FeedForward(p, prefix, x, training));
        }
    }
}
