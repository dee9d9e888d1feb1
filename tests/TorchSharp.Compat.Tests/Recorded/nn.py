#!/usr/bin/env python3
"""Records nn.json: what PyTorch's layers and functions give, their gradients, and how its layers start from seed 1.

Run with PyTorch 1.13 (Debian: apt-get install python3-torch):  python3 nn.py > nn.json

Numbers come from formulas, so that only results are recorded. An input is written "kind:sizes": f any, p positive,
u in (0, 1), l log-probabilities over the last axis, w positive and t in (0, 1) without gradient, iN integers below N, s signs.
"""
import json
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)


def wave(k, shape):
    i = torch.arange(math.prod(shape), dtype=torch.float64)
    return (0.5 * torch.sin(0.37 * (i + 1) * (k + 1) + k)).reshape(shape)


def make_input(k, spec):
    kind, _, sizes = spec.partition(":")
    shape = [int(s) for s in sizes.split(",")] if sizes else []
    i = torch.arange(math.prod(shape)).reshape(shape)
    if kind[0] == "i":
        return (i * 7 + 3 + k) % int(kind[1:])
    if kind == "s":
        return ((i * 5 + 1 + k) % 3 == 0).double() * 2 - 1
    x = wave(k + 3, shape)
    if kind in "pw":
        x = x + 1.5
    if kind in "ut":
        x = 0.5 + 0.8 * x
    if kind == "l":
        x = torch.log_softmax(x, -1)
    return x.detach().requires_grad_(kind not in "wt")


def numbers(tensor):
    return [float(f"{v:.12g}") for v in tensor.detach().double().reshape(-1).tolist()]


CASES = []


def case(name, make, inputs, call=None, train=True):
    """make: a module (drawn from seed 1, then its parameters set to waves) or a function."""
    torch.manual_seed(1)
    module = make()
    row = {"name": name, "inputs": inputs}
    if not train:
        row["train"] = False
    parameters = {}
    if isinstance(module, nn.Module):
        parameters = dict(module.named_parameters())
        row["start"] = {n: {"shape": list(p.shape), "values": numbers(p.reshape(-1)[:8])} for n, p in parameters.items()}
        module = module.double()
        parameters = dict(module.named_parameters())
        with torch.no_grad():
            for k, n in enumerate(sorted(parameters)):
                parameters[n].copy_(wave(k, parameters[n].shape))
        module.train(train)
    tensors = [make_input(k, s) for k, s in enumerate(inputs)]
    result = (call or (lambda m, *x: m(*x)))(module, *tensors)
    outputs = [t for t in (result if isinstance(result, tuple) else (result,)) if t is not None]
    row["outputs"] = [{"shape": list(o.shape), "values": numbers(o)} for o in outputs]
    if any(o.requires_grad for o in outputs):
        loss = sum((o * wave(9 + j, o.shape)).sum() for j, o in enumerate(outputs) if o.is_floating_point())
        loss.backward()
        row["gradients"] = {n: numbers(p.grad) for n, p in parameters.items() if p.grad is not None}
        row["inputGradients"] = [numbers(t.grad) if t.grad is not None else None for t in tensors]
    if isinstance(module, nn.Module) and dict(module.named_buffers()):
        row["buffers"] = {n: numbers(b) for n, b in module.named_buffers()}
    CASES.append(row)


def function(name, f, *inputs):
    case(name, lambda: f, list(inputs))


