using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Kernels;

/// <summary>For functions with a kernel of their own, whose gradients are sometimes differentiated again.</summary>
internal static class SecondDerivative
{
    /// <summary>Gradients with a graph, by way of libtorch's operators.</summary>
    /// <param name="operands">What the function was given.</param>
    /// <param name="function">The same function in libtorch's operators.</param>
    /// <param name="gradient">Of its result.</param>
    /// <returns>One an operand; null for those that are not differentiated.</returns>
    public static List<Tensor> Gradients(Tensor[] operands, Func<Tensor[], Tensor> function, Tensor gradient)
    {
        Tensor[] wanted = [.. operands.Where(operand => operand.requires_grad)];
        var found = new Queue<Tensor>(autograd.grad([function(operands)], wanted, [gradient], retain_graph: true, create_graph: true));
        return [.. operands.Select(operand => operand.requires_grad ? found.Dequeue() : null!)];
    }
}
