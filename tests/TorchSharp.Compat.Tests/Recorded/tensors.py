#!/usr/bin/env python3
"""Records tensors.json: what PyTorch's tensor functions give, with type and shape.

Run with PyTorch 1.13 (Debian: apt-get install python3-torch):  python3 tensors.py > tensors.json

Inputs come from formulas (see RecordedTests.cs), so that only results are recorded:
x [2, 3] any, y [2, 3] any, p [2, 3] positive, u [2, 3] in (0, 1), v [6] with ties, m [3, 3], s [3, 3] symmetric positive
definite, z [2, 3] complex, i [2, 3] integers, j [2, 3] positive integers, b [2, 3] booleans, c [4, 2, 3] any.
"""
import json
import math

import torch

torch.set_num_threads(1)


def wave(k, *shape):
    n = torch.arange(math.prod(shape), dtype=torch.float64)
    return torch.sin(0.7 * (n + 1) * (k + 1) + k).reshape(shape)


x, y, c, m = wave(0, 2, 3) * 2, wave(1, 2, 3) * 2, wave(2, 4, 2, 3), wave(3, 3, 3)
p, u = x.abs() + 0.25, x * 0.2 + 0.5
v = torch.tensor([3.0, -1.0, 2.0, 2.0, 5.0, -1.0], dtype=torch.float64)
s = m @ m.T + torch.eye(3, dtype=torch.float64)
z = torch.complex(x, y)
i = torch.tensor([[5, -3, 0], [7, 2, -8]])
j = torch.tensor([[4, 6, 9], [12, 3, 8]])
b = torch.tensor([[True, False, True], [False, False, True]])
spread = torch.tensor([float("nan"), float("inf"), -float("inf"), 1.5], dtype=torch.float64)

UNARY = {
    "x": """abs absolute acos_nan angle arcsinh arctan asinh atan ceil cos cosh deg2rad erf erfc exp exp2 expm1 fix floor frac
            i0 isfinite isinf isnan isneginf isposinf isreal logical_not neg negative positive rad2deg relu round sgn sigmoid
            sign signbit sin sinc sinh sqrt_nan square tan tanh trunc all any argmax argmin max min mean median nanmedian
            nansum nonzero norm prod ravel std sum var fliplr flipud t argwhere trace_m logit_nan std_mean var_mean aminmax""",
    "p": "acosh_nan arccosh_nan digamma lgamma log log10 log1p log2 logdet_s reciprocal rsqrt sqrt",
    "u": "acos arccos arcsin arctanh asin atanh erfinv logit",
    "m": "det inverse matrix_exp trace",
    "s": "cholesky logdet",
    "z": "abs angle conj_physical cos exp real imag sgn sqrt mean sum view_as_real",
    "i": "abs bitwise_not neg sign square sqrt_nan sum mean_error max logical_not sin sigmoid",
    "b": "all any bitwise_not logical_not sum count_nonzero",
    "v": "argsort msort unique diff cummax_0 frexp",
}

INPUTS = dict(x=x, y=y, p=p, u=u, v=v, m=m, s=s, z=z, i=i, j=j, b=b, c=c, spread=spread)


def dtype_name(dtype):
    return str(dtype)[6:]


def entry(value):
    if isinstance(value, (tuple, list)):
        return [entry(part) for part in value]
    if isinstance(value, (bool, int, float, str)):
        return value
    data = torch.view_as_real(value.resolve_conj()) if value.is_complex() else value
    return {"type": dtype_name(value.dtype), "shape": list(value.shape),
            "data": [str(n) if isinstance(n, float) and not math.isfinite(n) else n for n in data.reshape(-1).tolist()]}


recorded = {}
for name, functions in UNARY.items():
    for function in functions.split():
        base, _, mark = function.rpartition("_")
        if mark in ("nan", "error", "m", "s", "0"):  # for other inputs, or not for this one
            continue
        recorded[f"{function}({name})"] = entry(getattr(torch, function)(INPUTS[name]))

