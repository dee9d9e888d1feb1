using System.Diagnostics;

namespace LearnedOpt.MetaTraining.Workers;

/// <summary>What a coordinator knows of one slot.</summary>
internal sealed class SlotEntry(int slot, byte[] state, long at)
{
    public int Slot { get; } = slot;

    /// <summary>Last state that was brought home.</summary>
    public byte[] State { get; set; } = state;

    /// <summary>Outer step that the slot runs next, from <see cref="State"/>.</summary>
    public long StateAt { get; set; } = at;

    /// <summary>Who has the slot's newest state; null: nobody.</summary>
    public Member? Owner { get; set; }

    /// <summary>Outer step that the owner runs next.</summary>
    public long OwnerAt { get; set; }

    /// <summary>Since <see cref="State"/> came home.</summary>
    public Stopwatch SinceState { get; } = Stopwatch.StartNew();

    /// <summary>Outer step that the slot runs next when the request that was last sent is done.</summary>
    public long Goal { get; set; }

    /// <summary>Whose answer is awaited.</summary>
    public Member? Assigned { get; set; }

    /// <summary>An answer is awaited.</summary>
    public bool IsPending { get; set; }

    /// <summary>An outcome alone would not do: the state must come with it.</summary>
    public bool NeedsState { get; set; }

    /// <summary>Seconds that a step takes, more or less.</summary>
    public double Cost { get; set; } = double.NaN;

    /// <summary>A state came home.</summary>
    public void Keep(byte[] bytes, long step)
    {
        (State, StateAt) = (bytes, step);
        SinceState.Restart();
    }
}
