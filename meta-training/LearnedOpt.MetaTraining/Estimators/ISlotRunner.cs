using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>
/// The work of one estimate in independent pieces. A piece's outcome is a function of its state, theta and the outer step
/// alone, and is itself part of the state. So a piece can run anywhere: save it, load it into an estimator made of the
/// same setup in another process, run it there, save it, and load it back here.
/// </summary>
public interface ISlots
{
    /// <summary>Number of slots.</summary>
    int SlotCount { get; }

    /// <summary>Advances one slot. Different slots may run on different threads at once.</summary>
    void RunSlot(int slot, float[] theta, long outerStep);

    /// <summary>Grows whenever a slot gets on with its work; from any thread.</summary>
    long Progress { get; }

    /// <summary>Writes a slot's state with the outcome of its last run.</summary>
    void SaveSlot(int slot, BinaryWriter writer);

    /// <summary>Takes over what <see cref="SaveSlot"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It was saved under another configuration.</exception>
    void LoadSlot(int slot, BinaryReader reader);

    /// <summary>Writes what a slot's last run showed, and nothing of its particles: little, and all that an estimate needs.</summary>
    void SaveOutcome(int slot, BinaryWriter writer);

    /// <summary>
    /// Takes over what <see cref="SaveOutcome"/> wrote after the run that follows this slot's last one, once. The slot's
    /// particles stay behind until <see cref="LoadSlot"/> brings them.
    /// </summary>
    /// <exception cref="InvalidDataException">It does not fit; the slot then needs <see cref="LoadSlot"/>.</exception>
    void LoadOutcome(int slot, BinaryReader reader);
}

/// <summary>Decides where slots run.</summary>
public interface ISlotRunner
{
    /// <summary>Runs every slot once, in any order, and returns when all are done.</summary>
    void Run(ISlots slots, float[] theta, long outerStep);

    /// <summary>Brings home the state of all slots, so that they can be saved.</summary>
    void Collect(ISlots slots)
    {
    }

    /// <summary>The slots' state has been replaced: nothing that is known elsewhere holds any longer.</summary>
    void Forget()
    {
    }
}

/// <summary>Runs slots on the threads of a pool.</summary>
internal sealed class LocalSlots(WorkerPool pool) : ISlotRunner
{
    public void Run(ISlots slots, float[] theta, long outerStep) => pool.Run(slots.SlotCount, slot => slots.RunSlot(slot, theta, outerStep));
}
