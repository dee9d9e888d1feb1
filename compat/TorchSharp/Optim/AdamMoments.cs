using System;
using TorchSharp.Interop;

namespace TorchSharp.Modules;

/// <summary>What the members of Adam's family share. Everything is in place and gives PyTorch's bits.</summary>
internal static class AdamMoments
{
    private static readonly Op s_maximum = new("maximum", "out");

    /// <summary>m ← β1 m + (1 - β1) g; v ← β2 v + (1 - β2) g².</summary>
    internal static void Accumulate(torch.Tensor m, torch.Tensor v, torch.Tensor grad, double beta1, double beta2)
    {
        m.mul_(beta1).add_(grad, alpha: 1 - beta1);
        v.mul_(beta2).addcmul_(grad, grad, value: 1 - beta2);
    }

    /// <summary>θ ← θ - lr / (1 - β1^t) · m / (√v / √(1 - β2^t) + ε); the largest v so far where `largest` is given.</summary>
    internal static void Apply(torch.Tensor param, torch.Tensor m, torch.Tensor v, torch.Tensor largest, long t, double lr, double beta1, double beta2, double eps)
    {
        if (largest is not null) Largest(largest, v);
        using var denominator = (largest ?? v).sqrt().div_(Math.Sqrt(1 - Math.Pow(beta2, t))).add_(eps);
        param.addcdiv_(m, denominator, value: -lr / (1 - Math.Pow(beta1, t)));
    }

    /// <summary>accumulated ← max(accumulated, value), element by element.</summary>
    internal static void Largest(torch.Tensor accumulated, torch.Tensor value) => s_maximum.Do(accumulated, value, accumulated);
}