BINARY = """add sub mul div atan2 copysign fmax fmin fmod hypot logaddexp logaddexp2 maximum minimum nextafter remainder xlogy_p
            eq ne lt le gt ge floor_divide true_divide float_power_p isclose kron ldexp dist heaviside"""
for function in BINARY.split():
    if not function.endswith("_p"):
        recorded[f"{function}(x, y)"] = entry(getattr(torch, function)(x, y))
for function in "bitwise_and bitwise_or bitwise_xor gcd lcm remainder floor_divide add mul div fmod eq lt".split():
    recorded[f"{function}(i, j)"] = entry(getattr(torch, function)(i, j))
for function in "xlogy pow float_power igamma igammac bitwise_left_shift_".split():
    if not function.endswith("_"):
        recorded[f"{function}(p, u)"] = entry(getattr(torch, function)(p, u))
for function in "logical_and logical_or logical_xor bitwise_and bitwise_or".split():
    recorded[f"{function}(b, i > 0)"] = entry(getattr(torch, function)(b, i > 0))

OTHERS = """
amax(c, [0, 2]); amin(c, [1], True); sum(c, 1, True); sum(c, [0, 2]); mean(c, [1, 2]); prod(c, 1); std(c, 1, False); var(c, [0, 1], True, True)
cumsum(x, 1); cumprod(x, 0); logsumexp(x, 1); logcumsumexp(x, 1); norm(x, 1); nanmean(spread[[0, 3]]); cummax(v, 0); cummin(v, 0)
max(x, 1); min(x, 0, True); median(v); mode(v); kthvalue(v, 3); sort(v, stable=True); sort(x, 1, True); topk(v, 3); argmax(x, 1); argmin(x, 0, True)
quantile(v, 0.3); histc(v, 4, -1, 5); bincount(j.reshape(-1)); cov(x); corrcoef(x); searchsorted(msort(v), 2.0); bucketize(x, u[0])
clamp(x, -0.5, 0.5); clamp(x, y - 0.5, y + 0.5); lerp(x, y, u); addcmul(x, y, p, 0.5); addcdiv(x, y, p, -2); where(b, x, y); nan_to_num(spread)
round(x * 10, 1); renorm(x, 2, 0, 1.0); trapezoid(x, 0.5); cumulative_trapezoid(x, 2.0); celu(x, 0.5); logit(x, 0.1); polygamma(p, 2)
gather(x, 1, i.abs() % 3); take(x, i.abs() % 6); index_select(x, 1, j[0] % 3); masked_select(x, b); scatter(x, 1, i.abs() % 3, y); scatter_add(x, 1, i.abs() % 3, y)
index_add(x, 1, j[0] % 2, y, 2.0); index_fill(x, 1, j[0] % 2, 7.0); masked_fill(x, b, 9.0); take_along_dim(x, i.abs() % 3, 1); select(x, 1, 2); narrow(x, 1, 1, 2)
cat([x, y], 1); stack([x, y], 2); hstack([x, y]); vstack([x, y]); dstack([x, y]); split(c, [1, 3]); chunk(v, 4); unbind(x, 1); tensor_split(v, 4); hsplit(x, 3)
flip(x, [1]); roll(x, 1, 1); rot90(x, 1); tile(x, [2, 2]); repeat_interleave(x, 2, 1); diag(m); diagonal(c, 1, 1, 2); diag_embed(x); tril(m); triu(m, 1); permute(c, [2, 0, 1]); movedim(c, 0, 2); unfold(v, 0, 3, 2)
matmul(x, m); mm(x, m); bmm(c, c.transpose(1, 2)); mv(m, x[0]); dot(x[0], y[0]); outer(x[0], y[1]); addmm(y, x, m, 0.5, 2.0); addmv(x[0], m, x[1], 1.0, 1.0); baddbmm(c @ c.transpose(1, 2), c, c.transpose(1, 2), 1.0, -1.0); einsum('bij,kj->ibk', c, m); tensordot(x, y, [[0, 1], [0, 1]]); cdist(x, y); chain_matmul(x, m, s); matrix_power(m, 3); linalg.multi_dot([x, m, s])
linalg.solve(s, x.T); linalg.inv(s); linalg.eigvalsh(s); linalg.svdvals(x); linalg.qr(s); linalg.det(m); linalg.slogdet(m); linalg.pinv(x); linalg.matrix_rank(m); linalg.norm(x); linalg.vector_norm(x, 3.0); linalg.matrix_norm(m); linalg.cond(s); linalg.cross(x, y); linalg.lu_factor(s)
fft.fft(v); fft.ifft(z); fft.rfft(v); fft.irfft(z, 5); fft.fft2(x); fft.fftshift(v); fft.fftfreq(5, 0.5); fft.rfft(v, 8, -1, 'ortho')
special.expit(x); special.entr(u); special.ndtr(x); special.ndtri(u); special.xlog1py(x, u); special.zeta(p + 2, p); special.i1(x); special.bessel_j0(x); special.erfcx(x); special.log_softmax(x, 1); softmax(x, 1)
arange(5); arange(1.0, 2.0, 0.25); linspace(0, 1, 5); logspace(0, 2, 3); eye(2, 3); full([2], 3.5); hann_window(5); hamming_window(4); kaiser_window(4); tril_indices(3, 3); triu_indices(2, 3); complex(x, y); polar(p, x); combinations(v[:3], 2); cartesian_prod(v[:2], v[2:4]); meshgrid(v[:2], v[2:5], indexing='ij'); vander(v[:3]); block_diag(x, m)
add(i, 1); add(i, 1.5); mul(b, 2); mul(i, b); div(i, 2); div(i, j, rounding_mode='floor'); div(i, j, rounding_mode='trunc'); pow(i.float(), 2); pow(2, x); sum(b); mean(x.float()); add(x.float(), y); add(x.half(), y.float()); add(x.float(), torch.tensor(1.0, dtype=torch.float64)); add(i, torch.tensor(1.5, dtype=torch.float64)); where(b, x.float(), y)
rsub(x, 1.0); div(reciprocal(x), 2); sum(i.int()); prod(b); cumsum(i.int(), 0); eq(x, 0.0); bitwise_not(i); result_type(i, x); promote_types(torch.int32, torch.float16)
"""
# Functions that TorchSharp calls with positional arguments, or on a tensor.
POSITIONAL = dict(
    vars(torch), **INPUTS, torch=torch,
    addcmul=lambda a, b, c, value: torch.addcmul(a, b, c, value=value),
    addcdiv=lambda a, b, c, value: torch.addcdiv(a, b, c, value=value),
    addmm=lambda a, b, c, beta, alpha: torch.addmm(a, b, c, beta=beta, alpha=alpha),
    addmv=lambda a, b, c, beta, alpha: torch.addmv(a, b, c, beta=beta, alpha=alpha),
    baddbmm=lambda a, b, c, beta, alpha: torch.baddbmm(a, b, c, beta=beta, alpha=alpha),
    index_add=lambda a, dim, index, source, alpha: torch.index_add(a, dim, index, source, alpha=alpha),
    round=lambda a, decimals: torch.round(a, decimals=decimals),
    trapezoid=lambda a, dx: torch.trapezoid(a, dx=dx),
    cumulative_trapezoid=lambda a, dx: torch.cumulative_trapezoid(a, dx=dx),
    polygamma=lambda a, n: torch.polygamma(n, a),
    norm=lambda a, dim: torch.norm(a, dim=dim),
    unfold=lambda a, *rest: a.unfold(*rest),
    mode=lambda a: torch.mode(a),
    result_type=lambda a, b: dtype_name(torch.result_type(a, b)),
    promote_types=lambda a, b: dtype_name(torch.promote_types(a, b)),
)
for expression in OTHERS.replace("\n", ";").split(";"):
    if expression.strip():
        recorded[expression.strip()] = entry(eval(expression.strip(), POSITIONAL))

print("{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in recorded.items()) + "\n}")
