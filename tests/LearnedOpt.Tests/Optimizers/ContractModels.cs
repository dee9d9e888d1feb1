using System.Runtime.InteropServices;
using LearnedOpt.Numerics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnedOpt.Tests.Optimizers;

/// <summary>A small model of each kind that people train, with a batch it can learn. Seeded; nothing global is drawn from.</summary>
internal sealed class ContractModel : IDisposable
{
    private readonly Tensor input, target;

    private ContractModel(nn.Module<Tensor, Tensor> module, ulong seed, params long[] inputShape)
    {
        Module = module;
        var random = new CounterRandom(seed).At("parameters");
        using (no_grad())
        {
            foreach (var (name, parameter) in module.named_parameters())
            {
                var values = MemoryMarshal.Cast<byte, float>(parameter.bytes);
                if (parameter.dim() < 2)
                {
                    values.Fill(name.Contains("norm") && name.EndsWith("weight", StringComparison.Ordinal) ? 1f : 0f);
                    continue;
                }

                random.At(name).Fill(values);
                var scale = 1 / MathF.Sqrt(values.Length / parameter.shape[0]);
                foreach (ref var value in values)
                    value *= scale;
            }

            input = zeros(inputShape);
            new CounterRandom(9).At("input").Fill(MemoryMarshal.Cast<byte, float>(input.bytes));
            target = input.flatten(1).slice(1, 0, 3, 1).argmax(1);
        }
    }

    public static IReadOnlyList<string> Names { get; } = ["mlp", "conv", "gru", "attention"];

    public nn.Module<Tensor, Tensor> Module { get; }

    public static ContractModel Named(string name, ulong seed = 1) => name switch
    {
        "mlp" => new ContractModel(nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3)), seed, 32, 6),
        "conv" => new ContractModel(new ConvNet(), seed, 16, 1, 7, 7),
        "gru" => new ContractModel(new Recurrent(), seed, 16, 4, 5),
        _ => new ContractModel(new Attentive(), seed, 16, 3, 8),
    };

    public Tensor Loss() => nn.functional.cross_entropy(Module.call(input), target);

    /// <summary>Trains, and gives the loss before each step.</summary>
    public float[] Train(optim.Optimizer optimizer, int steps)
    {
        var losses = new float[steps];
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = Loss();
            loss.backward();
            optimizer.step();
            losses[step] = loss.item<float>();
        }

        return losses;
    }

    public void CopyTo(ContractModel other) => other.Module.load_state_dict(Module.state_dict());

    public float[][] Weights() => [.. Module.parameters().Select(parameter => parameter.data<float>().ToArray())];

    public void Dispose()
    {
        Module.Dispose();
        input.Dispose();
        target.Dispose();
    }

    private sealed class ConvNet : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential body = nn.Sequential(
            ("conv1", nn.Conv2d(1, 6, 3)), ("norm", nn.BatchNorm2d(6)), ("relu", nn.ReLU()), ("conv2", nn.Conv2d(6, 4, 3, stride: 2)), ("flat", nn.Flatten()), ("head", nn.Linear(16, 3)));

        public ConvNet() : base(nameof(ConvNet)) => RegisterComponents();

        public override Tensor forward(Tensor input) => body.call(input);
    }

    private sealed class Recurrent : nn.Module<Tensor, Tensor>
    {
        private readonly GRU gru = nn.GRU(5, 8, batchFirst: true);
        private readonly Linear head = nn.Linear(8, 3);

        public Recurrent() : base(nameof(Recurrent)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(gru.call(input).Item1.select(1, 0));    // the first frame decides
    }

    private sealed class Attentive : nn.Module<Tensor, Tensor>
    {
        private readonly MultiheadAttention attention = nn.MultiheadAttention(8, 2);
        private readonly LayerNorm norm = nn.LayerNorm(8);
        private readonly Linear wide = nn.Linear(8, 12), head = nn.Linear(12, 3);

        public Attentive() : base(nameof(Attentive)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            var x = input.transpose(0, 1).contiguous();                                                    // [frames, batch, 8]
            x = norm.call(x + attention.call(x, x, x, null, false, null).Item1);
            return head.call(wide.call(x.select(0, 0)).relu());
        }
    }
}
