using System.Text;
using LearnedOpt.MetaTraining.Service;

namespace LearnedOpt.MetaTraining.Tests.Service;

public sealed class EventFileTests
{
    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("123456789", 0xE3069283u)] // the check value of CRC-32C
    public void TheChecksumIsCastagnolis(string text, uint expected) => Assert.Equal(expected, EventFile.Crc(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void ThirtyTwoZerosHaveThePublishedChecksum() => Assert.Equal(0x8A9136AAu, EventFile.Crc(new byte[32])); // RFC 3720, B.4

    [Fact]
    public void TheFirstRecordBeginsAsEveryEventFileDoes()
    {
        var bytes = Write(file => file.WriteVersion(0));
        Assert.Equal(Convert.FromHexString("1800000000000000a37f4b22" + "09" + "0000000000000000" + "1a0d"), bytes[..23]);
        Assert.Equal("brain.Event:2", Encoding.ASCII.GetString(bytes, 23, 13));
        Assert.Equal(EventFile.MaskedCrc(bytes.AsSpan(12, 24)), BitConverter.ToUInt32(bytes, 36));
        Assert.Equal(40, bytes.Length);
    }

    [Fact]
    public void AScalarIsAnEventWithASummary()
    {
        var bytes = Write(file => file.WriteScalars(0, 300, [("a", 1.0), ("b", double.NaN)]));
        // wall_time, step 300 as a varint, summary { value { tag "a" simple_value 1f } }; what is not finite is left out
        Assert.Equal(Convert.FromHexString("09" + "0000000000000000" + "10ac02" + "2a0a" + "0a08" + "0a0161" + "150000803f"), bytes[12..^4]);
    }

    private static byte[] Write(Action<EventFile> write)
    {
        using var stream = new MemoryStream();
        write(new EventFile(stream));
        return stream.ToArray();
    }
}
