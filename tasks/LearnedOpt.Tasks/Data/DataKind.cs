namespace LearnedOpt.Tasks.Data;

/// <summary>What a data set consists of.</summary>
public enum DataKind
{
    /// <summary>Labelled images.</summary>
    Images,

    /// <summary>English text.</summary>
    Text,
}
