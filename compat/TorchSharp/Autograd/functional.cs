using System;
using System.Collections.Generic;
using System.Linq;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        public static class functional
        {
            /// <summary>d function(inputs) / d inputs, of shape [output..., input...].</summary>
            public static Tensor jacobian(Func<Tensor, Tensor> function, Tensor inputs) =>
                Rows(x => [function(x[0])], [inputs])[0][0];

            /// <summary>One Jacobian for each output.</summary>
            public static IEnumerable<Tensor> jacobian(Func<Tensor, Tensor[]> function, Tensor inputs) =>
                Rows(x => function(x[0]), [inputs]).Select(row => row[0]).ToArray();

            /// <summary>One Jacobian for each input.</summary>
            public static IEnumerable<Tensor> jacobian(Func<Tensor[], Tensor> function, params Tensor[] inputs) =>
                Rows(x => [function(x)], inputs)[0];

            /// <summary>One Jacobian for each output and input, the inputs of the first output first.</summary>
            public static IEnumerable<Tensor> jacobian(Func<Tensor[], Tensor[]> function, params Tensor[] inputs) =>
                Rows(function, inputs).SelectMany(row => row).ToArray();

            // result[output][input]: one backward pass for each element of each output.
            private static Tensor[][] Rows(Func<Tensor[], Tensor[]> function, Tensor[] inputs)
            {
                using var scope = NewDisposeScope();
                using var on = enable_grad();
                var variables = inputs.Select(input => input.detach().requires_grad_()).ToArray();
                var result = function(variables).Select(output => Jacobians(output, variables)).ToArray();
                scope.MoveToOuter(result.SelectMany(row => row));
                return result;
            }

            private static Tensor[] Jacobians(Tensor output, Tensor[] variables)
            {
                var elements = output.reshape(-1).unbind();
                var gradients = elements.Select(element => element.requires_grad
                    ? grad([element], variables, retain_graph: true, allow_unused: true)
                    : new Tensor[variables.Length]).ToArray();
                return variables.Select((variable, v) =>
                {
                    var rows = gradients.Select(g => g[v] ?? variable.zeros_like()).ToArray();
                    var flat = rows.Length > 0 ? stack(rows) : variable.new_empty([0L, .. variable.shape]);
                    return flat.reshape([.. output.shape, .. variable.shape]);
                }).ToArray();
            }
        }
    }
}
