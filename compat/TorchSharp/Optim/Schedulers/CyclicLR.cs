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
                /// <summary>The rate rises from `base_lr` to `max_lr` in `step_size_up` steps and falls again, while momentum does the opposite. Reference: Smith 2017.</summary>
                public class CyclicLR : LRScheduler
                {
                    public enum Mode { Triangular, Triangular2, ExpRange }
                    public enum ScaleMode { Cycle, Iterations }

                    private readonly double _cycle, _rise;
                    private readonly Func<double, double> _scale;
                    private readonly ScaleMode _scaleMode;
                    private readonly List<double> _top, _momentumLow, _momentumHigh;

                    public CyclicLR(Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1, Mode mode = Mode.Triangular, double gamma = 1.0, Func<double, double> scale_fn = null, ScaleMode scale_mode = ScaleMode.Cycle, bool cycle_momentum = true, double base_momentum = 0.8, double max_momentum = 0.9, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, Each(optimizer, base_lr), Each(optimizer, max_lr), step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum, Each(optimizer, base_momentum), Each(optimizer, max_momentum), last_epoch, verbose) { }

                    public CyclicLR(Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up = 2000, int step_size_down = -1, Mode mode = Mode.Triangular, double gamma = 1.0, Func<double, double> scale_fn = null, ScaleMode scale_mode = ScaleMode.Cycle, bool cycle_momentum = true, IEnumerable<double> base_momentum = null, IEnumerable<double> max_momentum = null, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        double down = step_size_down == -1 ? step_size_up : step_size_down;
                        _cycle = step_size_up + down;
                        _rise = step_size_up / _cycle;
                        (_base_lrs, _top) = (base_lr.ToList(), max_lr.ToList());
                        _scale = scale_fn ?? mode switch
                        {
                            Mode.Triangular => _ => 1,
                            Mode.Triangular2 => cycle => 1 / Math.Pow(2, cycle - 1),
                            _ => iteration => Math.Pow(gamma, iteration),
                        };
                        _scaleMode = scale_fn is not null ? scale_mode : mode == Mode.ExpRange ? ScaleMode.Iterations : ScaleMode.Cycle;

                        var groups = Groups;
                        if (cycle_momentum)
                        {
                            if (optimizer is not IMomentum) throw new ArgumentException("optimizer must support momentum with `cycle_momentum` option enabled");
                            _momentumLow = (base_momentum ?? Each(optimizer, 0.8)).ToList();
                            _momentumHigh = (max_momentum ?? Each(optimizer, 0.9)).ToList();
                        }
                        for (var i = 0; last_epoch == -1 && i < groups.Count; i++)
                        {
                            groups[i].LearningRate = _base_lrs[i];
                            if (cycle_momentum) ((IMomentum)groups[i]).Momentum = _momentumLow[i];
                        }
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        var cycle = Math.Floor(1 + _last_epoch / _cycle);
                        var x = 1 + _last_epoch / _cycle - cycle;
                        var height = (x <= _rise ? x / _rise : (x - 1) / (_rise - 1)) * _scale(_scaleMode == ScaleMode.Cycle ? cycle : _last_epoch);
                        if (_momentumLow is not null)
                        {
                            var groups = Groups;
                            for (var i = 0; i < groups.Count; i++)
                                ((IMomentum)groups[i]).Momentum = _momentumHigh[i] - (_momentumHigh[i] - _momentumLow[i]) * height;
                        }
                        return _base_lrs.Zip(_top, (low, high) => low + (high - low) * height);
                    }

                    private static IEnumerable<double> Each(Optimizer optimizer, double value) => Enumerable.Repeat(value, optimizer?.ParamGroups.Count() ?? 0);
                }
            }
        }
    }
}
