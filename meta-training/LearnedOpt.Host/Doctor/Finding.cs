namespace LearnedOpt.Host;

/// <summary>One line of the doctor's report.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Value">What was found.</param>
/// <param name="Advice">What to do about it; null where all is well.</param>
internal sealed record Finding(string Name, string Value, string? Advice = null);
