namespace LearnedOpt.Optimizers;

/// <summary>What a step of a hand-designed rule is made of: a multiple of its base feature, and of a second one where it has two.</summary>
/// <param name="Base">Factor of the last feature.</param>
/// <param name="Second">Factor of the second feature.</param>
internal readonly record struct DirectionMix(float Base, float Second = 0f);
