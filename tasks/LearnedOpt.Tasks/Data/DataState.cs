namespace LearnedOpt.Tasks.Data;

/// <summary>What became of looking for a data set.</summary>
public enum DataState
{
    /// <summary>Its files are there and sound.</summary>
    Sound,

    /// <summary>Its files are there and cannot be used.</summary>
    Damaged,

    /// <summary>It has no files in the data folder.</summary>
    Missing,

    /// <summary>It needs no files.</summary>
    Embedded,
}
