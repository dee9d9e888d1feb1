namespace LearnedOpt.WeightSpaces;

/// <summary>The axes of each layer kind, as PyTorch and TorchSharp store them. Paths end in a dot, or are empty for a root.</summary>
internal static class LayerWiring
{
    /// <summary>weight [out, in], bias [out].</summary>
    internal static void Linear(ModuleWiring wiring, string path, long outputs, long inputs, bool bias)
    {
        var (write, read) = (Write(wiring, path, outputs), Read(wiring, path, inputs));
        wiring.MarkUnitsLast(write);
        wiring.Parameter($"{path}weight", [outputs, inputs], (write, AxisRole.Out), (read, AxisRole.In));
        Bias(wiring, path, write, outputs, bias);
    }

    /// <summary>weight [out, in1, in2], bias [out].</summary>
    internal static void Bilinear(ModuleWiring wiring, string path, long outputs, long inputs1, long inputs2, bool bias)
    {
        var write = Write(wiring, path, outputs);
        var (read1, read2) = (wiring.Plain($"{path}in1", inputs1, AxisOrigin.Read), wiring.Plain($"{path}in2", inputs2, AxisOrigin.Read));
        wiring.Port($"{path}in1", read1, PortDirection.In);
        wiring.Port($"{path}in2", read2, PortDirection.In);
        wiring.Parameter($"{path}weight", [outputs, inputs1, inputs2], (write, AxisRole.Out), (read1, AxisRole.In), (read2, AxisRole.In));
        Bias(wiring, path, write, outputs, bias);
    }

    /// <summary>
    /// weight [out, in / groups, kernel...], bias [out]; transposed: weight [in, out / groups, kernel...]. With groups, output
    /// and input channels are groups x channels of a group.
    /// </summary>
    internal static void Convolution(ModuleWiring wiring, string path, long outputs, long inputs, long groups, long[] kernel, bool bias, bool transposed)
    {
        var (write, read, outer, inner) = (0, 0, 0, 0);
        if (groups == 1)
        {
            (write, read) = (Write(wiring, path, outputs), Read(wiring, path, inputs));
            (outer, inner) = transposed ? (read, write) : (write, read);
        }
        else
        {
            var group = wiring.Plain($"{path}groups", groups, AxisOrigin.Read);
            var (ofGroup, intoGroup) = (wiring.Plain($"{path}out/groups", outputs / groups, AxisOrigin.Written), wiring.Plain($"{path}in/groups", inputs / groups, AxisOrigin.Read));
            write = wiring.Product($"{path}out", AxisOrigin.Written, group, ofGroup);
            read = wiring.Product($"{path}in", AxisOrigin.Read, group, intoGroup);
            wiring.Port($"{path}out", write, PortDirection.Out);
            wiring.Port($"{path}in", read, PortDirection.In);
            (outer, inner) = transposed ? (read, ofGroup) : (write, intoGroup);
        }

        var taps = kernel.Select((size, axis) => wiring.Plain($"{path}tap{axis}", size, AxisOrigin.Spatial)).ToArray();
        long[] shape = transposed ? [inputs, outputs / groups, .. kernel] : [outputs, inputs / groups, .. kernel];
        var (first, second) = transposed ? (AxisRole.In, AxisRole.Out) : (AxisRole.Out, AxisRole.In);
        wiring.Parameter($"{path}weight", shape, [(outer, first), (inner, second), .. taps.Select(tap => (tap, AxisRole.Spatial))]);
        Bias(wiring, path, write, outputs, bias);
    }

    /// <summary>
    /// Vectors over the units that a norm (or a PReLU) works on; running statistics move along. With groups, units are groups x
    /// units of a group. Further dimensions of a layer norm are positions.
    /// </summary>
    internal static void PerUnit(ModuleWiring wiring, string path, long[] shape, IEnumerable<string> parameters, IEnumerable<string> buffers, long groups = 1)
    {
        var units = groups <= 1 || groups >= shape[0]
            ? wiring.Plain(End(path), shape[0], AxisOrigin.Read)
            : wiring.Product(End(path), AxisOrigin.Read, wiring.Plain($"{path}groups", groups, AxisOrigin.Read), wiring.Plain($"{path}units", shape[0] / groups, AxisOrigin.Read));
        wiring.Port(End(path), units, PortDirection.Through);
        var positions = shape.Skip(1).Select((size, axis) => wiring.Plain($"{path}position{axis}", size, AxisOrigin.Spatial)).ToArray();
        (int, AxisRole)[] axes = [(units, AxisRole.Out), .. positions.Select(position => (position, AxisRole.Spatial))];
        foreach (var name in parameters)
            wiring.Parameter($"{path}{name}", shape, axes);
        foreach (var name in buffers)
            wiring.Buffer($"{path}{name}", shape, axes);
    }

