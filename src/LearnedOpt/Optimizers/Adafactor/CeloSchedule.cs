using System.Numerics;
using LearnedOpt.Numerics;

namespace LearnedOpt.Optimizers;

/// <summary>
/// Celo's learned schedule: <c>rate = 0.1 exp(w . LSTM(x) + b)</c>. x has nine features of the fraction of training done, tanh(10 (t / T - s)), and
/// nine of the loss, where its averages over ten time scales (10 to T steps) stand between each scale's lowest value and the
/// next slower average. The authors run it for each tensor and take maxima over tensors, but inputs and initial states are the
/// same for all tensors, so it is one evaluation a step.
/// </summary>
/// <remarks>
/// State [151]: hidden and cell state, averages and lowest averages of the loss, steps, the last loss reported and whether there was one.
/// All zero stands for the beginning. Without a reported loss it counts as 1. Reference: Moudgil et al., 2025, section 3.
/// </remarks>
internal sealed class CeloSchedule
{
    public const int StateLength = (2 * Hidden) + (2 * Scales) + 3;
    private const int Hidden = 64, Scales = 10, Fractions = 9, Inputs = Fractions + Scales - 1;
    private const int Means = 2 * Hidden, Lowest = Means + Scales, Steps = Lowest + Scales, Loss = Steps + 1, HasLoss = Loss + 1;

    private static readonly double[] FractionScales = [0.03, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0, 1.1];

    private readonly ThetaLayout layout;
    private readonly long totalSteps;
    private readonly double[] decays = new double[Scales];
    private readonly float[] theta;
    private readonly float[] inputs = new float[Inputs], mixed = new float[Hidden], joined = new float[2 * Hidden], gates = new float[4 * Hidden];

    public CeloSchedule(ThetaLayout layout, long totalSteps)
    {
        (this.layout, this.totalSteps, theta) = (layout, totalSteps, new float[layout.Count]);
        for (int i = 0; i < Scales; i++)
            decays[i] = Math.Exp(-1 / Math.Pow(10, 1 + ((Math.Log10(totalSteps) - 1) * i / (Scales - 1))));
    }

    /// <summary>The schedule's arrays in theta, by the authors' names.</summary>
    /// <param name="hasControls">Whether there is an output that chooses among networks; with one network it changes nothing.</param>
    public static IEnumerable<(string Name, int[] Shape)> Arrays(bool hasControls)
    {
        yield return ("lstm_init_state.cell", [1, Hidden]);
        yield return ("lstm_init_state.hidden", [1, Hidden]);
        foreach (string layer in new[] { "linear", "linear_1", "linear_2" })    // the first has no effect in the authors' code
        {
            yield return ($"rnn_params.{layer}.b", [Hidden]);
            yield return ($"rnn_params.{layer}.w", [Inputs, Hidden]);
        }

        yield return ("rnn_params.rnn/linear.b", [4 * Hidden]);
        yield return ("rnn_params.rnn/linear.w", [2 * Hidden, 4 * Hidden]);
        if (hasControls)
        {
            yield return ("rnn_params.rnn_to_controls.b", [1]);
            yield return ("rnn_params.rnn_to_controls.w", [Hidden, 1]);
        }

        yield return ("rnn_params.step_size.b", [1]);
        yield return ("rnn_params.step_size.w", [Hidden, 1]);
    }

    /// <summary>Random weights with a constant rate of 0.1.</summary>
    public static void Initialize(ThetaLayout layout, Span<float> theta, CounterRandom random)
    {
        foreach (string name in new[] { "linear", "linear_1", "linear_2", "rnn/linear" })
        {
            ThetaArray array = layout[$"rnn_params.{name}.w"];
            Span<float> values = layout.MutableSlice(theta, array.Name);
            random.At(array.Name).Fill(values);
            foreach (ref float value in values)
                value /= MathF.Sqrt(array.Shape[0]);
        }
    }

    public void Bind(ReadOnlySpan<float> values) => values.CopyTo(theta);

    public static void Report(Span<float> state, float loss)
    {
        if (float.IsFinite(loss))
            (state[Loss], state[HasLoss]) = (loss, 1f);
    }

