using LearnedOpt.MetaTraining.Workers;

namespace LearnedOpt.MetaTraining.Tests.Workers;

public sealed class EnvelopeTests
{
    private static readonly Guid Session = Guid.Parse("00010203-0405-0607-0809-0a0b0c0d0e0f");

    [Fact]
    public void WhatIsSealedOpensAgain()
    {
        var work = new WorkMessage(3, 17, [ThetaHash.Of([1, 2]), ThetaHash.Of([3])], [1, 2, 3], true);
        var opened = Envelope.Open(Envelope.Seal(MessageKind.Work, Session, "here", work.Write));
        Assert.Equal((Envelope.Protocol, MessageKind.Work, Session, "here"), (opened.Version, opened.Kind, opened.Session, opened.Sender));
        var read = opened.Read(WorkMessage.Read);
        Assert.Equal(work.Thetas, read.Thetas);
        Assert.Equal(work.State, read.State);
        Assert.Equal((3, 17L, 19L, true), (read.Slot, read.From, read.To, read.WantsState));
    }

    [Fact]
    public void EveryByteThatChangesAndEveryByteThatIsMissingIsNoticed()
    {
        var sealed_ = Envelope.Seal(MessageKind.Done, Session, "here", new DoneMessage(1, 2, default, 0.5, [1, 2, 3], null).Write);
        for (var i = 0; i < sealed_.Length; i++)
        {
            Assert.Throws<InvalidDataException>(() => Envelope.Open(sealed_.AsMemory(0, i)));
            var changed = sealed_.ToArray();
            changed[i] ^= 0x40;
            // Another version is known as such, and nothing else of it is read.
            if (i is 4 or 5) Assert.True(Envelope.Open(changed) is { Version: not Envelope.Protocol, Payload.IsEmpty: true });
            else Assert.Throws<InvalidDataException>(() => Envelope.Open(changed));
        }
    }

    [Fact]
    public void LengthsAreCheckedBeforeAnythingIsAllocated()
    {
        var message = Envelope.Open(Envelope.Seal(MessageKind.Theta, Session, "here", writer =>
        {
            default(ThetaHash).Write(writer);
            writer.Write(int.MaxValue);
        }));
        Assert.Contains("shorter than its content", Assert.Throws<InvalidDataException>(() => message.Read(ThetaMessage.Read)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AThetaThatIsNotThatOfItsHashIsRefused()
    {
        var message = Envelope.Open(Envelope.Seal(MessageKind.Theta, Session, "here", new ThetaMessage(ThetaHash.Of([1]), [2]).Write));
        Assert.Contains("do not match their hash", Assert.Throws<InvalidDataException>(() => message.Read(ThetaMessage.Read)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARefusalIsReadInEveryProtocol()
    {
        var opened = Envelope.Open(Envelope.Seal(MessageKind.Refusal, Session, "there", new ReasonMessage("too old").Write, version: 99));
        Assert.Equal("too old", opened.Read(ReasonMessage.Read).Reason);
    }

    [Fact]
    public void AMessageThatIsTooLargeIsNotMade() => Assert.Contains("larger than",
        Assert.Throws<InvalidDataException>(() => Envelope.Seal(MessageKind.Done, Session, "here", writer => writer.Write(new byte[Envelope.MostBytes]))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("localhost")]
    [InlineData("http://localhost")]
    [InlineData("amqp://h/a/b")]
    public void WhatIsNoBrokerIsRefused(string text) => Assert.Throws<ArgumentException>(() => new BrokerAddress(text));

    [Fact]
    public void ABrokerIsShownWithoutCredentials()
    {
        Assert.Equal("amqps://host:5671/v", new BrokerAddress("amqps://user:secret@host/v").ToString());
        Assert.Equal("amqp://host:1234", new BrokerAddress("amqp://user:secret@host:1234").ToString());
    }
}
