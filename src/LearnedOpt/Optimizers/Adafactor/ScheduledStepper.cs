namespace LearnedOpt.Optimizers;

/// <summary>A stepper whose rate a learned schedule sets. The schedule's state is the inner stepper's shared state.</summary>
internal sealed class ScheduledStepper : IStepper, ILossObserver
{
    private readonly IStepper inner;
    private readonly CeloSchedule schedule;
    private readonly ThetaLayout layout;

    public ScheduledStepper(IStepper inner, CeloSchedule schedule, ThetaLayout layout)
    {
        (this.inner, this.schedule, this.layout) = (inner, schedule, layout);
        Bind(new float[layout.Count]);
    }

    public Memory<float> State => inner.State;

    public Memory<float> SharedState => inner.SharedState;

    public Memory<float> StateOf(int tensor) => inner.StateOf(tensor);

    public void Bind(ReadOnlySpan<float> theta)
    {
        layout.RequireLength(theta.Length);
        schedule.Bind(theta);
        inner.Bind(theta);
    }

    public void ReportLoss(float loss) => CeloSchedule.Report(inner.SharedState.Span, loss);

    public void Step(ReadOnlySpan<ParameterSlice> tensors, long step, float learningRate) =>
        inner.Step(tensors, step, learningRate * schedule.Next(inner.SharedState.Span));

    public void Reset() => inner.Reset();

    public void Dispose() => inner.Dispose();
}
