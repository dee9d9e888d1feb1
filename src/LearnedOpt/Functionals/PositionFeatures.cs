using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Functionals;

/// <summary>
/// Extra input channels that say where an element is, for axes whose order means something although a symmetry permutes them:
/// kernel taps, inputs and outputs (the input/output encoding of NFN), and the depth of the tensor. They break exactly those symmetries.
/// <c>sin(2 pi 2^f p), cos(2 pi 2^f p) for p = (index + 1/2) / size, f = 0 .. frequencies - 1</c>
/// </summary>
/// <remarks>
/// Channels of one encoding: for the first and the second axis of the kind, <c>2 * frequencies</c> each; zero where a tensor has no such
/// axis. Depth: p runs over the tensors of the space. Reference: Zhou et al., 2023, appendix; Zhou, Finn and Harrison, 2024, section 5.
/// </remarks>
public static class PositionFeatures
{
    /// <summary>Positions along kernel axes: at most two, so 4 * frequencies channels.</summary>
    public static IReadOnlyList<float[]> Spatial(WeightSpace space, int frequencies = 1) => Along(space, SymmetryKind.Spatial, frequencies);

    /// <summary>Positions along input, output and vocabulary axes: 4 * frequencies channels.</summary>
    public static IReadOnlyList<float[]> Boundary(WeightSpace space, int frequencies = 1) => Along(space, SymmetryKind.Boundary, frequencies);

    /// <summary>Position of the tensor in the space: 2 * frequencies channels, constant over each tensor.</summary>
    public static IReadOnlyList<float[]> Depth(WeightSpace space, int frequencies = 1)
    {
        ArgumentNullException.ThrowIfNull(space);
        return [.. space.Tensors.Select((tensor, index) =>
        {
            var features = new float[2 * frequencies * tensor.Count];
            for (var channel = 0; channel < 2 * frequencies; channel++)
                features.AsSpan(channel * (int)tensor.Count, (int)tensor.Count).Fill(Wave(channel, index, space.Tensors.Count));
            return features;
        })];
    }

    private static float[][] Along(WeightSpace space, SymmetryKind kind, int frequencies)
    {
        ArgumentNullException.ThrowIfNull(space);
        return [.. space.Tensors.Select(tensor =>
        {
            var (count, features) = ((int)tensor.Count, new float[4 * frequencies * tensor.Count]);
            var axes = Enumerable.Range(0, tensor.Rank).Where(axis => tensor.Axes[axis].Kind == kind).Take(2).ToArray();
            var strides = ParameterView.RowMajor(tensor.Shape);
            for (var place = 0; place < axes.Length; place++)
            {
                for (var channel = 0; channel < 2 * frequencies; channel++)
                {
                    var plane = features.AsSpan((place * 2 * frequencies + channel) * count, count);
                    for (var element = 0; element < count; element++)
                        plane[element] = Wave(channel, element / strides[axes[place]] % tensor.Shape[axes[place]], tensor.Shape[axes[place]]);
                }
            }

            return features;
        })];
    }

    private static float Wave(int channel, long index, long size)
    {
        var phase = 2 * Math.PI * (1L << (channel / 2)) * (index + 0.5) / size;
        return (float)(channel % 2 == 0 ? Math.Sin(phase) : Math.Cos(phase));
    }
}
