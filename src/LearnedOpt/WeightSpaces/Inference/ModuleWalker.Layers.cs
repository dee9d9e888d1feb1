using TorchSharp.Modules;
using Module = TorchSharp.torch.nn.Module;

namespace LearnedOpt.WeightSpaces;

internal sealed partial class ModuleWalker
{
    // Layers without parameters that keep units apart and in place.
    private static readonly HashSet<string> s_passing =
    [
        "ReLU", "ReLU6", "LeakyReLU", "RReLU", "ELU", "CELU", "SELU", "GELU", "SiLU", "Mish", "Softplus", "Sigmoid", "LogSigmoid", "Tanh", "Threshold",
        "Hardtanh", "Hardsigmoid", "Hardswish", "Hardshrink", "Softshrink", "Softsign", "Tanhshrink", "Softmax", "LogSoftmax", "Softmin", "Softmax2d",
        "Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout", "FeatureAlphaDropout", "Identity",
        "AdaptiveAvgPool1d", "AdaptiveAvgPool2d", "AdaptiveAvgPool3d", "AdaptiveMaxPool1d", "AdaptiveMaxPool2d", "AdaptiveMaxPool3d",
        "AvgPool1d", "AvgPool2d", "AvgPool3d", "MaxPool1d", "MaxPool2d", "MaxPool3d", "LPPool1d", "LPPool2d", "FractionalMaxPool2d", "FractionalMaxPool3d",
        "ConstantPad1d", "ConstantPad2d", "ConstantPad3d", "ReflectionPad1d", "ReflectionPad2d", "ReflectionPad3d",
        "ReplicationPad1d", "ReplicationPad2d", "ReplicationPad3d", "ZeroPad2d", "Upsample",
    ];

    private static readonly string[] s_lstm = ["input", "forget", "cell", "output"], s_gru = ["reset", "update", "new"], s_rnn = [""];

    private Flow Layer(string path, Module module)
    {
        switch (module)
        {
            case Linear linear:
                LayerWiring.Linear(Wiring, path, linear.weight.shape[0], linear.weight.shape[1], linear.bias is not null);
                return Ends(path);
            case Bilinear bilinear:
                LayerWiring.Bilinear(Wiring, path, bilinear.weight.shape[0], bilinear.weight.shape[1], bilinear.weight.shape[2], bilinear.bias is not null);
                return new Flow(FlowKind.Ends, null, Wiring.Ports[$"{path}out"].Axis);
            case Convolution convolution:
                return Convolve(path, convolution, convolution is ConvolutionTranspose);
            case NormBase norm:
                return PerUnit(path, norm, [norm.num_features]);
            case GroupNorm norm:
                return norm.weight is null ? Flow.Passes : PerUnit(path, norm, norm.weight.shape, norm.num_groups);
            case LayerNorm norm:
                return PerUnit(path, norm, norm.normalized_shape);
            case PReLU prelu:
                return prelu.weight.shape[0] == 1 ? Scalar(path, prelu) : PerUnit(path, prelu, prelu.weight.shape);
            case Embedding embedding:
                LayerWiring.Embedding(Wiring, path, embedding.weight.shape[0], embedding.weight.shape[1]);
                return Ends(path);
            case EmbeddingBag bag:
                LayerWiring.Embedding(Wiring, path, bag.weight.shape[0], bag.weight.shape[1]);
                return Ends(path);
            case RNN or RNNCell:
                return Recur(path, module, s_rnn);
            case GRU or GRUCell:
                return Recur(path, module, s_gru);
            case LSTM or LSTMCell:
                return Recur(path, module, s_lstm);
            case MultiheadAttention or TransformerEncoderLayer or TransformerEncoder or TransformerDecoderLayer or TransformerDecoder or Transformer:
                return Attend(path, module);
            case Flatten:
                return Flow.Flattens;
            default:
                return s_passing.Contains(module.GetType().Name) ? Flow.Passes : Unknown(path, module);
        }
    }

    private Flow Ends(string path) => new(FlowKind.Ends, Wiring.Ports[$"{path}in"].Axis, Wiring.Ports[$"{path}out"].Axis);

    private Flow Convolve(string path, Convolution convolution, bool transposed)
    {
        var (shape, groups) = (convolution.weight.shape, convolution.groups);
        var (outputs, inputs) = transposed ? (shape[1] * groups, shape[0]) : (shape[0], shape[1] * groups);
        LayerWiring.Convolution(Wiring, path, outputs, inputs, groups, shape[2..], convolution.bias is not null, transposed);
        return Ends(path);
    }

    private Flow PerUnit(string path, Module module, long[] shape, long groups = 1)
    {
        var parameters = module.named_parameters(false).Select(parameter => parameter.name);
        var buffers = module.named_buffers(false).Where(buffer => buffer.buffer.shape.SequenceEqual(shape)).Select(buffer => buffer.name);
        LayerWiring.PerUnit(Wiring, path, shape, parameters.ToList(), buffers.ToList(), groups);
        var units = Wiring.Ports[LayerWiring.End(path)].Axis;
        return new Flow(FlowKind.Ends, units, units, Through: true);
    }

    private Flow Scalar(string path, PReLU prelu)
    {
        LayerWiring.Free(Wiring, $"{path}weight", prelu.weight.shape, buffer: false);
        Deduplicate($"{path}weight", prelu.weight);
        return Flow.Passes;
    }

    private Flow Recur(string path, Module module, string[] gates)
    {
        var shapes = module.named_parameters().ToDictionary(parameter => parameter.name, parameter => parameter.parameter.shape);
        var cell = shapes.ContainsKey("weight_ih");
        var layers = cell ? 1 : shapes.Keys.Count(name => name.StartsWith("weight_ih_l", StringComparison.Ordinal) && !name.EndsWith("_reverse", StringComparison.Ordinal));
        LayerWiring.Recurrent(
            Wiring,
            path,
            gates,
            shapes[cell ? "weight_ih" : "weight_ih_l0"][1],
            shapes[cell ? "weight_hh" : "weight_hh_l0"][1],
            layers,
            bidirectional: shapes.ContainsKey("weight_ih_l0_reverse"),
            bias: shapes.ContainsKey(cell ? "bias_ih" : "bias_ih_l0"),
            cell);
        return Ends(path);
    }

    private Flow Attend(string path, Module module)
    {
        var shapes = module.named_parameters().Select(parameter => (parameter.name, parameter.parameter.shape)).ToList();
        var width = shapes.First(parameter => parameter.name.EndsWith("out_proj.weight", StringComparison.Ordinal)).shape[0];
        if (!shapes.Any(parameter => parameter.name.EndsWith("in_proj_weight", StringComparison.Ordinal)))
            return Unsupported(path, module, "its keys or values have a width of their own");
        int read, write;
        if (module is MultiheadAttention)
        {
            (write, read) = (LayerWiring.Write(Wiring, path, width), LayerWiring.Read(Wiring, path, width));
            Wiring.MarkUnitsLast(write);
        }
        else
        {
            read = write = LayerWiring.Stream(Wiring, path, width);
        }

        LayerWiring.Transformer(Wiring, path, shapes, prefix => HeadProbe.Heads(module, prefix, LayerWiring.End(path + prefix)), read, write);
        return Ends(path);
    }
}
