namespace LearnedOpt.Optimizers;

/// <summary>A stepper whose rule also watches the training loss, as one with a learned schedule does.</summary>
public interface ILossObserver
{
    /// <summary>Notes the loss that belongs to the gradients of the next step. Without a call, the loss counts as constant.</summary>
    /// <param name="loss">Training loss; not finite counts as not reported.</param>
    void ReportLoss(float loss);
}
