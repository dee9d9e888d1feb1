namespace LearnedOpt.MetaTraining.Workers;

/// <summary>How long a coordinator and its workers are patient with one another.</summary>
public sealed record WorkerOptions
{
    public const string StandardQueue = "learnedopt";

    /// <summary>Queue of the coordinator; workers of the same name work for it.</summary>
    public string Queue { get; init; } = StandardQueue;

    /// <summary>Time without any progress after which a worker's slots are given to others.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two questions whether a worker is there.</summary>
    internal TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After the broker has come back: how long workers may take to come back too.</summary>
    internal TimeSpan Return { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After a stop was asked for: how long workers may take to finish the outer step before it is finished here.</summary>
    internal TimeSpan Farewell { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Outer steps after which a slot's state is brought home.</summary>
    internal int StateSteps { get; init; } = 32;

    /// <summary>Time after which a small state is brought home, where that is sooner.</summary>
    internal TimeSpan StateTime { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How much of a lost worker's work is done again at a time.</summary>
    internal TimeSpan Piece { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Age at which a state is brought home: states of all sizes cost at most about 250 KB a second each.</summary>
    internal TimeSpan StateAge(int bytes) => StateTime + TimeSpan.FromSeconds(bytes / 250e3);

    /// <exception cref="ArgumentException">A name or a time that does not work.</exception>
    public void Validate()
    {
        if (Queue.Length is 0 or > 100 || !Queue.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') || Queue.StartsWith("amq.", StringComparison.Ordinal))
            throw new ArgumentException($"a queue's name must be at most 100 letters, digits, '-', '_' and '.', and not begin with amq.; received '{Queue}'");
        if (Lease < TimeSpan.FromSeconds(1) || Lease > TimeSpan.FromDays(1)) throw new ArgumentException($"a lease must be 1 second to a day; received {Lease.TotalSeconds} s");
    }
}
