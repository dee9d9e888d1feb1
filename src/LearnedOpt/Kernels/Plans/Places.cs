using LearnedOpt.Functionals;

namespace LearnedOpt.Kernels.Plans;

/// <summary>How a sum over some axes runs through memory.</summary>
internal enum Fold
{
    /// <summary>In no simple order.</summary>
    None,

    /// <summary>Each entry is the sum of a row.</summary>
    Rows,

    /// <summary>Each entry is the sum of a column.</summary>
    Columns,
}

/// <summary>Which entry of a reduced tensor each entry of a tensor belongs to.</summary>
internal static class Places
{
    /// <summary>For each element of a tensor of this shape its place in the reduced tensor, -1 off the diagonal.</summary>
    public static int[] Of(IReadOnlyList<long> shape, AxisPattern pattern)
    {
        int[] blocks = pattern.Blocks.ToArray();
        var strides = new int[pattern.BlockCount];                  // 0 for free blocks
        for (int block = pattern.Kept - 1, stride = 1; block >= 0; block--)
        {
            strides[block] = stride;
            stride *= (int)pattern.Shape[block];
        }

        return Walk(shape, index =>
        {
            var first = new int[pattern.BlockCount];
            Array.Fill(first, -1);
            int place = 0;
            for (int axis = 0; axis < blocks.Length; axis++)
            {
                int block = blocks[axis];
                if (first[block] < 0)
                    place += strides[block] * (first[block] = index[axis]);
                else if (first[block] != index[axis])
                    return -1;
            }

            return place;
        });
    }

    /// <summary>For each element of a tensor of this shape its place in the tensor of the axes <paramref name="kept"/>, in that order.</summary>
    public static int[] Keep(IReadOnlyList<long> shape, IReadOnlyList<int> kept)
    {
        var strides = new int[shape.Count];
        for (int i = kept.Count - 1, stride = 1; i >= 0; i--)
        {
            strides[kept[i]] = stride;
            stride *= (int)shape[kept[i]];
        }

        return Walk(shape, index =>
        {
            int place = 0;
            for (int axis = 0; axis < index.Length; axis++)
                place += strides[axis] * index[axis];
            return place;
        });
    }

    /// <summary>Places of [kernel, tap] as places of [tap, stride], kernels being neighbours and beginning again behind the last one.</summary>
    public static int[] SideBySide(int[] places, int taps, int stride)
    {
        var turned = new int[taps * stride];
        for (int i = 0; i < turned.Length; i++)
            turned[i] = places[(i % stride * taps + (i / stride)) % places.Length];
        return turned;
    }

    /// <summary>For each place the element that has it, where no two share one.</summary>
    public static int[] Inverse(int[] places)
    {
        var inverse = new int[places.Length];
        for (int i = 0; i < places.Length; i++)
            inverse[places[i]] = i;
        return inverse;
    }

    /// <summary>
    /// Whether elements are a matrix [count, n], of which places are the row, or [n, count], of which they are the column.
    /// </summary>
    public static Fold FoldOf(int[] places, int count)
    {
        if (count == 0 || places.Length % count != 0 || places.Length == 0)
            return Fold.None;
        int others = places.Length / count;
        bool rows = true, columns = true;
        for (int i = 0; i < places.Length; i++)
        {
            rows &= places[i] == i / others;
            columns &= places[i] == i % count;
        }

        return rows ? Fold.Rows : columns ? Fold.Columns : Fold.None;
    }

    /// <summary>True when every element is its own place.</summary>
    public static bool IsIdentity(int[] places)
    {
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] != i)
                return false;
        }

        return true;
    }

    private static int[] Walk(IReadOnlyList<long> shape, Func<int[], int> place)
    {
        var places = new int[shape.Aggregate(1L, (product, size) => product * size)];
        var index = new int[shape.Count];
        for (int e = 0; e < places.Length; e++)
        {
            places[e] = place(index);
            for (int axis = index.Length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--)
                index[axis] = 0;
        }

        return places;
    }
}
