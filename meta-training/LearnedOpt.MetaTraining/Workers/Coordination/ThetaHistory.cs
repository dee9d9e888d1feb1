namespace LearnedOpt.MetaTraining.Workers;

/// <summary>Meta-parameters of recent outer steps, so that a slot whose worker is lost can be run again from its last known state.</summary>
internal sealed class ThetaHistory
{
    private readonly Dictionary<long, ThetaHash> _steps = [];
    private readonly Dictionary<ThetaHash, float[]> _thetas = [];

    public void Add(long outerStep, float[] theta)
    {
        var hash = ThetaHash.Of(theta);
        _steps[outerStep] = hash;
        _thetas[hash] = theta;
    }

    public ThetaHash Of(long outerStep) => _steps[outerStep];

    public float[] Values(ThetaHash hash) => _thetas[hash];

    public bool Has(ThetaHash hash) => _thetas.ContainsKey(hash);

    /// <summary>Those of a number of steps in a row.</summary>
    public IReadOnlyList<ThetaHash> Range(long from, long to)
    {
        var hashes = new List<ThetaHash>();
        for (var step = from; step < to; step++) hashes.Add(_steps[step]);
        return hashes;
    }

    /// <summary>Steps before this one will not be run again.</summary>
    public void ForgetBefore(long outerStep)
    {
        foreach (var step in _steps.Keys.Where(step => step < outerStep).ToList()) _steps.Remove(step);
        var used = _steps.Values.ToHashSet();
        foreach (var hash in _thetas.Keys.Where(hash => !used.Contains(hash)).ToList()) _thetas.Remove(hash);
    }

    public void Clear()
    {
        _steps.Clear();
        _thetas.Clear();
    }
}