case("Linear", lambda: nn.Linear(3, 2), ["f:4,3"])
case("Linear.nobias", lambda: nn.Linear(3, 2, bias=False), ["f:2,4,3"])
case("Bilinear", lambda: nn.Bilinear(3, 2, 4), ["f:5,3", "f:5,2"])
case("PReLU", lambda: nn.PReLU(3), ["f:2,3,4"])
case("Conv1d.groups", lambda: nn.Conv1d(4, 6, 3, stride=2, padding=1, groups=2), ["f:2,4,7"])
case("Conv1d.same.circular", lambda: nn.Conv1d(2, 3, 4, padding="same", dilation=2, padding_mode="circular"), ["f:2,2,9"])
case("Conv1d.same", lambda: nn.Conv1d(2, 3, 4, padding="same"), ["f:2,2,6"])
case("Conv1d.unbatched", lambda: nn.Conv1d(2, 3, 2), ["f:2,5"])
case("Conv2d", lambda: nn.Conv2d(3, 4, (3, 2), stride=(2, 1), padding=(1, 0)), ["f:2,3,5,4"])
case("Conv2d.depthwise", lambda: nn.Conv2d(4, 4, 3, groups=4, bias=False), ["f:1,4,5,5"])
case("Conv2d.reflect", lambda: nn.Conv2d(2, 2, 3, padding=1, padding_mode="reflect"), ["f:2,2,4,4"])
case("Conv2d.same.replicate", lambda: nn.Conv2d(2, 2, (2, 3), padding="same", padding_mode="replicate"), ["f:1,2,4,5"])
case("Conv3d", lambda: nn.Conv3d(2, 3, 2, padding=1), ["f:1,2,3,2,3"])
case("ConvTranspose1d", lambda: nn.ConvTranspose1d(3, 4, 3, stride=2, padding=1, output_padding=1), ["f:2,3,4"])
case("ConvTranspose2d", lambda: nn.ConvTranspose2d(4, 6, 3, stride=2, padding=1, groups=2, dilation=2), ["f:1,4,3,4"])
case("ConvTranspose2d.size", lambda: nn.ConvTranspose2d(2, 3, 3, stride=2), ["f:1,2,3,3"], lambda m, x: m(x, output_size=[8, 7]))
case("ConvTranspose3d", lambda: nn.ConvTranspose3d(2, 2, 2, stride=2), ["f:1,2,2,2,1"])

case("BatchNorm1d", lambda: nn.BatchNorm1d(3), ["f:5,3"])
case("BatchNorm1d.sequence", lambda: nn.BatchNorm1d(3, momentum=0.3), ["f:4,3,2"])
case("BatchNorm1d.noaffine", lambda: nn.BatchNorm1d(3, affine=False, track_running_stats=False), ["f:4,3"])
case("BatchNorm2d", lambda: nn.BatchNorm2d(2, eps=1e-3), ["f:3,2,2,2"])
case("BatchNorm2d.eval", lambda: nn.BatchNorm2d(2), ["f:3,2,2,2"], train=False)
case("BatchNorm3d", lambda: nn.BatchNorm3d(2), ["f:2,2,2,1,2"])
case("InstanceNorm1d", lambda: nn.InstanceNorm1d(3), ["f:2,3,5"])
case("InstanceNorm1d.unbatched", lambda: nn.InstanceNorm1d(3, affine=True), ["f:3,5"])
case("InstanceNorm2d", lambda: nn.InstanceNorm2d(2, affine=True, track_running_stats=True), ["f:2,2,3,2"])
case("InstanceNorm3d", lambda: nn.InstanceNorm3d(2), ["f:2,2,2,2,2"])
case("LayerNorm", lambda: nn.LayerNorm(4), ["f:3,4"])
case("LayerNorm.two", lambda: nn.LayerNorm([3, 2], eps=1e-2), ["f:2,3,2"])
case("LayerNorm.plain", lambda: nn.LayerNorm(4, elementwise_affine=False), ["f:3,4"])
case("GroupNorm", lambda: nn.GroupNorm(2, 4), ["f:2,4,3"])
case("LocalResponseNorm", lambda: nn.LocalResponseNorm(3, alpha=0.1), ["f:2,5,2,2"])

case("Embedding.plain", lambda: nn.Embedding(5, 3), ["i5:2,4"])
case("Embedding", lambda: nn.Embedding(5, 3, padding_idx=2), ["i5:2,4"])
case("Embedding.negative", lambda: nn.Embedding(5, 3, padding_idx=-1, scale_grad_by_freq=True), ["i5:2,4"])
for mode in ("sum", "mean", "max"):
    case("EmbeddingBag." + mode, lambda: nn.EmbeddingBag(6, 3, mode=mode), ["i6:3,2"])
case("EmbeddingBag.offsets", lambda: nn.EmbeddingBag(6, 3), ["i6:5"], lambda m, x: m(x, torch.tensor([0, 2])))
case("EmbeddingBag.weights", lambda: nn.EmbeddingBag(6, 3, mode="sum"), ["i6:2,3", "f:2,3"], lambda m, x, w: m(x, per_sample_weights=w))


def flat(m, *x):
    result = m(*x)
    out, last = result
    return (out, *last) if isinstance(last, tuple) else (out, last)


