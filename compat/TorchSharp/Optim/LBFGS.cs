using System;
using System.Collections.Generic;
using System.Linq;

namespace TorchSharp.Modules;

/// <summary>
/// Limited-memory BFGS: goes along d = -H g, where H approximates the inverse Hessian from the latest changes of weights (s)
/// and gradients (y). No line search, as in TorchSharp: each iteration goes lr d, the very first lr min(1, 1/|g|₁) d.
/// Reference: Nocedal and Wright 2006, algorithm 7.4.
/// </summary>
public class LBFGS : torch.optim.Optimizer, torch.optim.ILearningRateController
{
    public double _rate;

    private readonly long _iterations, _evaluations;
    private readonly int _memory;
    private readonly double _gradientTolerance, _changeTolerance;
    private readonly List<Parameter> _parameters;
    private readonly List<(torch.Tensor Y, torch.Tensor S, double Rho)> _history = [];
    private torch.Tensor _direction, _gradient, _lastGradient;
    private double _step, _lastStep, _scale = 1;

    internal LBFGS(IEnumerable<Parameter> parameters, double lr, long max_iter, long max_eval, double tolerance_grad, double tolerance_change, long history_size)
        : base(IntPtr.Zero)
    {
        _rate = InitialLearningRate = lr;
        (_iterations, _evaluations, _memory) = (max_iter, max_eval, checked((int)history_size));
        (_gradientTolerance, _changeTolerance) = (tolerance_grad, tolerance_change);
        _parameters = parameters.ToList();
        _parameter_groups = new List<ParamGroup> { new() { Parameters = _parameters } };
    }

    public double InitialLearningRate { get; set; }

    public double LearningRate
    {
        get => _rate;
        set => _rate = value;
    }

    /// <summary>The optimizer itself: it has a single group.</summary>
    public override IEnumerable<torch.optim.ILearningRateController> ParamGroups => [this];

    /// <summary>Up to `max_iter` iterations, each of which evaluates the closure; returns the loss before the first.</summary>
    public override torch.Tensor step(Func<torch.Tensor> closure)
    {
        if (closure is null) throw new ArgumentNullException(nameof(closure), "LBFGS evaluates the loss several times in a step: pass a closure.");
        var first = Evaluate(closure, out var loss, out var steepest);
        for (var iteration = 1L; steepest > _gradientTolerance; iteration++)
        {
            if (!Turn()) break;
            var change = Move();
            if (iteration >= _iterations) break;

            var previous = loss;
            Evaluate(closure, out loss, out steepest).Dispose();
            if (iteration + 1 >= _evaluations || change <= _changeTolerance || Math.Abs(loss - previous) < _changeTolerance) break;
        }
        return first;
    }

    /// <summary>The loss; its gradient goes to `_gradient`, flat, and the largest of its elements to `steepest`.</summary>
    private torch.Tensor Evaluate(Func<torch.Tensor> closure, out double loss, out double steepest)
    {
        torch.Tensor result;
        using (torch.enable_grad()) result = closure();
        using var off = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        loss = result.ToDouble();
        Replace(ref _gradient, torch.cat(_parameters.Select(p => (p.grad ?? torch.zeros_like(p)).reshape(-1)).ToArray(), 0)); // [all]
        steepest = _gradient.abs().max().ToDouble();
        return result;
    }

    /// <summary>Updates the history, the direction and the length of the step; false where there is no way down.</summary>
    private bool Turn()
    {
        using var off = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        _step = _direction is null ? Math.Min(1, 1 / _gradient.abs().sum().ToDouble()) * _rate : _rate;
        if (_direction is not null) Remember();
        Replace(ref _direction, Direction());
        Replace(ref _lastGradient, _gradient.clone());
        return _gradient.dot(_direction).ToDouble() <= -_changeTolerance;
    }

    private void Remember()
    {
        var y = _gradient.sub(_lastGradient);
        var s = _direction.mul(_lastStep);
        var curvature = y.dot(s).ToDouble();
        if (curvature <= 1e-10) return;
        if (_history.Count == _memory) Forget();
        _history.Add((y.DetachFromDisposeScope(), s.DetachFromDisposeScope(), 1 / curvature));
        _scale = curvature / y.dot(y).ToDouble();
    }

    /// <summary>-H g by the two-loop recursion.</summary>
    private torch.Tensor Direction()
    {
        var q = _gradient.neg();
        var alpha = new double[_history.Count];
        for (var i = alpha.Length - 1; i >= 0; i--)
        {
            var (y, s, rho) = _history[i];
            alpha[i] = s.dot(q).ToDouble() * rho;
            q.add_(y, alpha: -alpha[i]);
        }
        q.mul_(_scale);
        for (var i = 0; i < alpha.Length; i++)
        {
            var (y, s, rho) = _history[i];
            q.add_(s, alpha: alpha[i] - y.dot(q).ToDouble() * rho);
        }
        return q;
    }

    /// <summary>Goes one step; returns the largest change of a weight.</summary>
    private double Move()
    {
        using var off = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var start = 0L;
        foreach (var parameter in _parameters)
        {
            var count = parameter.numel();
            parameter.add_(_direction.narrow(0, start, count).view_as(parameter), alpha: _step);
            start += count;
        }
        _lastStep = _step;
        return _direction.abs().max().ToDouble() * Math.Abs(_step);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing) return;
        while (_history.Count > 0) Forget();
        _direction?.Dispose();
        _gradient?.Dispose();
        _lastGradient?.Dispose();
    }

    private void Forget()
    {
        _history[0].Y.Dispose();
        _history[0].S.Dispose();
        _history.RemoveAt(0);
    }

    private static void Replace(ref torch.Tensor target, torch.Tensor value)
    {
        target?.Dispose();
        target = value.DetachFromDisposeScope();
    }
}
