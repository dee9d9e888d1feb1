namespace LearnedOpt.Host.Tests;

public class ParseFaultsTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("demo", "demo", 0)]
    [InlineData("demo", "", 4)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("sunday", "saturday", 3)]
    public void EditDistanceOfKnownPairs(string a, string b, int distance)
    {
        Assert.Equal(distance, ParseFaults.EditDistance(a, b));
        Assert.Equal(distance, ParseFaults.EditDistance(b, a));
    }

    [Fact]
    public void EditDistanceIsAMetric()
    {
        var random = new Random(1);
        string Word() => string.Concat(Enumerable.Range(0, random.Next(7)).Select(_ => (char)('a' + random.Next(3))));
        for (var trial = 0; trial < 500; trial++)
        {
            var (a, b, c) = (Word(), Word(), Word());
            Assert.True(ParseFaults.EditDistance(a, c) <= ParseFaults.EditDistance(a, b) + ParseFaults.EditDistance(b, c));
            Assert.Equal(a == b, ParseFaults.EditDistance(a, b) == 0);
        }
    }

    [Fact]
    public void AWordThatResemblesNothingGetsNoHint() => Assert.Null(ParseFaults.Nearest("xyzzy", ["demo", "doctor"]));
}