case("RNN", lambda: nn.RNN(3, 2), ["f:4,2,3"], flat)
case("RNN.relu", lambda: nn.RNN(3, 2, num_layers=2, nonlinearity="relu", bias=False, batch_first=True, bidirectional=True), ["f:2,4,3", "f:4,2,2"], flat)
case("GRU", lambda: nn.GRU(3, 2, num_layers=2), ["f:3,2,3", "f:2,2,2"], flat)
case("GRU.bidirectional", lambda: nn.GRU(3, 2, bidirectional=True), ["f:3,2,3"], flat)
case("LSTM", lambda: nn.LSTM(3, 2, num_layers=2, bidirectional=True), ["f:3,2,3"], flat)
case("LSTM.state", lambda: nn.LSTM(3, 2, batch_first=True), ["f:2,3,3", "f:1,2,2", "f:1,2,2"], lambda m, x, h, c: flat(m, x, (h, c)))
case("RNNCell", lambda: nn.RNNCell(3, 2), ["f:4,3"])
case("RNNCell.relu", lambda: nn.RNNCell(3, 2, nonlinearity="relu"), ["f:4,3", "f:4,2"])
case("GRUCell", lambda: nn.GRUCell(3, 2, bias=False), ["f:4,3", "f:4,2"])
case("LSTMCell", lambda: nn.LSTMCell(3, 2), ["f:4,3"])
case("LSTMCell.state", lambda: nn.LSTMCell(3, 2), ["f:4,3", "f:4,2", "f:4,2"], lambda m, x, h, c: m(x, (h, c)))


def packed(m, x):
    p = nn.utils.rnn.pack_padded_sequence(x, torch.tensor([2, 4, 3]), enforce_sorted=False)
    out, last = m(p)
    padded, lengths = nn.utils.rnn.pad_packed_sequence(out, padding_value=-1.0)
    return (padded, lengths, *(last if isinstance(last, tuple) else (last,)))


case("RNN.packed", lambda: nn.RNN(3, 2), ["f:4,3,3"], packed)
case("GRU.packed", lambda: nn.GRU(3, 2, bidirectional=True), ["f:4,3,3"], packed)
case("LSTM.packed", lambda: nn.LSTM(3, 2), ["f:4,3,3"], packed)

case("MultiheadAttention", lambda: nn.MultiheadAttention(4, 2), ["f:3,2,4"], lambda m, x: m(x, x, x))
case("MultiheadAttention.cross", lambda: nn.MultiheadAttention(4, 2, bias=False), ["f:3,2,4", "f:5,2,4"], lambda m, q, k: m(q, k, k))
case("MultiheadAttention.masks", lambda: nn.MultiheadAttention(4, 2), ["f:3,2,4", "f:3,3"],
     lambda m, x, mask: m(x, x, x, key_padding_mask=torch.tensor([[False, False, True], [False, False, False]]), attn_mask=mask))
case("MultiheadAttention.boolean", lambda: nn.MultiheadAttention(4, 2), ["f:3,2,4"],
     lambda m, x: m(x, x, x, attn_mask=torch.ones(3, 3, dtype=torch.bool).triu(1), need_weights=False))
case("MultiheadAttention.sizes", lambda: nn.MultiheadAttention(4, 2, kdim=3, vdim=5, add_bias_kv=True, add_zero_attn=True), ["f:3,2,4", "f:2,2,3", "f:2,2,5"])
case("TransformerEncoderLayer", lambda: nn.TransformerEncoderLayer(4, 2, 3, dropout=0.0), ["f:3,2,4"])
case("TransformerEncoderLayer.gelu", lambda: nn.TransformerEncoderLayer(4, 2, 3, dropout=0.0, activation="gelu"), ["f:3,2,4", "f:3,3"],
     lambda m, x, mask: m(x, mask, torch.tensor([[False, False, True], [False, False, False]])))
case("TransformerEncoder", lambda: nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 3, dropout=0.0), 2), ["f:3,2,4", "f:3,3"])
case("TransformerDecoderLayer", lambda: nn.TransformerDecoderLayer(4, 2, 3, dropout=0.0), ["f:3,2,4", "f:2,2,4"])
case("TransformerDecoder", lambda: nn.TransformerDecoder(nn.TransformerDecoderLayer(4, 2, 3, dropout=0.0), 2), ["f:3,2,4", "f:2,2,4", "f:3,3"])
case("Transformer", lambda: nn.Transformer(4, 2, 2, 1, 3, dropout=0.0), ["f:3,2,4", "f:2,2,4"])

