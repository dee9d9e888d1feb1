using LearnedOpt.MetaTraining.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>
/// <see cref="ParticleObjective"/> on tensors, for all particles of a slot at once. The penalty for divergence has no
/// derivative and is left out.
/// </summary>
internal sealed class UnrollObjective(InnerObjective objective, int particles)
{
    // Stands for "no window yet"; its share of the lowest loss is masked.
    private const float None = 1e30f;

    private readonly float[] _previous = new float[particles], _lowest = new float[particles];

    public void BeginEpisode(int particle) => (_previous[particle], _lowest[particle]) = (0, None);

    /// <summary>State at the beginning of an estimate, as constants.</summary>
    public (Tensor Previous, Tensor Lowest) Begin() => (torch.tensor(_previous), torch.tensor(_lowest));

    /// <summary>l_t of one step. <c>[particles]</c></summary>
    public Tensor Of(Tensor loss, double uninformedLoss)
    {
        var scaled = (loss / uninformedLoss).clamp(max: objective.Limit);
        return objective.Shape == ObjectiveShape.Logarithm ? (scaled.clamp(min: 0) + objective.Offset).log() : scaled;
    }

    /// <summary>A window's share of the objective. <c>[particles]</c></summary>
    /// <param name="loss">l_w.</param>
    /// <param name="previous">l_(w-1); replaced.</param>
    /// <param name="lowest">Lowest l_w so far; replaced.</param>
    /// <param name="windows">Windows in each particle's episode, n.</param>
    public Tensor Share(Tensor loss, ref Tensor previous, ref Tensor lowest, float[] windows)
    {
        if (objective.RisePenalty > 0) loss = loss + objective.RisePenalty * (loss - lowest).relu();
        var low = torch.minimum(loss, lowest);
        var begun = (lowest < None / 2).to(ScalarType.Float32);
        var share = objective.Measure switch
        {
            ObjectiveMeasure.Final => torch.tensor(windows) * (loss - previous),
            ObjectiveMeasure.Minimum => torch.tensor(windows) * (low - lowest * begun),
            _ => loss,
        };
        (previous, lowest) = (loss, low);
        return share;
    }

    /// <summary>Keeps the state for the next estimate.</summary>
    public void End(Tensor previous, Tensor lowest)
    {
        previous.detach().data<float>().CopyTo(_previous);
        lowest.detach().data<float>().CopyTo(_lowest);
    }

    public void Save(BinaryWriter writer)
    {
        writer.WriteArray<float>(_previous);
        writer.WriteArray<float>(_lowest);
    }

    public void Load(BinaryReader reader)
    {
        reader.ReadArray<float>(_previous, "the number of particles");
        reader.ReadArray<float>(_lowest, "the number of particles");
    }
}
