using LearnedOpt.Numerics;

namespace LearnedOpt.Optimizers;

/// <summary>
/// Initial weights of an Adafactor-family network: random as the authors', but for two units that carry m(0.9) / sqrt(v) and its
/// negative to the direction, and output weights that are otherwise zero. So the rule begins as RMSprop with momentum.
/// </summary>
internal static class AdafactorStart
{
    /// <summary>Fills one matrix [inputs, outputs].</summary>
    /// <param name="matrix">To fill.</param>
    /// <param name="inputs">Rows.</param>
    /// <param name="random">Source.</param>
    /// <param name="carrier">Row that carries the direction into units 0 and 1; -1 behind the first layer.</param>
    /// <param name="isLast">The layer whose first column is the direction.</param>
    /// <param name="fanIn">Inputs of the whole layer, where the matrix is a part of it.</param>
    public static void Fill(Span<float> matrix, int inputs, CounterRandom random, int carrier, bool isLast, int fanIn)
    {
        int outputs = matrix.Length / inputs;
        if (isLast)
        {
            matrix.Clear();
            (matrix[0], matrix[outputs]) = (1f, -1f);
            return;
        }

        random.Fill(matrix);
        for (int i = 0; i < matrix.Length; i++)
            matrix[i] /= MathF.Sqrt(fanIn);
        for (int row = 0; row < inputs; row++)
        {
            matrix[row * outputs] = row == carrier || (carrier == -1 && row == 0) ? 1f : 0f;
            matrix[(row * outputs) + 1] = row == carrier ? -1f : carrier == -1 && row == 1 ? 1f : 0f;
        }
    }
}
