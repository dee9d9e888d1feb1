namespace LearnedOpt.Benchmarks.Tasks;

/// <summary>One inner problem with one rule, population and number of threads.</summary>
/// <param name="Task">Registry name.</param>
/// <param name="Particles">Models trained at once.</param>
/// <param name="Threads">Threads they share.</param>
/// <param name="Rule">Update rule, and channels where they are not the default.</param>
/// <param name="MicrosecondsPerParticleStep">Best round: wall-clock over steps times particles.</param>
/// <param name="MedianMicroseconds">Median over rounds of the same.</param>
/// <param name="ProcessorMicroseconds">Processor time of the whole process over steps times particles: what a step takes where others use the machine too.</param>
/// <param name="StepsPerSecond">Particle steps a second in the best round.</param>
/// <param name="DataShare">Of the time on the threads: drawing mini-batches.</param>
/// <param name="GradientShare">Forward and backward.</param>
/// <param name="UpdateShare">The update rule.</param>
/// <param name="LiveTensorsAdded">Tensors that steps left behind; 0 unless there is a leak.</param>
/// <param name="PeakMegabytes">Peak resident memory of the process, from this row on where the system can tell (Linux), else so far.</param>
public sealed record TaskRow(string Task, int Particles, int Threads, string Rule, double MicrosecondsPerParticleStep, double MedianMicroseconds,
    double ProcessorMicroseconds, double StepsPerSecond, double DataShare, double GradientShare, double UpdateShare, long LiveTensorsAdded, double PeakMegabytes);