for name, f in {
    "relu": F.relu, "relu6": lambda x: F.relu6(x * 20), "leaky_relu": lambda x: F.leaky_relu(x, 0.2), "elu": lambda x: F.elu(x, 0.7),
    "celu": lambda x: F.celu(x, 0.7), "selu": F.selu, "gelu": F.gelu, "glu": F.glu, "silu": F.silu, "mish": F.mish,
    "softplus": lambda x: F.softplus(x, 2, 0.5), "sigmoid": torch.sigmoid, "tanh": torch.tanh, "hardtanh": lambda x: F.hardtanh(x, -0.2, 0.3),
    "hardsigmoid": lambda x: F.hardsigmoid(x * 9), "hardswish": lambda x: F.hardswish(x * 9), "hardshrink": lambda x: F.hardshrink(x, 0.2),
    "softshrink": lambda x: F.softshrink(x, 0.2), "threshold": lambda x: F.threshold(x, 0.1, 20.0), "logsigmoid": F.logsigmoid,
    "softsign": F.softsign, "tanhshrink": F.tanhshrink, "softmin": lambda x: F.softmin(x, 1), "softmax": lambda x: F.softmax(x, 0),
    "log_softmax": lambda x: F.log_softmax(x, 1), "normalize": lambda x: F.normalize(x, 3.0, 1),
}.items():
    function(name, f, "f:3,4")
function("softmax2d", nn.Softmax2d(), "f:2,3,2,2")

for r in ("none", "mean", "sum"):
    function("mse_loss." + r, lambda a, b: F.mse_loss(a, b, reduction=r), "f:3,4", "f:3,4")
    function("l1_loss." + r, lambda a, b: F.l1_loss(a, b, reduction=r), "f:3,4", "f:3,4")
    function("smooth_l1_loss." + r, lambda a, b: F.smooth_l1_loss(a, b, reduction=r, beta=0.3), "f:3,4", "f:3,4")
    function("huber_loss." + r, lambda a, b: F.huber_loss(a, b, reduction=r, delta=0.3), "f:3,4", "f:3,4")
    function("binary_cross_entropy." + r, lambda a, b, w: F.binary_cross_entropy(a, b, w, reduction=r), "u:3,4", "t:3,4", "w:3,4")
    function("binary_cross_entropy_with_logits." + r, lambda a, b, w, p: F.binary_cross_entropy_with_logits(a, b, w, reduction=r, pos_weight=p), "f:3,4", "t:3,4", "w:3,4", "w:4")
    function("cross_entropy." + r, lambda a, b: F.cross_entropy(a, b, reduction=r), "f:5,4", "i4:5")
    function("cross_entropy.all." + r, lambda a, b, w: F.cross_entropy(a, b, w, ignore_index=1, reduction=r, label_smoothing=0.1), "f:3,4,2", "i4:3,2", "w:4")
    function("nll_loss." + r, lambda a, b, w: F.nll_loss(a, b, w, reduction=r), "l:5,4", "i4:5", "w:4")
    function("kl_div." + r, lambda a, b: F.kl_div(a, b, log_target=True, reduction=r), "l:3,4", "l:3,4")
    function("kl_div.plain." + r, lambda a, b: F.kl_div(a, b, log_target=False, reduction=r), "l:3,4", "t:3,4")
    function("cosine_embedding_loss." + r, lambda a, b, c: F.cosine_embedding_loss(a, b, c, 0.1, reduction=r), "f:3,4", "f:3,4", "s:3")
    function("hinge_embedding_loss." + r, lambda a, b: F.hinge_embedding_loss(a, b, 0.4, reduction=r), "f:3,4", "s:3,4")
    function("margin_ranking_loss." + r, lambda a, b, c: F.margin_ranking_loss(a, b, c, 0.1, reduction=r), "f:6", "f:6", "s:6")
    function("soft_margin_loss." + r, lambda a, b: F.soft_margin_loss(a, b, reduction=r), "f:3,4", "s:3,4")
    function("multi_margin_loss." + r, lambda a, b, w: F.multi_margin_loss(a, b, 2, 0.7, w, reduction=r), "f:3,4", "i4:3", "w:4")
    function("multi_label_margin_loss." + r, lambda a: F.multilabel_margin_loss(a, torch.tensor([[1, 3, -1, 0], [2, -1, 0, 1]]), reduction=r), "f:2,4")
    function("multilabel_soft_margin_loss." + r, lambda a, b, w: F.multilabel_soft_margin_loss(a, b, w, reduction=r), "f:3,4", "t:3,4", "w:4")
    function("poisson_nll_loss." + r, lambda a, b: F.poisson_nll_loss(a, b, False, True, eps=1e-3, reduction=r), "p:3,4", "p:3,4")
    function("gaussian_nll_loss." + r, lambda a, b, v: F.gaussian_nll_loss(a, b, v, full=True, eps=1.5, reduction=r), "f:3,4", "f:3,4", "p:3,4")
    function("triplet_margin_loss." + r, lambda a, b, c: F.triplet_margin_loss(a, b, c, 0.7, swap=True, reduction=r), "f:3,4", "f:3,4", "f:3,4")
    function("triplet_margin_with_distance_loss." + r, lambda a, b, c: F.triplet_margin_with_distance_loss(a, b, c, margin=0.7, swap=True, reduction=r), "f:3,4", "f:3,4", "f:3,4")
    function("ctc_loss." + r, lambda a, t: F.ctc_loss(a, t + 1, torch.tensor([6, 5]), torch.tensor([2, 3]), reduction=r), "l:6,2,4", "i3:2,3")

