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
                /// <summary>The rate times `factor` when a metric, given at each step, has not improved for `patience` epochs.</summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool _minimize, _relative;
                    private readonly double _factor, _threshold, _eps;
                    private readonly int _patience, _cooldown;
                    private readonly List<double> _least;
                    private double _best;
                    private int _bad, _cooling;

                    public ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4, string threshold_mode = "rel", int cooldown = 0, IList<double> min_lr = null, double eps = 1e-8, bool verbose = false)
                        : base(optimizer, -1, verbose)
                    {
                        if (factor >= 1) throw new ArgumentException("Factor should be < 1.0");
                        if (mode is not ("min" or "max")) throw new ArgumentException($"mode {mode} is unknown!");
                        if (threshold_mode is not ("rel" or "abs")) throw new ArgumentException($"threshold mode {threshold_mode} is unknown!");

                        (_minimize, _relative) = (mode == "min", threshold_mode == "rel");
                        (_factor, _threshold, _eps, _patience, _cooldown) = (factor, threshold, eps, patience, cooldown);
                        _least = min_lr is { Count: > 1 } ? min_lr.ToList() : Enumerable.Repeat(min_lr is { Count: 1 } ? min_lr[0] : 0, _base_lrs.Count).ToList();
                        if (_least.Count != _base_lrs.Count) throw new ArgumentException($"expected {_base_lrs.Count} min_lrs, got {_least.Count}");
                        _best = _minimize ? double.PositiveInfinity : double.NegativeInfinity;
                    }

                    public override void step(double current, int? epoch = null)
                    {
                        _last_epoch = epoch ?? _last_epoch + 1;
                        if (IsBetter(current)) (_best, _bad) = (current, 0);
                        else _bad++;

                        if (_cooling > 0) (_cooling, _bad) = (_cooling - 1, 0);
                        if (_bad <= _patience) return;
                        Reduce();
                        (_cooling, _bad) = (_cooldown, 0);
                    }

                    public override void step() => throw NoMetric();
                    public override void step(int? epoch) => throw NoMetric();

                    private static InvalidOperationException NoMetric() => new("ReduceLROnPlateau needs the metric at each step: call step(double current, int? epoch).");

                    private bool IsBetter(double value) => (_minimize, _relative) switch
                    {
                        (true, true) => value < _best * (1 - _threshold),
                        (true, false) => value < _best - _threshold,
                        (false, true) => value > _best * (1 + _threshold),
                        (false, false) => value > _best + _threshold,
                    };

                    private void Reduce()
                    {
                        var groups = Groups;
                        for (var i = 0; i < groups.Count; i++)
                        {
                            var rate = Math.Max(groups[i].LearningRate * _factor, _least[i]);
                            if (groups[i].LearningRate - rate <= _eps) continue;
                            groups[i].LearningRate = rate;
                            if (_verbose) Console.WriteLine($"Epoch {_last_epoch}: reducing learning rate of group {i} to {rate:g4}.");
                        }
                        _last_lrs = Standing().ToList();
                    }
                }
            }
        }
    }
}
