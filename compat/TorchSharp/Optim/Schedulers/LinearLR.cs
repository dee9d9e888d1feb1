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
                /// <summary>The rate times a factor that goes linearly from `start_factor` to `end_factor` in `total_iters` epochs.</summary>
                public class LinearLR : LRScheduler
                {
                    private readonly double _start, _end;
                    private readonly int _total;

                    public LinearLR(Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0, int total_iters = 5, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (_start, _end, _total) = (start_factor, end_factor, total_iters);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Standing(
                        _last_epoch == 0 ? _start
                        : _last_epoch > _total ? 1
                        : 1 + (_end - _start) / (_total * _start + (_last_epoch - 1) * (_end - _start)));

                    protected override IEnumerable<double> get_closed_form_lr() => Base(_start + (_end - _start) * Math.Min(_total, _last_epoch) / _total);
                }
            }
        }
    }
}
