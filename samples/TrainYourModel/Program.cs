using LearnedOpt.Checkpoints;
using LearnedOpt.Optimizers;
using LearnedOpt.WeightSpaces;
using TrainYourModel;
using static TorchSharp.torch;

var steps = 500;
if (args.Length is < 1 or > 2 || (args.Length == 2 && !(int.TryParse(args[1], out steps) && steps > 0)))
{
    Console.Error.WriteLine("usage: TrainYourModel WEIGHTS.safetensors [STEPS]: give a weights file, for example the one that './learnedopt demo' writes to runs/, and at least one step.");
    return 2;
}

try
{
    manual_seed(1);
    using var model = new ResidualNetwork("model");
    var (points, spirals) = Spirals.Draw(count: 256);
    var found = WeightSpace.Discover(model, points);                    // what the model's own forward connects; a Sequential needs none of it
    using var optimizer = LearnedOptimizer.Load(args[0], model, space: found.Space); // the one line that changes
    for (var step = 0; step <= steps; step++)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        var loss = nn.functional.cross_entropy(model.call(points), spirals);
        loss.backward();
        if (step % Math.Max(1, steps / 10) == 0) Console.WriteLine(FormattableString.Invariant($"step {step,5}  loss {loss.item<float>():f4}"));
        optimizer.step();
    }

    return 0;
}
catch (CheckpointException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 1;
}
