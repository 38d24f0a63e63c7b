using System.Buffers;
using System.Text;
using Cln.Host.Graph.Transport;

namespace Cln.Tests.Transport;

public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-2147483648", int.MinValue)]
    [InlineData("2147483648", 2147483648L)]
    [InlineData("9223372036854775808", 9223372036854775808d)]
    [InlineData("0.1", 0.1)]
    [InlineData("1e5", 100000d)]
    [InlineData("true", true)]
    [InlineData("null", null)]
    [InlineData("\"\\ud83c\\udfc3\"", "🏃")]
    public void A_value_is_what_the_engine_knows(string json, object? value) => Assert.Equal(value, Read(json));

    [Fact]
    public void Objects_and_lists_nest()
    {
        var members = Assert.IsType<Dictionary<string, object?>>(Read("""{"a":[1,{"b":null}],"":"x"}"""));

        var list = Assert.IsType<List<object?>>(members["a"]);
        Assert.Equal((1, null, "x"), ((int)list[0]!, ((Dictionary<string, object?>)list[1]!)["b"], members[""]));
    }

    [Theory]
    [InlineData(16, true)]
    [InlineData(17, false)]
    [InlineData(30_000, false)]
    public void Sixteen_levels_are_read_and_no_more(int levels, bool passes)
    {
        var json = new string('[', levels) + new string(']', levels);

        if (passes) Assert.IsType<List<object?>>(Read(json));
        else Assert.Equal("INVALID_JSON", Assert.Throws<TransportError>(() => Read(json)).Code);
    }

    [Fact]
    public void A_value_split_over_buffers_is_the_same()
    {
        var bytes = Encoding.UTF8.GetBytes("""{"long":"grüße 🏃","n":12345}""");

        for (var cut = 1; cut < bytes.Length; cut++)
        {
            var first = new Part(bytes.AsMemory(0, cut));
            var last = first.Append(bytes.AsMemory(cut));
            var members = (Dictionary<string, object?>)StrictJson.Read(new(first, 0, last, last.Memory.Length))!;
            Assert.Equal(("grüße 🏃", 12345), ((string)members["long"]!, (int)members["n"]!));
        }
    }

    private static object? Read(string json) => StrictJson.Read(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)));

    private sealed class Part : ReadOnlySequenceSegment<byte>
    {
        public Part(ReadOnlyMemory<byte> memory) => Memory = memory;

        public Part Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Part(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
