using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// The sizes of a stack of recurrent layers. Each layer and direction has weight_ih [gates hidden, in],
    /// weight_hh [gates hidden, hidden] and, with bias, bias_ih and bias_hh [gates hidden].
    /// </summary>
    internal sealed record RecurrentLayout(long Gates, long InputSize, long HiddenSize, long Layers, bool Bias, bool BatchFirst, double Dropout, bool Bidirectional)
    {
        public long Directions => Bidirectional ? 2 : 1;

        /// <summary>Names and shapes in the order of the native operators.</summary>
        public IEnumerable<(string name, long[] shape)> Parameters()
        {
            for (long layer = 0; layer < Layers; layer++)
                for (var direction = 0; direction < Directions; direction++)
                {
                    var suffix = $"_l{layer}{(direction == 1 ? "_reverse" : "")}";
                    var input = layer == 0 ? InputSize : HiddenSize * Directions;
                    yield return ("weight_ih" + suffix, [Gates * HiddenSize, input]);
                    yield return ("weight_hh" + suffix, [Gates * HiddenSize, HiddenSize]);
                    if (!Bias) continue;
                    yield return ("bias_ih" + suffix, [Gates * HiddenSize]);
                    yield return ("bias_hh" + suffix, [Gates * HiddenSize]);
                }
        }

        public IEnumerable<(string, Parameter)> Create(Device device, ScalarType? dtype)
        {
            if (Layers < 1 || HiddenSize < 1) throw new ArgumentException($"A recurrent layer needs at least one layer and one unit; received {Layers} layers of {HiddenSize}.");
            var bound = 1 / Math.Sqrt(HiddenSize);
            foreach (var (name, shape) in Parameters())
            {
                var parameter = Operators.NewParameter(shape, device, dtype);
                nn.init.uniform_(parameter, -bound, bound);
                yield return (name, parameter);
            }
        }

        /// <summary>[layers directions, batch, hidden] of zeros for an input, or what the caller gave.</summary>
        public Tensor Initial(Tensor given, Tensor data, long batch)
        {
            if (given is not null) return Operators.Alias(given);
            return zeros([Layers * Directions, batch, HiddenSize], dtype: data.dtype, device: data.device);
        }

        public long Batch(Tensor input)
        {
            var shape = input.shape;
            if (shape.Length != 3) throw new ExternalException($"input must have 3 dimensions, got {shape.Length}");
            if (shape[2] != InputSize) throw new ExternalException($"input.size(-1) must be equal to input_size. Expected {InputSize}, got {shape[2]}");
            return BatchFirst ? shape[0] : shape[1];
        }
    }
}