function("max_pool1d", lambda x: F.max_pool1d(x, 3, 2, 1), "f:2,2,7")
function("max_pool2d", lambda x: F.max_pool2d(x, 2), "f:2,2,4,5")
function("max_pool2d.all", lambda x: F.max_pool2d(x, (3, 2), (2, 1), (1, 0), (1, 2), ceil_mode=True, return_indices=True), "f:1,2,6,5")
function("max_pool3d", lambda x: F.max_pool3d(x, 2, 1), "f:1,1,3,2,3")
function("avg_pool1d", lambda x: F.avg_pool1d(x, 3, 2, 1, count_include_pad=False), "f:2,2,7")
function("avg_pool2d", lambda x: F.avg_pool2d(x, 2, ceil_mode=True), "f:1,2,5,5")
function("avg_pool2d.all", lambda x: F.avg_pool2d(x, (3, 2), (2, 1), (1, 1), divisor_override=5), "f:1,2,5,4")
function("avg_pool3d", lambda x: F.avg_pool3d(x, 2), "f:1,1,4,2,2")
function("adaptive_avg_pool1d", lambda x: F.adaptive_avg_pool1d(x, 3), "f:2,2,7")
function("adaptive_avg_pool2d", lambda x: F.adaptive_avg_pool2d(x, (3, 2)), "f:1,2,5,4")
function("adaptive_avg_pool3d", lambda x: F.adaptive_avg_pool3d(x, 2), "f:1,1,3,4,2")
function("adaptive_max_pool1d", lambda x: F.adaptive_max_pool1d(x, 3), "f:2,2,7")
function("adaptive_max_pool2d", lambda x: F.adaptive_max_pool2d(x, (3, 2), return_indices=True), "f:1,2,5,4")
function("max_unpool1d", lambda x: F.max_unpool1d(*F.max_pool1d(x, 2, 2, return_indices=True), 2, output_size=[2, 2, 7]), "f:2,2,7")
function("max_unpool2d", lambda x: F.max_unpool2d(*F.max_pool2d(x, (2, 3), return_indices=True), (2, 3)), "f:1,2,4,6")
function("max_unpool3d", lambda x: F.max_unpool3d(*F.max_pool3d(x, 2, return_indices=True), 2), "f:1,1,4,2,2")
function("lp_pool1d", lambda x: F.lp_pool1d(x, 2.0, 3, 2), "f:2,2,7")
function("lp_pool2d", lambda x: F.lp_pool2d(x, 3.0, (2, 3), 1), "p:1,2,4,5")
function("pad.constant", lambda x: F.pad(x, (1, 2, 0, 1), value=0.3), "f:2,3")
function("pad.reflect", lambda x: F.pad(x, (1, 2), mode="reflect"), "f:2,2,4")
function("pad.replicate", lambda x: F.pad(x, (1, 2, 0, 1), mode="replicate"), "f:1,2,3,3")
function("pad.circular", lambda x: F.pad(x, (1, 2), mode="circular"), "f:2,2,4")
function("interpolate.nearest", lambda x: F.interpolate(x, scale_factor=1.5), "f:1,2,4,3")
function("interpolate.linear", lambda x: F.interpolate(x, 7, mode="linear", align_corners=True), "f:1,2,4")
function("interpolate.bilinear", lambda x: F.interpolate(x, (3, 7), mode="bilinear"), "f:1,2,5,4")
function("interpolate.antialias", lambda x: F.interpolate(x, (3, 2), mode="bilinear", antialias=True), "f:1,2,7,6")
function("interpolate.bicubic", lambda x: F.interpolate(x, scale_factor=(2.0, 1.5), mode="bicubic", align_corners=False), "f:1,1,4,4")
function("interpolate.trilinear", lambda x: F.interpolate(x, 3, mode="trilinear"), "f:1,1,2,2,2")
function("interpolate.area", lambda x: F.interpolate(x, scale_factor=0.5, mode="area"), "f:1,1,5,4")
function("pixel_shuffle", lambda x: F.pixel_shuffle(x, 2), "f:1,8,2,3")
function("pixel_unshuffle", lambda x: F.pixel_unshuffle(x, 2), "f:1,2,4,6")
function("unfold", lambda x: F.unfold(x, (2, 3), padding=1, stride=2), "f:1,2,4,5")
function("fold", lambda x: F.fold(x, (4, 5), (2, 3), padding=1, stride=2), "f:1,12,9")
function("grid_sample", lambda x, g: F.grid_sample(x, g * 3, align_corners=False, padding_mode="reflection"), "f:1,2,4,4", "f:1,3,2,2")
function("grid_sample.nearest", lambda x, g: F.grid_sample(x, g * 3, mode="nearest", align_corners=True, padding_mode="border"), "f:1,2,4,4", "f:1,3,2,2")
function("affine_grid", lambda t: F.affine_grid(t, [1, 2, 3, 4], align_corners=True), "f:1,2,3")
function("cosine_similarity", lambda a, b: F.cosine_similarity(a, b), "f:3,4", "f:3,4")
function("pairwise_distance", lambda a, b: F.pairwise_distance(a, b, 3.0, keepdim=True), "f:3,4", "f:3,4")
function("one_hot", lambda x: F.one_hot(x, 6), "i5:2,3")
function("scaled_dot_product_attention", lambda q, k, v: torch.softmax(q @ k.transpose(-2, -1) / math.sqrt(4), -1) @ v, "f:2,3,4", "f:2,5,4", "f:2,5,2")


