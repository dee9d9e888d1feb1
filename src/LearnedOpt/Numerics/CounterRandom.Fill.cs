using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LearnedOpt.Numerics;

public readonly partial struct CounterRandom
{
    /// <summary>
    /// Standard normals: <c>target[i] = Normal(start + i)</c>, bit for bit, so filling in pieces equals filling at once.
    /// No allocation.
    /// </summary>
    /// <param name="target">Filled whole.</param>
    /// <param name="start">Index of the first draw.</param>
    public void Fill(Span<float> target, ulong start = 0)
    {
        int done = 0;
        for (; done < target.Length && ((start + (ulong)done) & 3) != 0; done++)
            target[done] = Normal(start + (ulong)done);
        ref float first = ref MemoryMarshal.GetReference(target);
        if (Avx2.IsSupported)
        {
            for (; done + 16 <= target.Length; done += 16)
                FillSixteen(ref Unsafe.Add(ref first, done), (start + (ulong)done) >> 2);
        }
        for (; done + 4 <= target.Length; done += 4)
        {
            Philox.Block block = Block((start + (ulong)done) >> 2);
            (target[done], target[done + 1]) = BoxMuller.Pair(block.W0, block.W1);
            (target[done + 2], target[done + 3]) = BoxMuller.Pair(block.W2, block.W3);
        }
        for (; done < target.Length; done++)
            target[done] = Normal(start + (ulong)done);
    }

    /// <summary>Uniforms on [0, 1): <c>target[i] = Uniform(start + i)</c>. No allocation.</summary>
    public void FillUniform(Span<float> target, ulong start = 0)
    {
        Philox.Block block = default;
        for (int i = 0; i < target.Length; i++)
        {
            ulong index = start + (ulong)i;
            if (i == 0 || (index & 3) == 0)
                block = Block(index >> 2);
            target[i] = (block.Word((int)(index & 3)) >> 8) * (1f / 16777216f);
        }
    }

    /// <summary>Puts <paramref name="items"/> in a random order; every order is equally likely (Fisher, Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int other = Below(i + 1, (ulong)i);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    /// <summary>A random permutation of 0 .. <paramref name="count"/> - 1.</summary>
    public int[] Permutation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var order = new int[count];
        for (int i = 0; i < count; i++)
            order[i] = i;
        Shuffle(order.AsSpan());
        return order;
    }

    private void FillSixteen(ref float target, ulong block)
    {
        (Vector256<ulong> w0, Vector256<ulong> w1, Vector256<ulong> w2, Vector256<ulong> w3) = Philox.GenerateFour(block, stream, key);
        (Vector128<float> n0, Vector128<float> n1) = BoxMuller.Pairs(w0, w1);
        (Vector128<float> n2, Vector128<float> n3) = BoxMuller.Pairs(w2, w3);

        // Transpose [draw within block, block] to [block, draw within block].
        Vector128<float> a = Sse.UnpackLow(n0, n1), b = Sse.UnpackLow(n2, n3), c = Sse.UnpackHigh(n0, n1), d = Sse.UnpackHigh(n2, n3);
        Sse.MoveLowToHigh(a, b).StoreUnsafe(ref target);
        Sse.MoveHighToLow(b, a).StoreUnsafe(ref target, 4);
        Sse.MoveLowToHigh(c, d).StoreUnsafe(ref target, 8);
        Sse.MoveHighToLow(d, c).StoreUnsafe(ref target, 12);
    }
}
