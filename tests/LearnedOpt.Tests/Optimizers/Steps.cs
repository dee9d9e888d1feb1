namespace LearnedOpt.Tests.Optimizers;

internal static class Steps
{
    /// <summary>Steps agree relative to the largest of the tensor, plus what rounding the weights themselves costs.</summary>
    public static void AssertEqual(float[][] before, double[][] expected, float[][] actual, double tolerance, string where)
    {
        for (int t = 0; t < expected.Length; t++)
        {
            double largest = expected[t].Select((value, i) => Math.Abs(value - before[t][i])).DefaultIfEmpty(0).Max();
            for (int i = 0; i < expected[t].Length; i++)
            {
                double allowed = (tolerance * largest) + (1.2e-7 * Math.Abs(before[t][i]));
                if (!(Math.Abs(expected[t][i] - actual[t][i]) <= allowed))
                    Assert.Fail($"{where}, tensor {t}, element {i}: {actual[t][i]:r} is not {expected[t][i]:r} within {allowed:g2}");
            }
        }
    }
}
