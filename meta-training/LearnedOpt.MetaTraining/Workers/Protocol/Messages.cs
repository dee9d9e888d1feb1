namespace LearnedOpt.MetaTraining.Workers;

/// <summary>A worker introduces itself.</summary>
/// <param name="Build">Fingerprint of its program.</param>
/// <param name="Name">For people.</param>
/// <param name="Threads">Slots it runs at once.</param>
internal sealed record HelloMessage(string Build, string Name, int Threads)
{
    public void Write(BinaryWriter writer)
    {
        writer.Write(Build);
        writer.Write(Name);
        writer.Write(Threads);
    }

    public static HelloMessage Read(BinaryReader reader) => new(reader.ReadString(), Fields.Name(reader), Fields.Between(reader.ReadInt32(), 1, 4096, "threads"));
}

/// <summary>The run, described: its configuration as JSON.</summary>
internal sealed record OfferMessage(string Configuration)
{
    public void Write(BinaryWriter writer) => writer.Write(Configuration);

    public static OfferMessage Read(BinaryReader reader) => new(reader.ReadString());
}

/// <summary>Why a worker is not wanted, or why a side goes. The one payload that must read the same in every protocol.</summary>
internal sealed record ReasonMessage(string Reason)
{
    public void Write(BinaryWriter writer) => writer.Write(Reason);

    public static ReasonMessage Read(BinaryReader reader) => new(reader.ReadString());
}

/// <summary>A worker has loaded the run.</summary>
/// <param name="Data">Fingerprint of its tasks' data.</param>
/// <param name="Arithmetic">Fingerprint of results that may differ between kinds of processors.</param>
internal sealed record ReadyMessage(string Data, string Arithmetic)
{
    public void Write(BinaryWriter writer)
    {
        writer.Write(Data);
        writer.Write(Arithmetic);
    }

    public static ReadyMessage Read(BinaryReader reader) => new(reader.ReadString(), reader.ReadString());
}

/// <summary>Meta-parameters; requests name them by their hash.</summary>
internal sealed record ThetaMessage(ThetaHash Hash, float[] Values)
{
    public void Write(BinaryWriter writer)
    {
        Hash.Write(writer);
        writer.WriteArray<float>(Values);
    }

    /// <exception cref="InvalidDataException">The values are not those of the hash.</exception>
    public static ThetaMessage Read(BinaryReader reader)
    {
        var hash = ThetaHash.Read(reader);
        var values = Fields.Floats(reader);
        return ThetaHash.Of(values) == hash ? new ThetaMessage(hash, values) : throw new InvalidDataException("meta-parameters do not match their hash");
    }
}

/// <summary>Run a slot through outer steps From, From + 1, ..., one for each theta; none: only send its state.</summary>
/// <param name="Slot">Number of the slot: its pairs, and with them all seeds, follow from it.</param>
/// <param name="From">Outer step that the slot runs next.</param>
/// <param name="Thetas">Meta-parameters of the steps.</param>
/// <param name="State">The slot before step From; null: the worker has it.</param>
/// <param name="WantsState">The answer is to bring the slot's state.</param>
internal sealed record WorkMessage(int Slot, long From, IReadOnlyList<ThetaHash> Thetas, byte[]? State, bool WantsState)
{
    private const int MostSteps = 100_000;

    /// <summary>Outer step that the slot runs next, when this is done.</summary>
    public long To => From + Thetas.Count;

    public void Write(BinaryWriter writer)
    {
        writer.Write(Slot);
        writer.Write(From);
        writer.Write(Thetas.Count);
        foreach (var hash in Thetas) hash.Write(writer);
        writer.Write(WantsState);
        Fields.Write(writer, State);
    }

    public static WorkMessage Read(BinaryReader reader)
    {
        var (slot, from, count) = (reader.ReadInt32(), reader.ReadInt64(), Fields.Between(reader.ReadInt32(), 0, MostSteps, "steps"));
        var thetas = new List<ThetaHash>();
        for (var i = 0; i < count; i++) thetas.Add(ThetaHash.Read(reader));
        var wants = reader.ReadBoolean();
        return new WorkMessage(slot, from, thetas, Fields.Bytes(reader), wants);
    }
}

/// <summary>A slot has been run: losses, and what else an estimate needs.</summary>
/// <param name="Slot">Number of the slot.</param>
/// <param name="At">Outer step that it runs next.</param>
/// <param name="Theta">Meta-parameters of the last step.</param>
/// <param name="Seconds">Time of computing.</param>
/// <param name="Outcome">As <see cref="Estimators.ISlots.SaveOutcome"/> wrote it.</param>
/// <param name="State">As <see cref="Estimators.ISlots.SaveSlot"/> wrote it, where it was asked for.</param>
internal sealed record DoneMessage(int Slot, long At, ThetaHash Theta, double Seconds, byte[] Outcome, byte[]? State)
{
    public void Write(BinaryWriter writer)
    {
        writer.Write(Slot);
        writer.Write(At);
        Theta.Write(writer);
        writer.Write(Seconds);
        Fields.Write(writer, Outcome);
        Fields.Write(writer, State);
    }

    public static DoneMessage Read(BinaryReader reader) => new(
        reader.ReadInt32(), reader.ReadInt64(), ThetaHash.Read(reader), reader.ReadDouble(),
        Fields.Bytes(reader) ?? throw new InvalidDataException("an answer has no outcome"), Fields.Bytes(reader));
}

/// <summary>A worker lacks what a request builds on.</summary>
internal sealed record MissingMessage(int Slot, long From)
{
    public void Write(BinaryWriter writer)
    {
        writer.Write(Slot);
        writer.Write(From);
    }

    public static MissingMessage Read(BinaryReader reader) => new(reader.ReadInt32(), reader.ReadInt64());
}

/// <summary>How far a worker's computing has got.</summary>
/// <param name="Progress">Grows while it gets on.</param>
/// <param name="IsIdle">It has answered all requests that reached it.</param>
internal sealed record PongMessage(long Progress, bool IsIdle)
{
    public void Write(BinaryWriter writer)
    {
        writer.Write(Progress);
        writer.Write(IsIdle);
    }

    public static PongMessage Read(BinaryReader reader) => new(reader.ReadInt64(), reader.ReadBoolean());
}
