namespace LearnedOpt.MetaTraining.Objectives;

/// <summary>Follows the losses of one particle through its episode and turns each window into its share of the objective.</summary>
internal sealed class ParticleObjective(InnerObjective objective)
{
    private double _previous, _lowest;          // of the episode
    private double _stepSum, _valueSum, _lossSum;
    private int _steps, _divergedSteps, _windows;
    private float _last;

    /// <summary>Mean over the estimate's windows of their shares of the objective; an episode's mean is its objective.</summary>
    public double Value { get; private set; }

    /// <summary>Mean loss l over the estimate's windows, without penalties.</summary>
    public double MeanLoss { get; private set; }

    /// <summary>Whether the last loss was beyond the limit or not finite.</summary>
    public bool Diverged { get; private set; }

    /// <summary>Whether the last loss was not finite.</summary>
    public bool NotFinite => !float.IsFinite(_last);

    public void BeginEpisode() => (_previous, _lowest) = (0, double.PositiveInfinity);

    public void BeginEstimate() => (_valueSum, _lossSum, _windows, _steps, _divergedSteps, _stepSum) = (0, 0, 0, 0, 0, 0);

    /// <summary>Takes over the episode of another particle, whose run is continued.</summary>
    public void ContinueFrom(ParticleObjective other) => (_previous, _lowest) = (other._previous, other._lowest);

    public void AddStep(float loss, double uninformedLoss)
    {
        _last = loss;
        _steps++;
        _stepSum += objective.Of(loss, uninformedLoss);
        Diverged = objective.IsDiverged(loss, uninformedLoss);
        if (Diverged) _divergedSteps++;
    }

    /// <param name="validation">Loss on the validation split, where the objective asks for it.</param>
    /// <param name="uninformedLoss">Of the task.</param>
    /// <param name="windows">Windows in the episode, n.</param>
    public void EndWindow(float? validation, double uninformedLoss, double windows)
    {
        var loss = validation is { } value ? objective.Of(value, uninformedLoss) : _stepSum / _steps;
        _lossSum += loss;
        _windows++;
        loss += objective.DivergencePenalty * _divergedSteps / _steps;
        if (objective.RisePenalty > 0 && loss > _lowest) loss += objective.RisePenalty * (loss - _lowest);
        var low = Math.Min(_lowest, loss);
        _valueSum += objective.Measure switch
        {
            ObjectiveMeasure.Final => windows * (loss - _previous),
            ObjectiveMeasure.Minimum => windows * (low - (double.IsInfinity(_lowest) ? 0 : _lowest)),
            _ => loss,
        };
        (_previous, _lowest) = (loss, low);
        (_steps, _divergedSteps, _stepSum) = (0, 0, 0);
        (Value, MeanLoss) = (_valueSum / _windows, _lossSum / _windows);
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_previous);
        writer.Write(_lowest);
        writer.Write(Value);
        writer.Write(MeanLoss);
        writer.Write(Diverged);
        writer.Write(_last);
    }

    public void Load(BinaryReader reader)
    {
        (_previous, _lowest, Value, MeanLoss) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        (Diverged, _last) = (reader.ReadBoolean(), reader.ReadSingle());
    }
}
