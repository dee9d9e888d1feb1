using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static partial class utils
            {
                public static partial class rnn
                {
                    private static readonly Op s_pack = new("_pack_padded_sequence"), s_unpack = new("_pad_packed_sequence"), s_pad = new("pad_sequence");

                    /// <summary>Sequences [time, features...] to [time, batch, features...] (or batch first), filled up at the end.</summary>
                    public static Tensor pad_sequence(IEnumerable<Tensor> sequences, bool batch_first = false, double padding_value = 0) =>
                        s_pad.Call(sequences.ToArray(), batch_first, padding_value);

                    /// <summary>Packs [time, batch, features...] (or batch first), given the length of each sequence.</summary>
                    public static PackedSequence pack_padded_sequence(Tensor input, Tensor lengths, bool batch_first = false, bool enforce_sorted = true)
                    {
                        using var scope = NewDisposeScope();
                        var sizes = lengths.to(DeviceType.CPU).to(ScalarType.Int64);
                        Tensor order = null, back = null;
                        if (!enforce_sorted)
                        {
                            (sizes, var sorted) = sizes.sort(dim: -1, descending: true);
                            order = sorted.to(input.device);
                            back = order.argsort();
                            input = input.index_select(batch_first ? 0 : 1, order);
                        }
                        var (data, batches) = s_pack.Call2(input, sizes, batch_first);
                        return new PackedSequence(data, batches, order, back).MoveToOuterDisposeScope();
                    }

                    /// <summary>Back to [time, batch, features...] (or batch first) and the lengths [batch].</summary>
                    public static (Tensor, Tensor) pad_packed_sequence(PackedSequence sequence, bool batch_first = false, double padding_value = 0, long? total_length = null)
                    {
                        using var scope = NewDisposeScope();
                        var (padded, lengths) = s_unpack.Call2(sequence.data, sequence.batch_sizes, batch_first, padding_value, total_length ?? -1);
                        if (sequence.unsorted_indices is { } back)
                        {
                            padded = padded.index_select(batch_first ? 0 : 1, back);
                            lengths = lengths.index_select(0, back.to(DeviceType.CPU));
                        }
                        return scope.MoveToOuter(padded, lengths);
                    }

                    public static PackedSequence pack_sequence(IEnumerable<Tensor> sequences, bool enforce_sorted = true)
                    {
                        using var scope = NewDisposeScope();
                        var list = sequences.ToList();
                        var lengths = tensor(list.Select(s => s.shape[0]).ToArray());
                        return pack_padded_sequence(pad_sequence(list), lengths, enforce_sorted: enforce_sorted).MoveToOuterDisposeScope();
                    }
                }
            }
        }
    }
}
