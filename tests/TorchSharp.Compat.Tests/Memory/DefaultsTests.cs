using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Memory;

[Collection(Alone.Name)]
public sealed class DefaultsTests
{
    [Fact]
    public void TheDefaultTypeCanBeChanged()
    {
        using var scope = NewDisposeScope();
        set_default_dtype(float64);
        try
        {
            Assert.Equal(ScalarType.Float64, zeros(1).dtype);
            Assert.Equal(ScalarType.Float64, linspace(0, 1, 2).dtype);
            Assert.Equal(ScalarType.Float32, tensor(1f).dtype);
            Assert.Throws<ArgumentException>(() => set_default_dtype(int32));
        }
        finally
        {
            set_default_dtype(float32);
        }
    }

    [Fact]
    public void PrintOptions()
    {
        using var scope = NewDisposeScope();
        set_printoptions(style: numpy, floatFormat: "F1", maxColumns: 4);
        try
        {
            Assert.Equal("[0.0, 1.0, ... 8.0, 9.0]", arange(10, float32).str());
        }
        finally
        {
            set_printoptions(style: julia, floatFormat: "g5", maxColumns: 6);
        }
    }

    [Fact]
    public void Threads()
    {
        var before = get_num_threads();
        set_num_threads(2);
        Assert.Equal(2, get_num_threads());
        set_num_threads(before);
        Assert.True(get_num_interop_threads() > 0);
        Assert.StartsWith("1.13", __version__);
        Assert.False(mps_is_available());
        cuda.synchronize();
    }
}
