using LearnedOpt.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

// What a user writes who has nothing but the package: a model, trained with each of the pretrained weights that fit it.
Console.WriteLine("names: " + string.Join(" ", PretrainedWeights.Names));
foreach (var name in PretrainedWeights.Names)
{
    if (PretrainedWeights.Read(name).Rule.Name == "unf") continue; // made for one architecture
    Console.WriteLine($"card of {name}: {PretrainedWeights.Card(name).Length} characters");
    Train(name, model => LearnedOptimizer.Pretrained(name, model));
}

var rule = UpdateRules.Create("unf-adam");
var theta = new float[rule.Theta.Count];
rule.Initialize(theta, new LearnedOpt.Numerics.CounterRandom(1));
RuleFile.Write("own.safetensors", rule, theta, new Dictionary<string, string>());
Train("own", model => LearnedOptimizer.Load("own.safetensors", model));

try
{
    using var model = nn.Linear(2, 2);
    LearnedOptimizer.Pretrained("no-such-name", model);
}
catch (ArgumentException fault)
{
    Console.WriteLine(fault.Message);
}

static void Train(string name, Func<nn.Module, LearnedOptimizer> create)
{
    random.manual_seed(1);
    using var model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3));
    using var optimizer = create(model);
    using Tensor inputs = randn(64, 8), labels = inputs.argmax(1) % 3;
    var (first, last) = (0f, 0f);
    for (var step = 0; step < 150; step++)
    {
        using var scope = NewDisposeScope();
        var loss = nn.functional.cross_entropy(model.call(inputs), labels);
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        last = loss.item<float>();
        if (step == 0) first = last;
    }

    Console.WriteLine(FormattableString.Invariant($"{name}: {first:0.000} {last:0.000} {(last < 0.8f * first ? "lower" : "NOT LOWER")}"));
}
