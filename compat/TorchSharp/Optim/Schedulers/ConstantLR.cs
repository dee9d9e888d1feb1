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
                /// <summary>The rate times `factor` until epoch `total_iters`.</summary>
                public class ConstantLR : LRScheduler
                {
                    private readonly double _factor;
                    private readonly int _total;

                    public ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (_factor, _total) = (factor, total_iters);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Standing(_last_epoch == 0 ? _factor : _last_epoch == _total ? 1 / _factor : 1);
                    protected override IEnumerable<double> get_closed_form_lr() => Base(_last_epoch >= _total ? 1 : _factor);
                }
            }
        }
    }
}
