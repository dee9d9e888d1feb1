namespace LearnedOpt.Functionals;

/// <summary>A basis term as a layer uses it: the term times <c>Scale * matrix</c>.</summary>
/// <param name="Term">The basis term.</param>
/// <param name="Matrix">Number of its [c_in, c_out] matrix in theta; several terms may share one.</param>
/// <param name="Scale">Constant factor: 1, or one over the number of sources that share the matrix into one output tensor.</param>
public sealed record TermUse(BasisTerm Term, int Matrix, float Scale);