    /// <summary>Advances the state by one step and gives its rate.</summary>
    public float Next(Span<float> state)
    {
        Span<float> hidden = state[..Hidden], cell = state.Slice(Hidden, Hidden);
        if (state[Steps] == 0)
        {
            Of("lstm_init_state.hidden").CopyTo(hidden);
            Of("lstm_init_state.cell").CopyTo(cell);
        }

        double fraction = (double)state[Steps] / totalSteps;
        for (int i = 0; i < Fractions; i++)
            inputs[i] = (float)Math.Tanh((fraction - FractionScales[i]) * 10);
        Watch(state, state[HasLoss] != 0 ? state[Loss] : 1);
        Mix();
        hidden.CopyTo(joined.AsSpan(Hidden));
        Linear("rnn_params.rnn/linear.b", "rnn_params.rnn/linear.w", joined, gates);
        float sum = Of("rnn_params.step_size.b")[0];
        ReadOnlySpan<float> weights = Of("rnn_params.step_size.w");
        for (int i = 0; i < Hidden; i++)                    // gates: input, candidate, forget, output
        {
            float keep = Sigmoid(gates[(2 * Hidden) + i] + 1);
            cell[i] = (keep * cell[i]) + (Sigmoid(gates[i]) * MathF.Tanh(gates[Hidden + i]));
            hidden[i] = Sigmoid(gates[(3 * Hidden) + i]) * MathF.Tanh(cell[i]);
            sum += weights[i] * hidden[i];
        }

        return 0.1f * MathF.Exp(Math.Clamp(sum, -60f, 60f));
    }

    // Averages of the loss, limited to twice the highest of them, and where each stands.
    private void Watch(Span<float> state, double loss)
    {
        Span<float> means = state.Slice(Means, Scales), lowest = state.Slice(Lowest, Scales);
        double step = state[Steps], highest = double.NegativeInfinity;
        for (int i = 0; i < Scales; i++)
            highest = Math.Max(highest, means[i] / (1 - Math.Pow(decays[i], step + 1)));
        loss = Math.Min(Math.Abs(step == 0 ? loss : highest) * 2, loss);
        Span<double> corrected = stackalloc double[Scales];
        for (int i = 0; i < Scales; i++)
        {
            means[i] = (float)((means[i] * decays[i]) + (loss * (1 - decays[i])));
            corrected[i] = means[i] / (1 - Math.Pow(decays[i], step + 1));
            lowest[i] = (float)Math.Min(step == 0 ? 999999999999.0 : lowest[i], corrected[i]);
        }

        state[Steps]++;
        for (int i = 0; i < Scales - 1; i++)
        {
            double place = (corrected[i] - lowest[i]) / Math.Max(1e-8, corrected[i + 1] - lowest[i]);
            inputs[Fractions + i] = state[Steps] <= 2 ? 0f : (float)Math.Clamp(place - 1, -1, 1);
        }
    }

    private void Mix()
    {
        Linear("rnn_params.linear_1.b", "rnn_params.linear_1.w", inputs, mixed);
        Linear("rnn_params.linear_2.b", "rnn_params.linear_2.w", inputs, joined.AsSpan(0, Hidden));
        for (int i = 0; i < Hidden; i++)
            joined[i] += MathF.Max(mixed[i], 0f);
    }

    private ReadOnlySpan<float> Of(string name) => layout.Slice(theta, name);

    // output = input w + b, w [inputs, outputs].
    private void Linear(string bias, string weight, ReadOnlySpan<float> input, Span<float> output)
    {
        Of(bias).CopyTo(output);
        ReadOnlySpan<float> matrix = Of(weight);
        for (int i = 0; i < input.Length; i++)
        {
            ReadOnlySpan<float> row = matrix.Slice(i * output.Length, output.Length);
            var factor = new Vector<float>(input[i]);
            for (int o = 0; o + Vector<float>.Count <= output.Length; o += Vector<float>.Count)
                (new Vector<float>(output[o..]) + (factor * new Vector<float>(row[o..]))).CopyTo(output[o..]);
        }
    }

    private static float Sigmoid(float x) => 1f / (1f + MathF.Exp(-x));
}
