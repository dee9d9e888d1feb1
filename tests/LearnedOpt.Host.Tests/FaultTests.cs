using System.Runtime.InteropServices;
using LearnedOpt.Checkpoints;
using LearnedOpt.Tasks.Data;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Host.Tests;

public class FaultTests
{
    public static TheoryData<Exception, int> Kinds => new()
    {
        { UserFaultException.ForUsage("x"), 2 },
        { new InvalidDataException("x"), 3 },
        { new CheckpointException("a.safetensors", "a header", "nothing", "fetch it again"), 3 },
        { new DataException("mnist", "four files", "nothing", "fetch them"), 3 },
        { new WeightSpaceException("x"), 2 },
        { new FileNotFoundException("x"), 3 },
        { new DirectoryNotFoundException("x"), 3 },
        { new IOException("No space left on device"), 4 },
        { new UnauthorizedAccessException("x"), 4 },
        { new DllNotFoundException("x"), 5 },
        { new TypeInitializationException("TorchSharp.torch", new NotSupportedException("x")), 5 },
        { new TypeInitializationException("TorchSharp.torch", new DllNotFoundException("x")), 5 },
        { new ExternalException("shape mismatch\nException raised from ..."), 5 },
        { new NotFiniteNumberException("x"), 6 },
        { new InvalidOperationException("x"), 1 },
        { new NotSupportedException("x"), 1 },
        { new OperationCanceledException(), 1 },
        { new AggregateException(new InvalidDataException("x")), 3 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EachKindOfFaultHasItsExitCode(Exception exception, int code) =>
        Assert.Equal((ExitCode)code, Fault.From(exception, stopRequested: false).Code);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AFaultIsOneLine(Exception exception, int code)
    {
        var line = Fault.From(exception, stopRequested: false).Line;
        Assert.False(line.AsSpan().ContainsAny('\r', '\n'), $"{code}: {line}");
    }

    [Fact]
    public void ACancellationIsTheGracefulEndOnlyWhereAStopWasAskedFor() =>
        Assert.Equal(ExitCode.Ok, Fault.From(new OperationCanceledException(), stopRequested: true).Code);

    [Fact]
    public void LibtorchsNativeStackTraceIsLeftOut() =>
        Assert.Equal("libtorch: mat1 and mat2 shapes cannot be multiplied",
            Fault.From(new ExternalException("mat1 and mat2 shapes cannot be multiplied\nException raised from meta"), false).Line);

    [Fact]
    public void TheLoadersOwnWordsAreKept() =>
        Assert.Equal("libtorch_cpu.so.1.13: cannot open shared object file",
            Fault.NativeReason(new TypeInitializationException("TorchSharp.torch", new DllNotFoundException(
                "Unable to load shared library 'x' or one of its dependencies. Consider setting LD_DEBUG:\n" +
                "libtorch_cpu.so.1.13: cannot open shared object file\nlibx.so: cannot open"))));
}
