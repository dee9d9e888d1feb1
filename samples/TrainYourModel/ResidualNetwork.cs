using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TrainYourModel;

/// <summary>A module as anybody writes it, with a forward of its own: [batch, 2] to the logits of two classes, [batch, 2].</summary>
internal sealed class ResidualNetwork : nn.Module<Tensor, Tensor>
{
    private readonly Linear enter = nn.Linear(2, 32), middle = nn.Linear(32, 32), leave = nn.Linear(32, 2);

    public ResidualNetwork(string name) : base(name) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        var hidden = enter.call(input).relu();                       // [batch, 32]
        hidden = hidden + middle.call(hidden).relu();                // [batch, 32]
        return leave.call(hidden);                                   // [batch, 2]
    }
}
