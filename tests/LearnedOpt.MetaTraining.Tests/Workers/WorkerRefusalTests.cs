using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Service;
using LearnedOpt.MetaTraining.Workers;
using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Tests.Workers;

/// <summary>Who does not fit is told why and ends; the run goes on with the others.</summary>
public sealed class WorkerRefusalTests : WorkerFixture
{
    [Fact]
    public void AnotherProtocolIsRefused() => RequireRefusal(
        "this worker 7; use the same version", mailbox => new SlotWorker(mailbox, DataFolder.Embedded, 1, "old", Options, false, Note) { Protocol = 7 });

    [Fact]
    public void AnotherBuildIsRefused() => RequireRefusal(
        "worker other is build 0123", mailbox => new SlotWorker(mailbox, DataFolder.Embedded, 1, "other", Options, false, Note) { Build = "0123" });

    [Fact]
    public void OtherDataAreRefused() => RequireRefusal(
        "are not those of the run", mailbox => new SlotWorker(new ChangedMailbox(mailbox, MessageKind.Ready, envelope =>
        {
            var ready = envelope.Read(ReadyMessage.Read);
            return (ready with { Data = "other" }).Write;
        }), DataFolder.Embedded, 1, "elsewhere", Options, false, Note));

    [Fact]
    public void AnswersForAnotherThetaAreRefused() => RequireRefusal(
        "and the run's is", mailbox => new SlotWorker(new ChangedMailbox(mailbox, MessageKind.Done, envelope =>
        {
            var done = envelope.Read(DoneMessage.Read);
            return (done with { Theta = done.Theta with { A = 1 } }).Write;
        }), DataFolder.Embedded, 1, "drifting", Options, false, Note));

    [Fact]
    public void AnswersThatDoNotFitAreRefusedAndDoNoHarm() => RequireRefusal(
        "does not fit slot", mailbox => new SlotWorker(new ChangedMailbox(mailbox, MessageKind.Done, envelope =>
        {
            var done = envelope.Read(DoneMessage.Read);
            return (done with { Outcome = done.Outcome[..^3] }).Write;
        }), DataFolder.Embedded, 1, "short", Options, false, Note), "estimator.name=pes");

    [Fact]
    public void BackpropagationSaysThatItHasNoWorkers()
    {
        var configuration = Configure("estimator.name=truncated-backprop");
        using var tasks = new TaskSet(configuration, DataFolder.Embedded);
        using var pool = new WorkerPool(1);
        var fault = Assert.Throws<ConfigurationException>(() => new MetaTrainerSession(configuration, tasks, pool, new NoSlots()));
        Assert.Contains("runs in one process only", fault.Message, StringComparison.Ordinal);
    }

    private void RequireRefusal(string reason, Func<IMailbox, SlotWorker> make, params string[] overrides)
    {
        var configuration = Configure(overrides);
        StartWorker("bad", make: make);
        var bytes = Together(configuration, 6, (step, _) =>
        {
            // The good one speaks when the bad one has been refused.
            if (step == 0) StartWorker("good", mailbox => new LateMailbox(mailbox, Refused));
        });
        Assert.Equal(Alone(configuration, 6), bytes);
        var patience = DateTime.UtcNow.AddSeconds(10);
        while (!Refused() && DateTime.UtcNow < patience) Thread.Sleep(10);
        var fault = Assert.IsType<BrokerException>(Assert.Single(Faults));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.Contains(Notes, note => note.Contains("is refused", StringComparison.Ordinal) && note.Contains(reason, StringComparison.Ordinal));
    }

    private bool Refused()
    {
        lock (Faults) return Faults.Count > 0;
    }

    private sealed class NoSlots : ISlotRunner
    {
        public void Run(ISlots slots, float[] theta, long outerStep)
        {
        }
    }

    private abstract class WrappedMailbox(IMailbox inside) : IMailbox
    {
        public string Address => inside.Address;

        public (long Sent, long Received) Traffic => inside.Traffic;

        public virtual void Send(string address, byte[] message) => inside.Send(address, message);

        public virtual MailboxEvent? Receive(TimeSpan patience) => inside.Receive(patience);

        public void Dispose() => inside.Dispose();
    }

    /// <summary>Loses what is sent before it may be, and at the latest after half a minute sends all, so that a refusal that never comes fails the test.</summary>
    private sealed class LateMailbox(IMailbox inside, Func<bool> allowed) : WrappedMailbox(inside)
    {
        private readonly DateTime _latest = DateTime.UtcNow.AddSeconds(30);

        public override void Send(string address, byte[] message)
        {
            if (allowed() || DateTime.UtcNow > _latest) base.Send(address, message);
        }
    }

    private sealed class ChangedMailbox(IMailbox inside, MessageKind kind, Func<Envelope, Action<BinaryWriter>> change) : WrappedMailbox(inside)
    {
        public override void Send(string address, byte[] message)
        {
            var envelope = Envelope.Open(message);
            base.Send(address, envelope.Kind == kind ? Envelope.Seal(kind, envelope.Session, envelope.Sender, change(envelope)) : message);
        }
    }
}
