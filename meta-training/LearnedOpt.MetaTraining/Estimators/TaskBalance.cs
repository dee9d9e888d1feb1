namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>
/// Keeps any one task from dominating: contributions of task k are multiplied by r / r_k, where r_k is the running root mean
/// square of its contributions and r the geometric mean of all r_k. With one task, or tasks alike, nothing changes.
/// </summary>
internal sealed class TaskBalance(int tasks, bool enabled)
{
    private const double Decay = 0.98;

    private readonly double[] _squares = new double[tasks], _weights = new double[tasks];

    /// <summary>Learns from an estimate, then scales its contributions.</summary>
    /// <param name="taskOf">Task of each contribution.</param>
    /// <param name="contributions">Loss differences or gradient norms; scaled in place.</param>
    public void Apply(ReadOnlySpan<int> taskOf, Span<double> contributions)
    {
        if (!enabled || tasks == 1) return;
        var (sums, counts) = (new double[tasks], new int[tasks]);
        for (var i = 0; i < contributions.Length; i++)
        {
            sums[taskOf[i]] += contributions[i] * contributions[i];
            counts[taskOf[i]]++;
        }

        for (var task = 0; task < tasks; task++)
        {
            if (counts[task] == 0 || !(sums[task] > 0) || !double.IsFinite(sums[task])) continue;
            _squares[task] = Decay * _squares[task] + (1 - Decay) * sums[task] / counts[task];
            _weights[task] = Decay * _weights[task] + (1 - Decay);
        }

        for (var i = 0; i < contributions.Length; i++) contributions[i] *= Factor(taskOf[i]);
    }

    /// <summary>What contributions of a task are multiplied by.</summary>
    public double Factor(int task)
    {
        if (!enabled || tasks == 1 || _weights[task] == 0) return 1;
        double logarithms = 0;
        var seen = 0;
        for (var k = 0; k < tasks; k++)
        {
            if (_weights[k] == 0) continue;
            logarithms += Math.Log(_squares[k] / _weights[k]);
            seen++;
        }

        return Math.Exp(0.5 * (logarithms / seen - Math.Log(_squares[task] / _weights[task])));
    }

    public void Save(BinaryWriter writer)
    {
        writer.WriteArray<double>(_squares);
        writer.WriteArray<double>(_weights);
    }

    public void Load(BinaryReader reader)
    {
        reader.ReadArray<double>(_squares, "the number of tasks");
        reader.ReadArray<double>(_weights, "the number of tasks");
    }
}
