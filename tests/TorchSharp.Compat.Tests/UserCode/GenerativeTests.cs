using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Compat.Tests.UserCode;

/// <summary>Users' programs: a variational autoencoder with transposed convolutions, a GAN with gradient penalty, a fit by L-BFGS.</summary>
[Collection(Seeded.Name)]
public sealed class GenerativeTests
{
    private sealed class Vae : Module<Tensor, (Tensor image, Tensor mean, Tensor logVariance)>
    {
        private readonly Sequential encoder, decoder;
        private readonly Linear toMean, toLogVariance, fromCode;

        public Vae(long code) : base(nameof(Vae))
        {
            encoder = Sequential(Conv2d(1, 8, 3, stride: 2, padding: 1), LeakyReLU(0.1), Conv2d(8, 16, 3, stride: 2, padding: 1), SiLU(), Flatten());
            toMean = Linear(64, code);
            toLogVariance = Linear(64, code);
            fromCode = Linear(code, 64);
            decoder = Sequential(ConvTranspose2d(16, 8, 4, stride: 2, padding: 1), ReLU(), ConvTranspose2d(8, 1, 4, stride: 2, padding: 1), Sigmoid());
            RegisterComponents();
        }

        public override (Tensor image, Tensor mean, Tensor logVariance) forward(Tensor input)
        {
            var hidden = encoder.call(input); // [batch, 64]
            var (mean, logVariance) = (toMean.call(hidden), toLogVariance.call(hidden));
            var code = mean + randn_like(mean) * (0.5 * logVariance).exp();
            return (decoder.call(fromCode.call(code).view(-1, 16, 2, 2)), mean, logVariance); // [batch, 1, 8, 8]
        }
    }

    [Fact]
    public void AutoencoderLowersItsBound()
    {
        random.manual_seed(7);
        set_num_threads(1);
        using var model = new Vae(4);
        using var data = cat([eye(8).roll(0, 1), eye(8).flip(0)]).view(2, 1, 8, 8).repeat(16, 1, 1, 1);
        using var optimizer = optim.Adam(model.parameters(), 0.01);
        var plateau = optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience: 3, factor: 0.5);
        var losses = new List<double>();
        for (var step = 0; step < 40; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var (image, mean, logVariance) = model.call(data);
            var reconstruction = functional.binary_cross_entropy(image, data, reduction: Reduction.Sum) / data.shape[0];
            var divergence = -0.5 * (1 + logVariance - mean.pow(2) - logVariance.exp()).sum(dim: 1).mean();
            var loss = reconstruction + 0.1 * divergence;
            loss.backward();
            optimizer.step();
            losses.Add(loss.ToDouble());
            plateau.step(losses[^1]);
        }
        Assert.True(losses[^1] < losses[0] / 2, $"{losses[0]} -> {losses[^1]}");
    }

    /// <summary>The critic learns to tell samples apart while its input gradient stays near one: double backward through both.</summary>
    [Fact]
    public void CriticTrainsWithGradientPenalty()
    {
        random.manual_seed(8);
        using var critic = Sequential(Linear(2, 32), Tanh(), Linear(32, 1));
        using var optimizer = optim.Adam(critic.parameters(), 0.02, 0.5, 0.9);
        var (gap, norm) = (0.0, 0.0);
        for (var step = 0; step < 60; step++)
        {
            using var scope = NewDisposeScope();
            var real = randn(64, 2) * 0.1 + 1;
            var fake = randn(64, 2) * 0.1 - 1;
            var share = rand(64, 1);
            var between = (share * real + (1 - share) * fake).requires_grad_(true);
            var gradient = autograd.grad([critic.call(between).sum()], [between], retain_graph: true, create_graph: true)[0];
            var length = gradient.norm(1); // [64]
            var difference = critic.call(real).mean() - critic.call(fake).mean();
            var loss = -difference + 10 * (length - 1).pow(2).mean();
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            (gap, norm) = (difference.ToDouble(), length.mean().ToDouble());
        }
        // The best critic of slope one separates two points at distance 2√2 by just that.
        Assert.InRange(gap, 2, 1.2 * 2 * Math.Sqrt(2));
        Assert.InRange(norm, 0.8, 1.2);
    }

    [Fact]
    public void LbfgsSolvesRosenbrock()
    {
        using var point = Parameter(tensor(new[] { -1.2, 1.0 }));
        using var optimizer = optim.LBFGS([point], lr: 0.5, max_iter: 20, history_size: 10);
        for (var step = 0; step < 15; step++)
        {
            using var loss = optimizer.step(() =>
            {
                optimizer.zero_grad();
                var value = 100 * (point[1] - point[0].pow(2)).pow(2) + (1 - point[0]).pow(2);
                value.backward();
                return value;
            });
        }
        Assert.Equal(1, point[0].ToDouble(), 3);
        Assert.Equal(1, point[1].ToDouble(), 3);
    }
}
