using System.Globalization;
using LearnedOpt.Numerics;
using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Tasks.Families;

/// <summary>Draws sizes and choices one after the other.</summary>
public sealed class FamilyDraw(RandomSequence random, DataFolder folder)
{
    private RandomSequence _random = random;

    /// <summary>A whole number, log-uniform: twice as large is as likely as half as large.</summary>
    public int Size(int low, int high) => (int)Math.Round(Scale(low, high));

    /// <summary>A number, log-uniform.</summary>
    public double Scale(double low, double high) => low * Math.Pow(high / low, _random.Uniform());

    /// <summary>One of several, equally likely.</summary>
    public T One<T>(params IReadOnlyList<T> choices) => choices[_random.Below(choices.Count)];

    /// <summary>One of the data sets that are there; without a data folder all are, since embedded ones stand in.</summary>
    /// <exception cref="DataException">The folder has none of them.</exception>
    public string Data(params IReadOnlyList<string> names)
    {
        string[] present = [.. names.Where(folder.Has)];
        return present.Length > 0
            ? One<string>(present)
            : throw new DataException(folder.Path ?? "", string.Join(" or ", names), "none of them", $"fetch one (learnedopt data fetch {names[0]}), or leave out --data to use embedded data");
    }

    /// <summary>A number as it is written in a task's name.</summary>
    public static string Write(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
