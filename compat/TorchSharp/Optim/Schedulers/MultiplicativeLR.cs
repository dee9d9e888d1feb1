using System;
using System.Collections.Generic;
using System.Linq;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>The rate that stands times a function of the epoch.</summary>
                public class MultiplicativeLR : LRScheduler
                {
                    private readonly List<Func<int, double>> _factors;

                    public MultiplicativeLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, Enumerable.Repeat(lr_lambda, optimizer?.ParamGroups.Count() ?? 0), last_epoch, verbose) { }

                    /// <summary>One function for each group.</summary>
                    public MultiplicativeLR(Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        _factors = lr_lambdas.ToList();
                        if (_factors.Count != _base_lrs.Count) throw new ArgumentException($"Expected {_base_lrs.Count} lr_lambdas, one for each parameter group, but got {_factors.Count}");
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => _last_epoch <= 0 ? Standing() : Standing().Zip(_factors, (rate, factor) => rate * factor(_last_epoch));
                }
            }
        }
    }
}
