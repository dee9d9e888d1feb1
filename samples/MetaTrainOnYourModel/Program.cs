using System.Globalization;
using LearnedOpt.MetaTraining;
using LearnedOpt.MetaTraining.Comparison;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks.Modules;
using LearnedOpt.Tasks.Populations;
using TrainYourModel;
using static TorchSharp.torch;

var minutes = 1.0;
if (args.Length is < 1 or > 2 || (args.Length == 2 && !(double.TryParse(args[1], CultureInfo.InvariantCulture, out minutes) && minutes > 0)))
{
    Console.Error.WriteLine("usage: MetaTrainOnYourModel WEIGHTS.safetensors [MINUTES]: give the file to write, and more than no minutes.");
    return 2;
}

// Your model, your data, your loss: everything else takes them from here.
var examples = Spirals.Draw(count: 256);
using var task = new ModuleTask("spirals", () => new ResidualNetwork("model"), new TensorBatches("two spirals", 64, examples),
    (output, spirals) => nn.functional.cross_entropy(output, spirals), uninformedLoss: Math.Log(2));

using var pool = new WorkerPool(Environment.ProcessorCount);
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;                                                  // keep what was trained by now
    stop.Cancel();
};

var plan = MetaTrainingPlans.ForDemo("unf-adam", task, TimeSpan.FromMinutes(minutes), seed: 1);
var (theta, steps) = MetaTrainingRun.Execute(plan, pool, Show, stop.Token);
try
{
    RuleFile.Write(args[0], plan.Rule, theta, new Dictionary<string, string> { ["trained_on"] = task.Name });
}
catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"cannot write {args[0]}: {fault.Message} Give a file in a folder that exists and can be written.");
    return 1;
}

Console.WriteLine($"{steps} outer steps; weights in {args[0]}");
var adam = Baselines.Find("Adam")!;
var contenders = adam.LearningRates.Select(rate => new Contender($"Adam {rate}", adam.Rule, adam.Theta, rate)).Append(new Contender("learned", plan.Rule, theta, 1)).ToList();
foreach (var runs in new Comparer(task, 500, pool, new CounterRandom(1).At("comparison")).Run(contenders, seeds: 5).GroupBy(run => run.Contender.Name))
    Console.WriteLine(FormattableString.Invariant($"{runs.Key,-12} loss after 500 steps {ComparisonResult.Median(runs.Select(run => run.FinalLoss)):f4}"));
return 0;

static void Show(OuterStep step, double progress)
{
    if (step.Step % 50 == 0) Console.WriteLine(FormattableString.Invariant($"{progress,4:p0}  outer step {step.Step,5}  meta-loss {step.Estimate.MeanLoss:f4}"));
}