    /// <summary>weight [vocabulary, features].</summary>
    internal static void Embedding(ModuleWiring wiring, string path, long vocabulary, long features)
    {
        var (words, write) = (wiring.Plain($"{path}in", vocabulary, AxisOrigin.Boundary), Write(wiring, path, features));
        wiring.Port($"{path}in", words, PortDirection.In);
        wiring.MarkUnitsLast(write);
        wiring.Parameter($"{path}weight", [vocabulary, features], (words, AxisRole.In), (write, AxisRole.Out));
    }

    /// <summary>
    /// weight_ih [gates x hidden, in], weight_hh [gates x hidden, hidden], biases [gates x hidden] for each layer and direction
    /// (suffixes <c>_l0</c>, <c>_l0_reverse</c>; none for a cell). Each gate is a tensor of its own; all share the hidden symmetry.
    /// </summary>
    internal static void Recurrent(ModuleWiring wiring, string path, string[] gates, long inputs, long hidden, int layers, bool bidirectional, bool bias, bool cell)
    {
        var read = Read(wiring, path, inputs);
        for (var layer = 0; layer < layers; layer++)
        {
            var states = new List<(string, int)>();
            foreach (var direction in bidirectional ? new[] { "", "_reverse" } : [""])
            {
                var suffix = cell ? "" : $"_l{layer}{direction}";
                var state = wiring.Plain($"{path}state{suffix}", hidden, layer == layers - 1 ? AxisOrigin.Written : AxisOrigin.Internal);
                var units = gates.Length == 1 ? state : wiring.Concat($"{path}gates{suffix}", AxisOrigin.Internal, [.. gates.Select(gate => (gate, state))]);
                var (width, total) = (wiring.Axes[read].Size, gates.Length * hidden);
                wiring.Parameter($"{path}weight_ih{suffix}", [total, width], (units, AxisRole.Out), (read, AxisRole.In));
                wiring.Parameter($"{path}weight_hh{suffix}", [total, hidden], (units, AxisRole.Out), (state, AxisRole.In));
                foreach (var name in bias ? new[] { "bias_ih", "bias_hh" } : [])
                    wiring.Parameter($"{path}{name}{suffix}", [total], (units, AxisRole.Out));
                states.Add(("", state));
            }

            read = states.Count == 1 ? states[0].Item2 : wiring.Concat($"{path}states_l{layer}", AxisOrigin.Internal, [.. states]);
        }

        wiring.Port($"{path}out", read, PortDirection.Out);
        wiring.MarkUnitsLast(read);
    }

    /// <summary>
    /// in_proj [query, key, value: heads x headDim, model], out_proj [model, heads x headDim]. Query and key share the symmetry of
    /// their head dimension, value and out_proj that of theirs, all four the heads.
    /// </summary>
    internal static void Attention(ModuleWiring wiring, string path, long model, long heads, bool bias, int read, int write)
    {
        var head = wiring.Plain($"{path}heads", heads, AxisOrigin.Internal);
        var match = wiring.Product($"{path}match", AxisOrigin.Internal, head, wiring.Plain($"{path}queryKeyDim", model / heads, AxisOrigin.Internal));
        var value = wiring.Product($"{path}mix", AxisOrigin.Internal, head, wiring.Plain($"{path}valueDim", model / heads, AxisOrigin.Internal));
        var packed = wiring.Concat($"{path}qkv", AxisOrigin.Internal, ("query", match), ("key", match), ("value", value));
        wiring.Parameter($"{path}in_proj_weight", [3 * model, model], (packed, AxisRole.Out), (read, AxisRole.In));
        if (bias)
            wiring.Parameter($"{path}in_proj_bias", [3 * model], (packed, AxisRole.Out));
        wiring.Parameter($"{path}out_proj.weight", [model, model], (write, AxisRole.Out), (value, AxisRole.In));
        if (bias)
            wiring.Parameter($"{path}out_proj.bias", [model], (write, AxisRole.Out));
    }

