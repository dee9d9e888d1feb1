using LearnedOpt.Checkpoints;
using LearnedOpt.Kernels;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tests.Kernels;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.Optimizers;

/// <summary>The published rules against plain implementations, and their weights.</summary>
public sealed class AdafactorRuleTests : IDisposable
{
    private static readonly CounterRandom Random = new(60);

    private readonly string folder = Directory.CreateTempSubdirectory("celo").FullName;

    [Theory]
    [ClassData(typeof(Paths))]
    public void SmallFcAndCelo2MatchTheirDescriptions(SimdPath path)
    {
        foreach ((string name, WeightSpace space) in SampleSpaces.All)
        {
            foreach (IUpdateRule rule in new IUpdateRule[] { new SmallFcRule(), new Celo2Rule() })
            {
                float[] theta = BusyTheta.For(rule, 0.03f);
                using IStepper stepper = rule is SmallFcRule small ? small.CreateStepper(space, path) : ((Celo2Rule)rule).CreateStepper(space, path);
                stepper.Bind(theta);
                var particle = Particle.Random(space, Random.At("weights"));
                var reference = new AdafactorReference(rule, space, theta);
                for (int step = 0; step < 4; step++)
                {
                    particle.DrawGradients(Random, step);
                    Particle before = particle.Copy();
                    double[][] expected = reference.Step(particle, step, 0.5);
                    stepper.Step(particle.Slices, step, 0.5f);
                    Steps.AssertEqual(before.Weights, expected, particle.Weights, 2e-5, $"{path}, {name}, {rule.Name}, step {step}");
                }
            }
        }
    }

    [Theory]
    [ClassData(typeof(Paths))]
    public void CeloMatchesItsDescriptionWithItsSchedule(SimdPath path)
    {
        foreach ((string name, WeightSpace space) in SampleSpaces.All)
        {
            var rule = new CeloRule(new CeloOptions { TotalSteps = 40 });
            float[] theta = BusyTheta.For(rule, 0.03f);
            AssertCelo(rule, theta, space, path, steps: 6, name);
        }
    }

    [Fact]
    public void ThePublishedWeightsMatchTheDescriptionToo()
    {
        if (Published("celo") is not { } path)
            return;
        RuleFile file = CeloWeights.Import(path, totalSteps: 100);
        Assert.Equal(37_089, file.Theta.Length);
        AssertCelo((CeloRule)file.Rule, file.Theta, PaperSpaces.Mlp(), SimdPaths.Best, steps: 20, "published");
    }

    [Fact]
    public void CeloAdamIsAdamUnderTheSchedule()
    {
        var rule = new CeloAdamRule(new CeloOptions { TotalSteps = 30 });
        float[] theta = Published("celo-adam") is { } path ? CeloWeights.Import(path).Theta : BusyTheta.For(rule, 0.03f);
        WeightSpace space = SampleSpaces.Named("odd");
        using IStepper stepper = rule.CreateStepper(space);
        stepper.Bind(theta);
        var schedule = new CeloScheduleReference(rule.Theta, theta, 30, 1);
        var particle = Particle.Random(space, Random);
        double[][] m = [.. particle.Weights.Select(w => new double[w.Length])], v = [.. particle.Weights.Select(w => new double[w.Length])];
        for (int step = 0; step < 8; step++)
        {
            particle.DrawGradients(Random, step);
            Particle before = particle.Copy();
            ((ILossObserver)stepper).ReportLoss(3f / (step + 1));
            double rate = schedule.Next(3f / (step + 1))[0] * 0.001;
            double[][] expected = [.. particle.Weights.Select((w, t) => w.Select((x, i) =>
            {
                double g = particle.Gradients[t][i];
                m[t][i] = (0.9 * m[t][i]) + (0.1 * g);
                v[t][i] = (0.999 * v[t][i]) + (0.001 * g * g);
                double first = m[t][i] / (1 - Math.Pow(0.9, step + 1)), second = v[t][i] / (1 - Math.Pow(0.999, step + 1));
                return x - (rate * first / (1e-8 + Math.Sqrt(second + 1e-10)));
            }).ToArray())];
            stepper.Step(particle.Slices, step, 1f);
            Steps.AssertEqual(before.Weights, expected, particle.Weights, 3e-5, $"step {step}");
        }
    }

    [Fact]
    public void ThetasHaveThePublishedSizes()
    {
        Assert.Equal(197, new SmallFcRule().Theta.Count);
        Assert.Equal(37_089, new CeloRule().Theta.Count);
        Assert.Equal(36_865, new CeloAdamRule().Theta.Count);
        Assert.Equal(347, new Celo2Rule().Theta.Count);
    }

    [Fact]
    public void TheAxesFactoredAreTheTwoLongest()
    {
        FactoredAxes Of(params long[] shape) => FactoredAxes.Of(new WeightTensor("w", [.. shape.Select((size, axis) => new Symmetry($"s{axis}", size))]))!;
        Assert.Equal((10, 32), (Of(10, 32).Rows, Of(10, 32).RowLength));
        Assert.Equal((32 * 9, 16 * 9), (Of(32, 16, 3, 3).Columns, Of(32, 16, 3, 3).Rows));
        Assert.Equal(9, Of(32, 16, 3, 3).RunLength);
        Assert.Equal(1, Of(7, 7).RowStep);                  // of equal axes the outputs count as longer
        Assert.Null(FactoredAxes.Of(new WeightTensor("b", new Symmetry("s", 9))));
    }

