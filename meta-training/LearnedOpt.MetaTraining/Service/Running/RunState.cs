namespace LearnedOpt.MetaTraining.Service;

/// <summary>What a run carries from one sitting to the next, besides the outer loop itself.</summary>
public sealed class RunState
{
    private const string Magic = "learnedopt-run-state";
    private const int Version = 1, MostSettings = 10_000;

    /// <summary>Settings under which the state came about; see <see cref="RunConfiguration.Identity"/>.</summary>
    public required IReadOnlyDictionary<string, string> Identity { get; init; }

    /// <summary>Time of training, all sittings together; by a clock that is never set.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>Over all particles.</summary>
    public long InnerSteps { get; set; }

    /// <summary>Particles found diverged, over all windows.</summary>
    public long Diverged { get; set; }

    /// <summary>Outer steps whose meta-gradient was not finite, so that theta stood still.</summary>
    public long Skipped { get; set; }

    /// <summary>Running mean of the meta-loss; NaN before the first step.</summary>
    public double Smoothed { get; set; } = double.NaN;

    /// <summary>Lowest running mean at a checkpoint; NaN before the first.</summary>
    public double Best { get; set; } = double.NaN;

    /// <summary>Step of the checkpoint with the lowest running mean; -1 before the first.</summary>
    public long BestStep { get; set; } = -1;

    /// <summary>Whether the running mean is lower than at every checkpoint so far. What is not finite never is.</summary>
    public bool IsBest => double.IsFinite(Smoothed) && !(Smoothed >= Best);

    public void Save(BinaryWriter writer)
    {
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(Identity.Count);
        foreach (var (key, value) in Identity)
        {
            writer.Write(key);
            writer.Write(value);
        }

        writer.Write(Elapsed.Ticks);
        writer.Write(InnerSteps);
        writer.Write(Diverged);
        writer.Write(Skipped);
        writer.Write(Smoothed);
        writer.Write(Best);
        writer.Write(BestStep);
    }

    /// <exception cref="InvalidDataException">It is no state, or that of another version.</exception>
    public static RunState Load(BinaryReader reader)
    {
        if (reader.ReadString() != Magic) throw new InvalidDataException("it is not the state of a run");
        if (reader.ReadInt32() is var version && version != Version) throw new InvalidDataException($"its state has version {version}, this program reads {Version}");
        var settings = reader.ReadInt32();
        if (settings is < 0 or > MostSettings) throw new InvalidDataException("its state is damaged");
        var identity = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < settings; i++) identity[reader.ReadString()] = reader.ReadString();
        return new RunState
        {
            Identity = identity,
            Elapsed = TimeSpan.FromTicks(reader.ReadInt64()),
            InnerSteps = reader.ReadInt64(),
            Diverged = reader.ReadInt64(),
            Skipped = reader.ReadInt64(),
            Smoothed = reader.ReadDouble(),
            Best = reader.ReadDouble(),
            BestStep = reader.ReadInt64(),
        };
    }

    /// <summary>Settings that differ, as <c>key old -> new</c>. Keys that the state lacks had their defaults.</summary>
    public IReadOnlyList<string> Differences(IReadOnlyDictionary<string, string> identity)
    {
        return
        [
            .. Identity.Keys.Union(identity.Keys).Order(StringComparer.Ordinal)
                .Where(key => Before(key) != identity.GetValueOrDefault(key, "unset"))
                .Select(key => $"{key} {Before(key)} -> {identity.GetValueOrDefault(key, "unset")}"),
        ];

        string Before(string key) => Identity.GetValueOrDefault(key) ?? RunConfiguration.StandardIdentity.GetValueOrDefault(key, "unset");
    }
}