    /// <summary>
    /// The parameters of a transformer layer, or a stack of them: attentions, pairs of linears and norms around one residual stream.
    /// </summary>
    /// <param name="wiring">Receives them.</param>
    /// <param name="path">Path of the module.</param>
    /// <param name="shapes">Its parameters, in order.</param>
    /// <param name="heads">Number of heads of the attention with a given prefix.</param>
    /// <param name="read">The axis that it reads.</param>
    /// <param name="write">The axis that it writes; the same where a residual stream runs through. Encoder and decoder streams share it.</param>
    internal static void Transformer(ModuleWiring wiring, string path, IReadOnlyList<(string Name, long[] Shape)> shapes, Func<string, long> heads, int read, int write)
    {
        var hidden = new Dictionary<string, int>();
        foreach (var (name, shape) in shapes)
        {
            var (prefix, last) = (name[..(name.LastIndexOf('.') + 1)], name[(name.LastIndexOf('.') + 1)..]);
            if (last == "in_proj_weight")
                Attention(wiring, path + prefix, shape[1], heads(prefix), shapes.Any(other => other.Name == $"{prefix}in_proj_bias"), read, write);
            else if (prefix.EndsWith("linear1.", StringComparison.Ordinal) || prefix.EndsWith("linear2.", StringComparison.Ordinal))
                FeedForward(prefix, last, shape);
            else if (prefix.Contains("norm", StringComparison.Ordinal))
                wiring.Parameter(path + name, shape, (write, AxisRole.Out));
        }

        void FeedForward(string prefix, string last, long[] shape)
        {
            var (layer, first) = (prefix[..^"linear1.".Length], prefix.EndsWith("linear1.", StringComparison.Ordinal));
            if (!hidden.TryGetValue(layer, out var inner))
                inner = hidden[layer] = wiring.Plain($"{path}{layer}hidden", shape[first ? 0 : 1], AxisOrigin.Internal);
            var (rows, columns) = first ? (inner, read) : (write, inner);
            if (last == "weight")
                wiring.Parameter($"{path}{prefix}{last}", shape, (rows, AxisRole.Out), (columns, AxisRole.In));
            else
                wiring.Parameter($"{path}{prefix}{last}", shape, (rows, AxisRole.Out));
        }
    }

    /// <summary>A parameter of a custom module: its axes are independent until tied.</summary>
    internal static void Free(ModuleWiring wiring, string name, long[] shape, bool buffer)
    {
        var axes = shape.Select((size, axis) => (wiring.Plain($"{name}[{axis}]", size, AxisOrigin.Read), axis == 0 ? AxisRole.Out : AxisRole.In)).ToArray();
        if (buffer)
            wiring.Buffer(name, shape, axes);
        else
            wiring.Parameter(name, shape, axes);
    }

    /// <summary>Ends of a module whose input and output are one residual stream.</summary>
    internal static int Stream(ModuleWiring wiring, string path, long model)
    {
        var stream = wiring.Plain($"{path}stream", model, AxisOrigin.Written);
        wiring.Port($"{path}in", stream, PortDirection.In);
        wiring.Port($"{path}out", stream, PortDirection.Out);
        wiring.MarkUnitsLast(stream);
        return stream;
    }

    /// <summary>The name of a module from its path: without the dot; the root is <c>model</c>.</summary>
    internal static string End(string path) => path.Length == 0 ? "model" : path.TrimEnd('.');

    private static void Bias(ModuleWiring wiring, string path, int write, long outputs, bool bias)
    {
        if (bias)
            wiring.Parameter($"{path}bias", [outputs], (write, AxisRole.Out));
    }

    internal static int Write(ModuleWiring wiring, string path, long size)
    {
        var axis = wiring.Plain($"{path}out", size, AxisOrigin.Written);
        wiring.Port($"{path}out", axis, PortDirection.Out);
        return axis;
    }

    internal static int Read(ModuleWiring wiring, string path, long size)
    {
        var axis = wiring.Plain($"{path}in", size, AxisOrigin.Read);
        wiring.Port($"{path}in", axis, PortDirection.In);
        return axis;
    }
}
