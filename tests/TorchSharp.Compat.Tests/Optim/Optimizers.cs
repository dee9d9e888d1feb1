using System.Text.Json;
using TorchSharp.Modules;
using static TorchSharp.torch.optim;

namespace TorchSharp.Compat.Tests.Optim;

/// <summary>Every optimizer by name, with the arguments of a recorded configuration.</summary>
internal static class Optimizers
{
    public static readonly string[] Names = ["SGD", "Adam", "AdamW", "NAdam", "RAdam", "RMSprop", "Adagrad", "Adadelta", "Adamax", "Rprop", "ASGD"];

    public static Optimizer Make(string name, JsonElement a, IEnumerable<Parameter> parameters)
    {
        double N(string argument, double otherwise) => a.Number(argument, otherwise);
        bool F(string argument) => a.Flag(argument);
        var lr = a.GetProperty("lr").GetDouble();
        var (beta1, beta2, decay) = (N("beta1", 0.9), N("beta2", 0.999), N("weight_decay", 0));
        return name switch
        {
            "SGD" => SGD(parameters, lr, N("momentum", 0), N("dampening", 0), decay, F("nesterov"), F("maximize")),
            "Adam" => Adam(parameters, lr, beta1, beta2, N("eps", 1e-8), decay, F("amsgrad"), F("maximize")),
            "AdamW" => AdamW(parameters, lr, beta1, beta2, N("eps", 1e-8), decay, F("amsgrad"), F("maximize")),
            "NAdam" => NAdam(parameters, lr, beta1, beta2, N("eps", 1e-8), decay, N("momentum_decay", 4e-3)),
            "RAdam" => RAdam(parameters, lr, beta1, beta2, N("eps", 1e-8), decay),
            "RMSprop" => RMSProp(parameters, lr, N("alpha", 0.99), N("eps", 1e-8), decay, N("momentum", 0), F("centered")),
            "Adagrad" => Adagrad(parameters, lr, N("lr_decay", 0), decay, N("initial_accumulator_value", 0), N("eps", 1e-10)),
            "Adadelta" => Adadelta(parameters, lr, N("rho", 0.9), N("eps", 1e-6), decay),
            "Adamax" => Adamax(parameters, lr, beta1, beta2, N("eps", 1e-8), decay),
            "Rprop" => Rprop(parameters, lr, N("etaminus", 0.5), N("etaplus", 1.2), N("min_step", 1e-6), N("max_step", 50)),
            "ASGD" => ASGD(parameters, lr, N("lambd", 1e-4), N("alpha", 0.75), N("t0", 1e6), decay),
            "LBFGS" => LBFGS(parameters, lr, (long)N("max_iter", 20), null, N("tolerance_grad", 1e-5), 1e-9, (long)N("history_size", 100)),
            _ => throw new ArgumentException(name),
        };
    }

    /// <summary>A recorded configuration that uses every field of options and state: the last of each name that minimizes.</summary>
    public static OptimizerHelper Rich(string name, IEnumerable<Parameter> parameters)
    {
        var configuration = Recorded.Root.GetProperty("optimizers").EnumerateArray().Last(e => e.GetProperty("name").GetString() == name && !e.GetProperty("arguments").Flag("maximize"));
        return (OptimizerHelper)Make(name, configuration.GetProperty("arguments"), parameters);
    }

    public static IEnumerable<object[]> All => Names.Select(name => new object[] { name });
}
