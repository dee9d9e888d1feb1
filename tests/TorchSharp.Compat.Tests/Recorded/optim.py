#!/usr/bin/env python3
"""Records optim.json: weights after steps of PyTorch's optimizers, and rates of its schedulers.

Run with PyTorch 1.13 (Debian: apt-get install python3-torch):  python3 optim.py > optim.json
"""
import json
import sys

import torch

torch.set_num_threads(1)
RECORDED_STEPS = (1, 2, 10, 25)


def grid(rows, columns, scale, phase):
    """[rows, columns] of sin(phase + scale i), i counting in row-major order."""
    return torch.sin(phase + scale * torch.arange(rows * columns, dtype=torch.float64)).reshape(rows, columns)


def problem():
    """A small regression with a wavy penalty: float64, no random numbers. W: [3, 2], b: [2]."""
    inputs, targets = grid(5, 3, 1.7, 0.3), grid(5, 2, 2.3, 1.1)
    weight = torch.nn.Parameter(grid(3, 2, 0.9, 0.5))
    bias = torch.nn.Parameter(grid(1, 2, 0.7, 0.2).reshape(2))

    def loss():
        return (inputs.mm(weight) + bias - targets).pow(2).mean() + 0.1 * torch.cos(3 * weight).sum()

    return weight, bias, loss


def train(name, arguments):
    weight, bias, loss = problem()
    arguments = dict(arguments)
    if "beta1" in arguments:
        arguments["betas"] = (arguments.pop("beta1"), arguments.pop("beta2"))
    if "etaminus" in arguments:
        arguments["etas"] = (arguments.pop("etaminus"), arguments.pop("etaplus"))
        arguments["step_sizes"] = (arguments.pop("min_step"), arguments.pop("max_step"))
    optimizer = getattr(torch.optim, name)([weight, bias], **arguments)
    rows = []

    def closure():
        optimizer.zero_grad()
        value = loss()
        value.backward()
        return value

    for step in range(1, RECORDED_STEPS[-1] + 1):
        value = optimizer.step(closure)
        if step in RECORDED_STEPS:
            rows.append({"step": step, "loss": float(value), "weight": weight.flatten().tolist(), "bias": bias.tolist()})
    return rows


BETAS = {"beta1": 0.8, "beta2": 0.95}
OPTIMIZERS = [
    ("SGD", {"lr": 0.05}),
    ("SGD", {"lr": 0.05, "weight_decay": 0.1, "maximize": True}),
    ("SGD", {"lr": 0.05, "momentum": 0.9, "weight_decay": 0.01}),
    ("SGD", {"lr": 0.05, "momentum": 0.9, "dampening": 0.3}),
    ("SGD", {"lr": 0.05, "momentum": 0.9, "nesterov": True}),
    ("Adam", {"lr": 0.02}),
    ("Adam", {"lr": 0.02, **BETAS, "eps": 1e-3, "weight_decay": 0.1}),
    ("Adam", {"lr": 0.1, **BETAS, "amsgrad": True}),
    ("Adam", {"lr": 0.02, "maximize": True, "weight_decay": 0.1}),
    ("AdamW", {"lr": 0.02, "weight_decay": 0.1}),
    ("AdamW", {"lr": 0.1, **BETAS, "weight_decay": 0.5, "amsgrad": True}),
    ("NAdam", {"lr": 0.02}),
    ("NAdam", {"lr": 0.05, **BETAS, "weight_decay": 0.1, "momentum_decay": 0.1}),
    ("RAdam", {"lr": 0.02}),
    ("RAdam", {"lr": 0.05, **BETAS, "weight_decay": 0.1}),
    ("RMSprop", {"lr": 0.01}),
    ("RMSprop", {"lr": 0.01, "alpha": 0.9, "eps": 1e-4, "momentum": 0.8, "weight_decay": 0.1}),
    ("RMSprop", {"lr": 0.01, "centered": True, "momentum": 0.5}),
    ("Adagrad", {"lr": 0.1}),
    ("Adagrad", {"lr": 0.1, "lr_decay": 0.1, "weight_decay": 0.1, "initial_accumulator_value": 0.5}),
    ("Adadelta", {"lr": 1.0}),
    ("Adadelta", {"lr": 2.0, "rho": 0.8, "eps": 1e-4, "weight_decay": 0.1}),
    ("Adamax", {"lr": 0.02}),
    ("Adamax", {"lr": 0.02, **BETAS, "weight_decay": 0.1}),
    ("Rprop", {"lr": 0.01}),
    ("Rprop", {"lr": 0.1, "etaminus": 0.3, "etaplus": 1.5, "min_step": 1e-3, "max_step": 0.2}),
    ("ASGD", {"lr": 0.05}),
    ("ASGD", {"lr": 0.05, "lambd": 0.01, "alpha": 0.5, "t0": 5.0, "weight_decay": 0.1}),
    ("LBFGS", {"lr": 0.1, "max_iter": 4, "tolerance_grad": 1e-9, "history_size": 3}),
    ("LBFGS", {"lr": 0.5, "max_iter": 20, "tolerance_grad": 1e-5, "history_size": 100}),
]

