namespace LearnedOpt.Benchmarks.Optimizers;

/// <summary>One optimizer on one model; one thread.</summary>
/// <param name="Rule">Update rule, or the name of pretrained weights; <see cref="OptimizerBench.Reference"/> for TorchSharp's Adam.</param>
/// <param name="Model">Which of the models.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="StepMilliseconds">Median over rounds of one <c>step()</c>: processor time, on Windows wall-clock.</param>
/// <param name="RatioToAdam">Median over rounds of its time over that of TorchSharp's Adam in the same round.</param>
/// <param name="RatioToFusedAdam">The same over the rule <c>adam</c>, which is fused.</param>
/// <param name="BytesPerParameter">What the optimizer holds between steps: state, tables and work space; of TorchSharp's Adam its two moments.</param>
/// <param name="TermByTermRatio">
/// Time of the paper's functional alone, one basis term after the other in torch operators, over that of this whole step; where there is
/// such a form of the rule, and the model is small enough for it.
/// </param>
public sealed record OptimizerRow(string Rule, string Model, long Parameters, double StepMilliseconds, double RatioToAdam, double RatioToFusedAdam,
    double BytesPerParameter, double? TermByTermRatio);
