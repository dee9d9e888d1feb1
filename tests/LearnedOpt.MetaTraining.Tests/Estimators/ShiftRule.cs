using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.MetaTraining.Tests.Estimators;

/// <summary>W &lt;- W - theta: weights, and any loss linear in them, are linear in theta.</summary>
internal sealed class ShiftRule(int size) : IUpdateRule
{
    public string Name => "shift";
    public string Settings => "{}";
    public ThetaLayout Theta { get; } = new(("shift", [size]));

    public void Initialize(Span<float> theta, CounterRandom random) => theta.Clear();

    public IStepper CreateStepper(WeightSpace space) => new Stepper(size);

    private sealed class Stepper(int size) : IStepper
    {
        private readonly float[] _shift = new float[size];

        public Memory<float> State => Memory<float>.Empty;

        public Memory<float> StateOf(int tensor) => State;

        public void Bind(ReadOnlySpan<float> theta) => theta.CopyTo(_shift);

        public unsafe void Step(ReadOnlySpan<ParameterSlice> tensors, long step, float learningRate)
        {
            for (var i = 0; i < _shift.Length; i++) tensors[0].Weight[i] -= learningRate * _shift[i];
        }

        public void Reset()
        {
        }

        public void Dispose()
        {
        }
    }
}
