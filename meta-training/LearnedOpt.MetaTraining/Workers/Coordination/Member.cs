using System.Diagnostics;

namespace LearnedOpt.MetaTraining.Workers;

/// <summary>A worker as its coordinator sees it.</summary>
/// <param name="address">Where it is reached.</param>
/// <param name="name">For people.</param>
/// <param name="threads">Slots it runs at once.</param>
internal sealed class Member(string address, string name, int threads)
{
    public string Address { get; } = address;

    public string Name { get; } = name;

    public int Threads { get; } = threads;

    /// <summary>Meta-parameters that were sent to it.</summary>
    public HashSet<ThetaHash> Sent { get; } = [];

    /// <summary>Since it last said anything.</summary>
    public Stopwatch Silence { get; } = Stopwatch.StartNew();

    /// <summary>Since its computing last got on, or it was given work.</summary>
    public Stopwatch Standstill { get; } = Stopwatch.StartNew();

    /// <summary>It hangs, as far as one can tell: it gets no work until it says something new.</summary>
    public bool Suspect { get; set; }

    /// <summary>Nobody was at its address, shortly after the broker came back.</summary>
    public bool Absent { get; set; }

    public bool IsFit => !Suspect && !Absent;

    private long _progress = -1;

    /// <summary>It said something.</summary>
    public void Hear()
    {
        Silence.Restart();
        Absent = false;
    }

    /// <summary>It said how far it is.</summary>
    /// <param name="progress">Grows while it computes.</param>
    public void Hear(long progress)
    {
        if (progress != _progress) GetOn();
        _progress = progress;
    }

    /// <summary>It is sent everything once more.</summary>
    public void BeginAnew()
    {
        Sent.Clear();
        GetOn();
    }

    /// <summary>Its computing got on.</summary>
    public void GetOn()
    {
        Standstill.Restart();
        Suspect = false;
    }
}
