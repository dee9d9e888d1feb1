namespace LearnedOpt.Checkpoints;

/// <summary>The table of contents of a safetensors file: cheap to read however large the file is.</summary>
public sealed class SafeTensorsHeader
{
    internal SafeTensorsHeader(IReadOnlyList<Entry> entries, IReadOnlyDictionary<string, string> metadata, long dataStart, long dataBytes) =>
        (Entries, Metadata, DataStart, DataBytes) = (entries, metadata, dataStart, dataBytes);

    /// <summary>The tensors in the order of their data; together they cover the data without gaps or overlaps.</summary>
    public IReadOnlyList<Entry> Entries { get; }

    /// <summary>The file's <c>__metadata__</c>; empty when it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Bytes of all tensors together.</summary>
    public long DataBytes { get; }

    internal long DataStart { get; }

    /// <summary>One tensor's name, element type, shape and place in the data.</summary>
    public sealed class Entry
    {
        internal Entry(string name, ElementType type, long[] shape, long begin, long end) =>
            (Name, Type, Shape, Extents, Begin, End) = (name, type, Array.AsReadOnly(shape), shape, begin, end);

        /// <summary>Name, unique in its file.</summary>
        public string Name { get; }

        /// <summary>Type of the elements.</summary>
        public ElementType Type { get; }

        /// <summary>Extents, outermost first; empty for a scalar.</summary>
        public IReadOnlyList<long> Shape { get; }

        internal long[] Extents { get; }

        internal long Begin { get; }

        internal long End { get; }
    }
}
