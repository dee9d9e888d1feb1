using LearnedOpt.Functionals;

namespace LearnedOpt.Kernels.Plans;

/// <summary>
/// The products of a layer that map whole tensors to whole tensors (the element itself, a tensor of the same symmetries, a
/// transpose), taken the moment the input tile is there: one matrix [c_in, targets x c_out] for each source tensor. Only the
/// results are kept, c_out floats for each element and target, and gathered when the output is read.
/// </summary>
internal sealed unsafe class Projections
{
    private readonly KernelSet kernels;
    private readonly int channelsIn;
    private readonly int channelsOut;
    private readonly Source[] sources;
    private readonly Reading[][] readings;
    private readonly FloatBuffer zeros;

    public Projections(LayerPlan plan, KernelSet kernels)
    {
        this.kernels = kernels;
        (channelsIn, channelsOut) = (plan.Coefficients.InputChannels, plan.Coefficients.OutputChannels);
        var found = plan.Outputs.Select(_ => new List<Projection>()).ToArray();
        var targets = plan.Outputs.Select(_ => new List<Reading>()).ToArray();
        foreach (OutputPlan output in plan.Outputs)
        {
            foreach (PatternPlan pattern in output.Patterns)
            {
                foreach (Contribution contribution in pattern.Contributions)
                {
                    foreach (Functionals.Source source in contribution.Sources.Where(source => WholeTensorRules.IsWhole(plan, pattern, source)))
                    {
                        AxisPattern from = plan.Reductions[source.Reduction].Pattern;
                        targets[output.Tensor].Add(new Reading(from.Tensor, found[from.Tensor].Count, source.IsAligned ? null : Places.Inverse(Places.Keep(from.Shape, source.AxisOrder))));
                        found[from.Tensor].Add(new Projection(contribution.MatrixOffset, source.Scale));
                    }
                }
            }
        }

        readings = [.. targets.Select(list => list.ToArray())];
        sources = [.. found.Select((list, tensor) => new Source([.. list], channelsIn, channelsOut, plan.Coefficients.Space.Tensors[tensor].Count))];
        zeros = new FloatBuffer(sources.Select(source => source.Layer.Outputs).DefaultIfEmpty(0).Max());
    }

    /// <summary>Packs the layer's part of theta.</summary>
    public void Bind(ReadOnlySpan<float> theta)
    {
        foreach (Source source in sources)
            source.Pack(theta, channelsIn, channelsOut);
    }

    /// <summary>Takes the channels [c_in, stride] of a run of elements that begins on a tile's boundary.</summary>
    public void Add(int tensor, float* tile, int stride, long first, int count)
    {
        Source source = sources[tensor];
        kernels.Dense(tile, stride, source.Layer, zeros.Pointer, 0, source.Planes.Pointer + first, source.Stride, count, relu: false);
    }

    /// <summary>Forgets what a tensor contributes.</summary>
    public void Skip(int tensor) => sources[tensor].Planes.Span.Clear();

    /// <summary>Writes the sum of the products into a run of an output tensor, [c_out, stride].</summary>
    public void Read(int tensor, long first, int count, float* output, int stride)
    {
        for (int c = 0; c < channelsOut; c++)
        {
            var target = new Span<float>(output + (c * stride), count);
            target.Clear();
            foreach (Reading reading in readings[tensor])
            {
                Source source = sources[reading.Tensor];
                float* plane = source.Planes.Pointer + ((long)((reading.Number * channelsOut) + c) * source.Stride);
                if (reading.SourceOf is null)
                {
                    for (int e = 0; e < target.Length; e++)
                        target[e] += plane[first + e];
                }
                else
                {
                    for (int e = 0; e < target.Length; e++)
                        target[e] += plane[reading.SourceOf[first + e]];
                }
            }
        }
    }

    /// <summary>A matrix applied to a source tensor.</summary>
    private readonly record struct Projection(int MatrixOffset, float Scale);

    /// <summary>Which of a source's results an output tensor adds, and in which order of elements.</summary>
    private sealed record Reading(int Tensor, int Number, int[]? SourceOf);

    private sealed class Source
    {
        private readonly Projection[] projections;

        public Source(Projection[] projections, int channelsIn, int channelsOut, long count)
        {
            this.projections = projections;
            Layer = new DenseLayer(channelsIn, projections.Length * channelsOut);
            Stride = FloatBuffer.RoundUp(count);
            Planes = new FloatBuffer((long)Layer.Outputs * Stride);
        }

        public DenseLayer Layer { get; }

        public int Stride { get; }

        /// <summary>[projections x c_out, Stride].</summary>
        public FloatBuffer Planes { get; }

        public void Pack(ReadOnlySpan<float> theta, int channelsIn, int channelsOut)
        {
            var joined = new float[channelsIn * Layer.ChannelsOut];
            for (int p = 0; p < projections.Length; p++)
            {
                for (int i = 0; i < channelsIn; i++)
                {
                    for (int o = 0; o < channelsOut; o++)
                        joined[(i * Layer.ChannelsOut) + (p * channelsOut) + o] = projections[p].Scale * theta[projections[p].MatrixOffset + (i * channelsOut) + o];
                }
            }

            Layer.Pack(joined);
        }
    }
}
