using System;
using System.Collections.Generic;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>The rate times gamma every `step_size` epochs.</summary>
                public class StepLR : LRScheduler
                {
                    private readonly int _period;
                    private readonly double _gamma;

                    public StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (_period, _gamma) = (step_size, gamma);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Standing(_last_epoch == 0 || _last_epoch % _period != 0 ? 1 : _gamma);
                    protected override IEnumerable<double> get_closed_form_lr() => Base(Math.Pow(_gamma, _last_epoch / _period));
                }
            }
        }
    }
}
