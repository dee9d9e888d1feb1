using LearnedOpt.Optimizers;

namespace LearnedOpt.Tests.Optimizers;

/// <summary>Celo's schedule in double precision, for several tensors with states of their own and a maximum over them, as the authors run it.</summary>
internal sealed class CeloScheduleReference(ThetaLayout layout, float[] theta, double totalSteps, int tensors)
{
    private readonly double[] means = new double[10], lowest = [.. Enumerable.Repeat(999999999999.0, 10)];
    private readonly double[] decays = [.. Enumerable.Range(0, 10).Select(i => Math.Exp(-1 / Math.Pow(10, 1 + ((Math.Log10(totalSteps) - 1) * i / 9))))];
    private readonly (double[] H, double[] C)[] states = new (double[], double[])[tensors];
    private int iteration;

    public double[] Next(double loss)
    {
        double fraction = iteration / totalSteps;
        double[] x = [.. new[] { 0.03, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0, 1.1 }.Select(s => Math.Tanh((fraction - s) * 10)), .. LossFeatures(loss)];
        double[][] all = [.. Enumerable.Range(0, tensors).Select(_ => x)];
        double[] most = [.. Enumerable.Range(0, 64).Select(o => all.Max(each => Math.Max(0, Linear("linear_1", each)[o])))];
        var rates = new double[tensors];
        for (int t = 0; t < tensors; t++)
        {
            if (iteration == 1) states[t] = (Values("lstm_init_state.hidden"), Values("lstm_init_state.cell"));
            double[] input = [.. Linear("linear_2", all[t]).Zip(most, (a, b) => a + b), .. states[t].H];
            double[] gates = Linear("rnn/linear", input);
            double[] c = [.. states[t].C.Select((old, i) => (Sigmoid(gates[128 + i] + 1) * old) + (Sigmoid(gates[i]) * Math.Tanh(gates[64 + i])))];
            double[] h = [.. c.Select((value, i) => Sigmoid(gates[192 + i]) * Math.Tanh(value))];
            states[t] = (h, c);
            rates[t] = Math.Exp(Linear("step_size", h)[0]) * 0.1;
        }

        return rates;
    }

    private double[] LossFeatures(double loss)
    {
        double[] Corrected(int steps) => [.. means.Zip(decays, (mean, d) => mean / (1 - Math.Pow(d, steps)))];
        double highest = iteration == 0 ? loss : Corrected(iteration + 1).Max();
        loss = Math.Min(Math.Abs(highest) * 2, loss);
        for (int i = 0; i < 10; i++)
            means[i] = (means[i] * decays[i]) + (loss * (1 - decays[i]));
        double[] now = Corrected(++iteration);
        for (int i = 0; i < 10; i++)
            lowest[i] = Math.Min(lowest[i], now[i]);
        return [.. Enumerable.Range(0, 9).Select(i => iteration <= 2 ? 0 : Math.Clamp(((now[i] - lowest[i]) / Math.Max(1e-8, now[i + 1] - lowest[i])) - 1, -1, 1))];
    }

    private double[] Linear(string name, double[] x)
    {
        double[] bias = Values($"rnn_params.{name}.b"), weight = Values($"rnn_params.{name}.w");
        return [.. bias.Select((b, o) => b + x.Select((value, i) => value * weight[(i * bias.Length) + o]).Sum())];
    }

    private double[] Values(string name) => [.. layout.Slice(theta, name).ToArray().Select(value => (double)value)];

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
