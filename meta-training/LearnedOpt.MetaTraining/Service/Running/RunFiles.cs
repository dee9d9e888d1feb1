using System.Globalization;
using LearnedOpt.Optimizers;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>Names inside a run folder.</summary>
public sealed class RunFiles(string folder)
{
    public string Folder => folder;

    /// <summary>The resolved configuration.</summary>
    public string Configuration => Path.Combine(folder, "configuration.json");

    /// <summary>Held by the process that writes to the folder.</summary>
    public string Lock => Path.Combine(folder, RunLock.FileName);

    public string Checkpoints => Path.Combine(folder, "checkpoints");

    public string Metrics => Path.Combine(folder, "metrics.jsonl");

    public string TensorBoard => Path.Combine(folder, "tensorboard");

    public string Log => Path.Combine(folder, "log.jsonl");

    /// <summary>Weights for use, as of the end of the last sitting.</summary>
    public string Weights => Path.Combine(folder, "weights.safetensors");

    /// <summary>Weights for use, as of the checkpoint with the lowest meta-loss.</summary>
    public string BestWeights => Path.Combine(folder, "best.safetensors");

    /// <summary>Weights for use, as did best in validation runs; where the configuration asks for them.</summary>
    public string SelectedWeights => Path.Combine(folder, "selected.safetensors");

    internal static void WriteWeights(string path, ITrainingSession session, ReadOnlySpan<float> theta, RunState state, string program) =>
        RuleFile.Write(path, session.Rule, theta, new Dictionary<string, string>(session.Card)
        {
            ["outer_steps"] = session.Steps.ToString(CultureInfo.InvariantCulture),
            ["inner_steps"] = state.InnerSteps.ToString(CultureInfo.InvariantCulture),
            ["minutes"] = state.Elapsed.TotalMinutes.ToString("0.0", CultureInfo.InvariantCulture),
            ["meta_loss"] = state.Smoothed.ToString("0.00000", CultureInfo.InvariantCulture),
            ["learnedopt"] = program,
        });
}
