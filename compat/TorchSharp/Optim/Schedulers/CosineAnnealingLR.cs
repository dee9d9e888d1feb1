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
                /// <summary>Half a cosine from the initial rate to `eta_min` in `T_max` epochs, and back if it goes on. Reference: Loshchilov and Hutter 2017, equation 5.</summary>
                public class CosineAnnealingLR : LRScheduler
                {
                    private readonly double _half, _least;

                    public CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (_half, _least) = (T_max, eta_min);
                        step();
                    }

                    // The factor form leaves room for other schedulers; at the lowest point it would divide by 0.
                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch == 0) return Standing();
                        if ((_last_epoch - 1 - _half) % (2 * _half) == 0)
                            return Standing().Zip(_base_lrs, (rate, first) => rate + (first - _least) * (1 - Math.Cos(Math.PI / _half)) / 2);
                        var factor = (1 + Math.Cos(Math.PI * _last_epoch / _half)) / (1 + Math.Cos(Math.PI * (_last_epoch - 1) / _half));
                        return Standing().Select(rate => factor * (rate - _least) + _least);
                    }

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(first => _least + (first - _least) * (1 + Math.Cos(Math.PI * _last_epoch / _half)) / 2);
                }
            }
        }
    }
}
