using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Networks;

/// <summary>Nonlinearities of hidden layers.</summary>
public enum Activation { Relu, Tanh, Gelu, Silu }

internal static class Activations
{
    public static Tensor Apply(this Activation activation, Tensor x) => activation switch
    {
        Activation.Relu => x.relu(),
        Activation.Tanh => x.tanh(),
        Activation.Gelu => nn.functional.gelu(x),
        Activation.Silu => nn.functional.silu(x),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "unknown activation"),
    };
}
