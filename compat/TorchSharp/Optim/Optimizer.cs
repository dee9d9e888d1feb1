using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>What a learning-rate scheduler sees of a parameter group.</summary>
        public interface ILearningRateController
        {
            double LearningRate { get; set; }
            double InitialLearningRate { get; set; }
        }

        /// <summary>An optimizer, or a parameter group, with a momentum that schedulers may cycle.</summary>
        public interface IMomentum
        {
            double Momentum { get; set; }
        }

        /// <summary>As <see cref="IMomentum"/>, for methods whose momentum is the first of two betas.</summary>
        public interface IBetas
        {
            (double, double) Betas { get; set; }
        }

        /// <summary>Base of all optimizers. Derive from <see cref="OptimizerHelper"/> to write one.</summary>
        public abstract class Optimizer : IDisposable
        {
            protected IList<ParamGroup> _parameter_groups;

            /// <summary>The reference keeps a native optimizer behind `handle`; here every optimizer is managed and passes zero.</summary>
            protected Optimizer(IntPtr handle)
            {
                if (handle != IntPtr.Zero) throw new ArgumentException("This TorchSharp has no native optimizers: derive from TorchSharp.Modules.OptimizerHelper.");
            }

            public delegate IntPtr LossClosure();

            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

            /// <summary>Zeroes every gradient in place; a parameter without one stays without.</summary>
            public virtual void zero_grad()
            {
                foreach (var parameter in parameters())
                {
                    using var grad = parameter.grad;
                    if (grad is null) continue;
                    using var unused = grad.zero_();
                }
            }

            public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

            public virtual void add_param_group(ParamGroup param_group) =>
                throw new NotSupportedException($"{GetType().Name} does not support parameter groups.");

            public virtual Tensor step(Func<Tensor> closure = null) =>
                throw new NotSupportedException($"{GetType().Name} must override step.");

            ~Optimizer() => Dispose(false);

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing) { }

            /// <summary>The options of each group and the state of each parameter: live references, not copies.</summary>
            public class StateDictionary
            {
                internal StateDictionary() { }

                public List<OptimizerOptions> Options { get; } = [];
                public List<OptimizerState> State { get; } = [];

                /// <summary>For each group, the places of its parameters' states in <see cref="State"/>.</summary>
                public List<List<int>> StateIndexRef { get; } = [];
            }
        }
    }
}
