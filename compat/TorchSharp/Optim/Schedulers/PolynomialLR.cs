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
                /// <summary>The rate times (1 - epoch / total_iters)^power, then 0.</summary>
                public class PolynomialLR : LRScheduler
                {
                    private readonly int _total;
                    private readonly double _power;

                    public PolynomialLR(Optimizer optimizer, int total_iters = 5, double power = 1, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (_total, _power) = (total_iters, power);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Standing(
                        _last_epoch == 0 || _last_epoch > _total ? 1
                        : Math.Pow((1.0 - (double)_last_epoch / _total) / (1.0 - (double)(_last_epoch - 1) / _total), _power));

                    protected override IEnumerable<double> get_closed_form_lr() => Base(Math.Pow(1.0 - (double)Math.Min(_total, _last_epoch) / _total, _power));
                }
            }
        }
    }
}
