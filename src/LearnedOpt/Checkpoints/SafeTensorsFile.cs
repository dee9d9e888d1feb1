namespace LearnedOpt.Checkpoints;

/// <summary>The content of a safetensors file, in memory.</summary>
public sealed class SafeTensorsFile
{
    private readonly Dictionary<string, StoredTensor> byName;

    internal SafeTensorsFile(string path, IReadOnlyList<StoredTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        (Path, Tensors, Metadata) = (path, tensors, metadata);
        byName = tensors.ToDictionary(tensor => tensor.Name);
    }

    /// <summary>Where it was read from, as the caller named it.</summary>
    public string Path { get; }

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyList<StoredTensor> Tensors { get; }

    /// <summary>The file's <c>__metadata__</c>; empty when it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>True when there is a tensor of this name.</summary>
    public bool Contains(string name) => byName.ContainsKey(name);

    /// <summary>The tensor of this name.</summary>
    /// <exception cref="CheckpointException">There is none.</exception>
    public StoredTensor this[string name] => byName.TryGetValue(name, out StoredTensor? tensor)
        ? tensor
        : throw new CheckpointException(Path, $"a tensor {CheckpointException.Quote(name)}", $"{Tensors.Count} others ({Some()})", "the file is for something else: choose another one");

    /// <summary>The tensor of this name as floats, checked to have <paramref name="shape"/>.</summary>
    /// <exception cref="CheckpointException">There is none, it holds integers, or its shape differs.</exception>
    public float[] Singles(string name, params ReadOnlySpan<long> shape)
    {
        StoredTensor tensor = this[name];
        if (!shape.SequenceEqual([.. tensor.Shape]) || tensor.Type is ElementType.I64 or ElementType.I32 or ElementType.U8)
        {
            throw new CheckpointException(Path, $"floats of shape [{string.Join(", ", shape.ToArray())}] in tensor {CheckpointException.Quote(name)}",
                $"{tensor.Type} of shape [{string.Join(", ", tensor.Shape)}]", "the file is for something else: choose another one");
        }
        return tensor.ToSingles();
    }

    /// <summary>The metadata entry of this key.</summary>
    /// <exception cref="CheckpointException">There is none.</exception>
    public string Text(string key) => Metadata.TryGetValue(key, out string? value)
        ? value
        : throw new CheckpointException(Path, $"metadata {CheckpointException.Quote(key)}", "none of that name", "the file is for something else: choose another one");

    private string Some() => CheckpointException.Quote(string.Join(", ", Tensors.Take(4).Select(tensor => tensor.Name)));
}
