namespace TorchSharp.Compat.Tests.Optim;

/// <summary>The optimizers of one weight in plain double arithmetic, straight from the papers; state lives in the closure.</summary>
internal static class Formulas
{
    /// <summary>Maps (weight, gradient) to the next weight; call once a step.</summary>
    public delegate double Step(double weight, double gradient);

    public static Step Of(string name) => name switch
    {
        "SGD" => Sgd(lr: 0.05, momentum: 0.9, decay: 0.01),
        "Adam" => Adam(lr: 0.02, beta1: 0.8, beta2: 0.95, eps: 1e-3, decay: 0.1, decoupled: false),
        "AdamW" => Adam(lr: 0.02, beta1: 0.8, beta2: 0.95, eps: 1e-3, decay: 0.1, decoupled: true),
        "NAdam" => NAdam(lr: 0.02, beta1: 0.8, beta2: 0.95, eps: 1e-3, psi: 0.1),
        "RAdam" => RAdam(lr: 0.02, beta1: 0.8, beta2: 0.95, eps: 1e-3),
        "RMSprop" => RmsProp(lr: 0.01, alpha: 0.9, eps: 1e-4, momentum: 0.8),
        "Adagrad" => Adagrad(lr: 0.1, lrDecay: 0.1, start: 0.5, eps: 1e-10),
        "Adadelta" => Adadelta(lr: 2, rho: 0.8, eps: 1e-4),
        "Adamax" => Adamax(lr: 0.02, beta1: 0.8, beta2: 0.95, eps: 1e-8),
        "Rprop" => Rprop(lr: 0.1, shrink: 0.3, grow: 1.5, least: 1e-3, most: 0.2),
        "ASGD" => Asgd(lr: 0.05, lambda: 0.01, alpha: 0.5),
        _ => throw new ArgumentException(name),
    };

    private static Step Sgd(double lr, double momentum, double decay)
    {
        double? buffer = null;
        return (w, g) =>
        {
            g += decay * w;
            buffer = buffer is { } b ? momentum * b + g : g;
            return w - lr * buffer.Value;
        };
    }

    private static Step Adam(double lr, double beta1, double beta2, double eps, double decay, bool decoupled)
    {
        var (m, v, t) = (0.0, 0.0, 0);
        return (w, g) =>
        {
            t++;
            if (decoupled) w -= lr * decay * w;
            else g += decay * w;
            m = beta1 * m + (1 - beta1) * g;
            v = beta2 * v + (1 - beta2) * g * g;
            return w - lr * (m / (1 - Math.Pow(beta1, t))) / (Math.Sqrt(v / (1 - Math.Pow(beta2, t))) + eps);
        };
    }

    private static Step NAdam(double lr, double beta1, double beta2, double eps, double psi)
    {
        var (m, v, t, product) = (0.0, 0.0, 0, 1.0);
        double Mu(int step) => beta1 * (1 - 0.5 * Math.Pow(0.96, step * psi));
        return (w, g) =>
        {
            t++;
            product *= Mu(t);
            m = beta1 * m + (1 - beta1) * g;
            v = beta2 * v + (1 - beta2) * g * g;
            var root = Math.Sqrt(v / (1 - Math.Pow(beta2, t))) + eps;
            return w - lr * ((1 - Mu(t)) / (1 - product) * g + Mu(t + 1) / (1 - product * Mu(t) * Mu(t + 1)) * m) / root;
        };
    }

    private static Step RAdam(double lr, double beta1, double beta2, double eps)
    {
        var (m, v, t) = (0.0, 0.0, 0);
        var longest = 2 / (1 - beta2) - 1;
        return (w, g) =>
        {
            t++;
            m = beta1 * m + (1 - beta1) * g;
            v = beta2 * v + (1 - beta2) * g * g;
            var unbiased = m / (1 - Math.Pow(beta1, t));
            var rho = longest - 2 * t * Math.Pow(beta2, t) / (1 - Math.Pow(beta2, t));
            if (rho <= 5) return w - lr * unbiased;
            var r = Math.Sqrt((rho - 4) * (rho - 2) * longest / ((longest - 4) * (longest - 2) * rho));
            return w - lr * unbiased * r * Math.Sqrt(1 - Math.Pow(beta2, t)) / (Math.Sqrt(v) + eps);
        };
    }

    private static Step RmsProp(double lr, double alpha, double eps, double momentum)
    {
        var (v, buffer) = (0.0, 0.0);
        return (w, g) =>
        {
            v = alpha * v + (1 - alpha) * g * g;
            buffer = momentum * buffer + g / (Math.Sqrt(v) + eps);
            return w - lr * buffer;
        };
    }

    private static Step Adagrad(double lr, double lrDecay, double start, double eps)
    {
        var (sum, t) = (start, 0);
        return (w, g) =>
        {
            sum += g * g;
            return w - lr / (1 + t++ * lrDecay) * g / (Math.Sqrt(sum) + eps);
        };
    }

    private static Step Adadelta(double lr, double rho, double eps)
    {
        var (v, u) = (0.0, 0.0);
        return (w, g) =>
        {
            v = rho * v + (1 - rho) * g * g;
            var delta = Math.Sqrt(u + eps) / Math.Sqrt(v + eps) * g;
            u = rho * u + (1 - rho) * delta * delta;
            return w - lr * delta;
        };
    }

    private static Step Adamax(double lr, double beta1, double beta2, double eps)
    {
        var (m, u, t) = (0.0, 0.0, 0);
        return (w, g) =>
        {
            m = beta1 * m + (1 - beta1) * g;
            u = Math.Max(beta2 * u, Math.Abs(g) + eps);
            return w - lr / (1 - Math.Pow(beta1, ++t)) * m / u;
        };
    }

    private static Step Rprop(double lr, double shrink, double grow, double least, double most)
    {
        var (size, before) = (lr, 0.0);
        return (w, g) =>
        {
            var agreement = Math.Sign(g * before);
            size = Math.Clamp(size * (agreement > 0 ? grow : agreement < 0 ? shrink : 1), least, most);
            before = agreement < 0 ? 0 : g;
            return w - size * Math.Sign(before);
        };
    }

    private static Step Asgd(double lr, double lambda, double alpha)
    {
        var (eta, t) = (lr, 0);
        return (w, g) =>
        {
            w = w * (1 - lambda * eta) - eta * g;
            eta = lr / Math.Pow(1 + lambda * lr * ++t, alpha);
            return w;
        };
    }
}
