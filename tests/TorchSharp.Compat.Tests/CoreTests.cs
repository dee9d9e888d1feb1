using TorchSharp;

namespace TorchSharp.Compat.Tests;

public sealed class CoreTests
{
    [Fact]
    public void DeviceDescriptionsParse()
    {
        Assert.Equal(DeviceType.CUDA, new torch.Device("cuda:1").type);
        Assert.Equal(1, new torch.Device("cuda:1").index);
        Assert.Throws<ArgumentException>(() => new torch.Device("tpu"));
    }

    [Fact]
    public void GeneratorStateRoundTrips()
    {
        using var generator = new torch.Generator(7);
        using var state = generator.get_state();
        Assert.True(state.numel() > 0);
        generator.set_state(state);
        Assert.Equal(7, generator.initial_seed());
    }
}
