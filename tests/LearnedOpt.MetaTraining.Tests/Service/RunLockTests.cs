using System.Text.Json;
using LearnedOpt.MetaTraining.Service;

namespace LearnedOpt.MetaTraining.Tests.Service;

public sealed class RunLockTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("learnedopt-lock-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void OneAtATimeAndTheOtherIsToldWho()
    {
        using (RunLock.Take(_folder))
            Assert.Contains($"in use by process {Environment.ProcessId} on {Environment.MachineName}", Assert.Throws<RunInUseException>(() => RunLock.Take(_folder)).Message, StringComparison.Ordinal);
        using var again = RunLock.Take(_folder);
        Assert.Null(again.Previous);
    }

    [Fact]
    public void WhatAKilledProcessLeftIsTakenOverAndTold()
    {
        Leave(new RunOwner(int.MaxValue, Environment.MachineName, DateTimeOffset.UtcNow));
        using var taken = RunLock.Take(_folder);
        Assert.Equal(int.MaxValue, taken.Previous?.Process);
    }

    [Fact]
    public void ANamesakeWithAnotherStartIsNotTheOwner()
    {
        Leave(new RunOwner(Environment.ProcessId, Environment.MachineName, DateTimeOffset.UtcNow.AddDays(-3)));
        RunLock.Take(_folder).Dispose();
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(60, false)]
    public void AnotherMachinesProcessCountsAsAliveWhileItsHeartbeatIsFresh(int minutesAgo, bool alive)
    {
        Leave(new RunOwner(1, "elsewhere", DateTimeOffset.UtcNow));
        var heartbeat = Path.Combine(_folder, "heartbeat.json");
        File.WriteAllText(heartbeat, "{}");
        File.SetLastWriteTimeUtc(heartbeat, DateTime.UtcNow.AddMinutes(-minutesAgo));
        if (alive) Assert.Contains("elsewhere", Assert.Throws<RunInUseException>(() => RunLock.Take(_folder)).Message, StringComparison.Ordinal);
        else RunLock.Take(_folder).Dispose();
    }

    [Fact]
    public void ADamagedOwnerFileLocksNobodyOut()
    {
        File.WriteAllText(Path.Combine(_folder, "run.owner.json"), "{\"Process\":");
        RunLock.Take(_folder).Dispose();
    }

    private void Leave(RunOwner owner) => File.WriteAllText(Path.Combine(_folder, "run.owner.json"), JsonSerializer.Serialize(owner));
}