S = torch.optim.lr_scheduler
SCHEDULERS = [
    ("StepLR", {"step_size": 4, "gamma": 0.5}, lambda o, a: S.StepLR(o, **a)),
    ("MultiStepLR", {"milestones": [3, 7, 7, 12], "gamma": 0.3}, lambda o, a: S.MultiStepLR(o, **a)),
    ("ExponentialLR", {"gamma": 0.9}, lambda o, a: S.ExponentialLR(o, **a)),
    ("ConstantLR", {"factor": 0.25, "total_iters": 6}, lambda o, a: S.ConstantLR(o, **a)),
    ("LinearLR", {"start_factor": 0.25, "end_factor": 0.8, "total_iters": 9}, lambda o, a: S.LinearLR(o, **a)),
    ("PolynomialLR", {"total_iters": 12, "power": 2.0}, lambda o, a: S.PolynomialLR(o, **a)),
    ("CosineAnnealingLR", {"T_max": 7, "eta_min": 0.001}, lambda o, a: S.CosineAnnealingLR(o, **a)),
    ("LambdaLR", {}, lambda o, a: S.LambdaLR(o, lambda epoch: 1 / (1 + 0.1 * epoch))),
    ("MultiplicativeLR", {}, lambda o, a: S.MultiplicativeLR(o, lambda epoch: 1 - 0.02 * epoch)),
    ("CyclicLR", {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 4, "step_size_down": 3}, lambda o, a: S.CyclicLR(o, **a)),
    ("CyclicLR", {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 3, "mode": "triangular2"}, lambda o, a: S.CyclicLR(o, **a)),
    ("CyclicLR", {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 3, "mode": "exp_range", "gamma": 0.9}, lambda o, a: S.CyclicLR(o, **a)),
    ("OneCycleLR", {"max_lr": 0.2, "total_steps": 20}, lambda o, a: S.OneCycleLR(o, **a)),
    ("OneCycleLR", {"max_lr": 0.2, "epochs": 7, "steps_per_epoch": 3, "pct_start": 0.4, "anneal_strategy": "linear", "three_phase": True},
     lambda o, a: S.OneCycleLR(o, **a)),
    ("SequentialLR", {}, lambda o, a: S.SequentialLR(o, [S.ConstantLR(o, 0.1, 3), S.ExponentialLR(o, 0.8), S.StepLR(o, 3, 0.5)], [4, 10])),
    ("ChainedLR", {}, lambda o, a: S.ChainedScheduler([S.ConstantLR(o, 0.1, 3), S.ExponentialLR(o, 0.9)])),
    ("ReduceLROnPlateau", {"factor": 0.5, "patience": 2, "cooldown": 1, "threshold": 0.05}, lambda o, a: S.ReduceLROnPlateau(o, **a)),
    ("ReduceLROnPlateau", {"mode": "max", "factor": 0.5, "patience": 1, "threshold_mode": "abs", "threshold": 0.1}, lambda o, a: S.ReduceLROnPlateau(o, **a)),
]
METRIC = [5, 4, 3.9, 3.89, 3.88, 3.87, 2, 2, 2, 2, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5, 5, 5]


def schedule(name, arguments, build):
    parameters = [torch.nn.Parameter(torch.zeros(1)) for _ in range(2)]
    optimizer = torch.optim.SGD([{"params": parameters[:1]}, {"params": parameters[1:], "lr": 0.02}], lr=0.05, momentum=0.9)
    scheduler = build(optimizer, arguments)
    rows = []
    for step in range(20):
        rows.append([group["lr"] for group in optimizer.param_groups] + [optimizer.param_groups[0]["momentum"]])
        optimizer.step()
        if name == "ReduceLROnPlateau":
            scheduler.step(METRIC[step])
        else:
            scheduler.step()
    return rows


def main():
    record = {
        "torch": torch.__version__,
        "optimizers": [{"name": name, "arguments": arguments, "steps": train(name, arguments)} for name, arguments in OPTIMIZERS],
        "schedulers": [{"name": name, "arguments": arguments, "rates": schedule(name, arguments, build)} for name, arguments, build in SCHEDULERS],
        "metric": METRIC,
    }
    text = json.dumps(record)
    for key in ('{"name"', '{"step"'):
        text = text.replace(key, "\n" + key)
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