def start(name, draw):
    torch.manual_seed(1)
    CASES.append({"name": name, "inputs": [], "outputs": [{"shape": list((t := draw()).shape), "values": numbers(t)}]})


e = torch.empty
start("init.uniform_", lambda: nn.init.uniform_(e(3, 4), -2, 3))
start("init.normal_", lambda: nn.init.normal_(e(4, 5), 1, 2))
start("init.eye_", lambda: nn.init.eye_(e(3, 4)))
start("init.constant_", lambda: nn.init.constant_(e(2, 2), 0.3))
start("init.xavier_uniform_", lambda: nn.init.xavier_uniform_(e(3, 4, 2), 1.5))
start("init.xavier_normal_", lambda: nn.init.xavier_normal_(e(4, 5), 1.5))
start("init.kaiming_uniform_", lambda: nn.init.kaiming_uniform_(e(3, 4), 0.3, "fan_out", "leaky_relu"))
start("init.kaiming_normal_", lambda: nn.init.kaiming_normal_(e(4, 5), nonlinearity="relu"))
start("init.orthogonal_.tall", lambda: nn.init.orthogonal_(e(5, 3), 2))
start("init.orthogonal_.wide", lambda: nn.init.orthogonal_(e(2, 3, 2)))
start("init.trunc_normal_", lambda: nn.init.trunc_normal_(e(4, 5), 0.5, 2, -1, 1.5))
start("init.dirac_", lambda: nn.init.dirac_(e(3, 2, 3, 3)))

print('{"torch": ' + json.dumps(torch.__version__) + ', "cases": [')
print(",\n".join(json.dumps(row) for row in CASES))
print("]}")
