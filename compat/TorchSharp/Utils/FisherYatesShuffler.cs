using System;
using System.Collections;
using System.Collections.Generic;

namespace TorchSharp.Utils;

/// <summary>0 .. size - 1 in random order: another one at each enumeration, or always the same where a seed is given.
/// Memory grows with what has been drawn, not with the size.</summary>
public class FisherYatesShuffler(long size, int? seed = null) : IEnumerable<long>
{
    public IEnumerator<long> GetEnumerator()
    {
        var random = seed is { } fixedSeed ? new Random(fixedSeed) : new Random();
        var moved = new Dictionary<long, long>(); // what stands at a place, where it is not the place's own number
        for (var i = 0L; i < size; i++)
        {
            var j = random.NextInt64(i, size);
            var drawn = moved.GetValueOrDefault(j, j);
            moved[j] = moved.GetValueOrDefault(i, i);
            moved.Remove(i);
            yield return drawn;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