    [Fact]
    public void ANormalisedStepHasTheSizeOfItsRate()
    {
        WeightSpace space = PaperSpaces.Mlp();
        var rule = new Celo2Rule();
        using IStepper stepper = rule.CreateStepper(space);
        stepper.Bind(BusyTheta.For(rule));
        var particle = Particle.Random(space, Random);
        particle.DrawGradients(Random, 0);
        Particle before = particle.Copy();
        stepper.Step(particle.Slices, 0, 20f);
        for (int t = 0; t < before.Weights.Length; t++)
        {
            double square = before.Weights[t].Zip(particle.Weights[t], (a, b) => (double)(a - b) * (a - b)).Average();
            Assert.Equal(0.02, Math.Sqrt(square), 1e-4);
        }
    }

    [Fact]
    public void WeightsImportAndComeBackFromAFileOfOurOwn()
    {
        foreach (IUpdateRule rule in new IUpdateRule[] { new CeloRule(), new CeloAdamRule(), new Celo2Rule() })
        {
            float[] theta = BusyTheta.For(rule);
            string published = Path.Combine(folder, "published.safetensors"), own = Path.Combine(folder, "own.safetensors");
            SafeTensors.Write(published, rule.Theta.Arrays.Select(array => StoredTensor.Create(array.Name, theta.AsSpan(array.Offset, array.Count), [.. array.Shape.Select(x => (long)x)])));
            RuleFile file = CeloWeights.Import(published, totalSteps: 77);
            RuleFile.Write(own, file.Rule, file.Theta, file.Card);
            RuleFile read = RuleFile.Read(own);
            Assert.Equal(rule.Name, read.Rule.Name);
            Assert.Equal(theta, read.Theta);
            if (read.Rule is CeloRule celo)
                Assert.Equal((77, 500), (celo.Options.TotalSteps, ((CeloRule)read.WithHorizon(500).Rule).Options.TotalSteps));
        }
    }

    [Fact]
    public void FilesOfOthersAreRefused()
    {
        string path = Path.Combine(folder, "other.safetensors");
        SafeTensors.Write(path, [StoredTensor.Create("linear.w", new float[4], 4)]);
        Assert.Contains("the tensors of Celo", Assert.Throws<CheckpointException>(() => CeloWeights.Import(path)).Message);
        var rule = new Celo2Rule();
        SafeTensors.Write(path, rule.Theta.Arrays.Select(array => StoredTensor.Create<float>(array.Name, new float[array.Count + 1], array.Count + 1)));
        Assert.Contains("ff_mod_stack.~.", Assert.Throws<CheckpointException>(() => CeloWeights.Import(path)).Message);
    }

    [Fact]
    public void WithoutALossTheScheduleStillRuns()
    {
        var rule = new CeloRule(new CeloOptions { TotalSteps = 40 });
        float[] theta = BusyTheta.For(rule, 0.03f);
        WeightSpace space = PaperSpaces.Mlp();
        using IStepper silent = rule.CreateStepper(space), constant = rule.CreateStepper(space);
        silent.Bind(theta);
        constant.Bind(theta);
        Particle first = Particle.Random(space, Random), second = first.Copy();
        for (int step = 0; step < 5; step++)
        {
            first.DrawGradients(Random, step);
            second.DrawGradients(Random, step);
            silent.Step(first.Slices, step, 1f);
            ((ILossObserver)constant).ReportLoss(float.NaN);
            ((ILossObserver)constant).ReportLoss(1f);
            constant.Step(second.Slices, step, 1f);
        }

        Assert.Equal(first.Weights, second.Weights);
    }

    [Fact]
    public void PublishedCeloTrainsASmallModel()
    {
        if (Published("celo") is not { } path)
            return;
        using var model = ContractModel.Named("mlp");
        using var optimizer = new LearnedOptimizer(CeloWeights.Import(path, totalSteps: 400), model.Module);
        var losses = new List<float>();
        for (int step = 0; step < 400; step++)
        {
            using var scope = TorchSharp.torch.NewDisposeScope();
            losses.Add(optimizer.step(() =>
            {
                optimizer.zero_grad();
                var loss = model.Loss();
                loss.backward();
                return loss;
            }).item<float>());
        }

        Assert.True(losses[^1] < 0.3 * losses[0], $"{losses[0]} -> {losses[^1]}");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void AssertCelo(CeloRule rule, float[] theta, WeightSpace space, SimdPath path, int steps, string where)
    {
        using IStepper stepper = rule.CreateStepper(space, path);
        stepper.Bind(theta);
        var particle = Particle.Random(space, Random.At("weights"));
        var reference = new AdafactorReference(rule, space, theta);
        var schedule = new CeloScheduleReference(rule.Theta, theta, rule.Options.TotalSteps, tensors: 3);
        for (int step = 0; step < steps; step++)
        {
            float loss = 2f + MathF.Sin(step) - (0.1f * step);
            particle.DrawGradients(Random, step);
            Particle before = particle.Copy();
            double[] rates = schedule.Next(loss);
            Assert.All(rates, rate => Assert.Equal(rates[0], rate));        // one schedule for all tensors
            double[][] expected = reference.Step(particle, step, 100 * rates[0]);
            ((ILossObserver)stepper).ReportLoss(loss);
            stepper.Step(particle.Slices, step, 100f);
            Steps.AssertEqual(before.Weights, expected, particle.Weights, 3e-5, $"{path}, {where}, step {step}");
        }
    }

    private static string? Published(string name)
    {
        for (DirectoryInfo? here = new(AppContext.BaseDirectory); here is not null; here = here.Parent)
        {
            if (!File.Exists(Path.Combine(here.FullName, "LearnedOpt.sln")))
                continue;
            string path = Path.Combine(here.FullName, "..", "shared", "data", "pretrained", name + ".safetensors");
            return File.Exists(path) ? path : null;
        }

        return null;
    }
}
