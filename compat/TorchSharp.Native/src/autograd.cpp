// Gradients: backward, grad, and the modes.
#include "native.h"
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>

using namespace lo;
using torch::autograd::variable_list;

namespace {

variable_list variables(void** handles, int32_t count) {
    variable_list result;
    result.reserve(count);
    for (int32_t i = 0; i < count; i++) result.push_back(handles[i] ? tensor(handles[i]) : at::Tensor());
    return result;
}

}  // namespace

EXPORT int32_t lo_backward(void** roots, int32_t rootCount, void** gradients, int32_t gradientCount,
                           int32_t retainGraph, int32_t createGraph, void** inputs, int32_t inputCount) {
    return guarded(-1, [&] {
        torch::autograd::backward(variables(roots, rootCount), variables(gradients, gradientCount), retainGraph != 0,
                                  createGraph != 0, variables(inputs, inputCount));
        return 0;
    });
}

// results[i]: d(sum of outputs) / d inputs[i], or null where unused and allowed.
EXPORT int32_t lo_grad(void** outputs, int32_t outputCount, void** inputs, int32_t inputCount, void** gradients,
                       int32_t gradientCount, int32_t retainGraph, int32_t createGraph, int32_t allowUnused,
                       void** results) {
    return guarded(-1, [&] {
        auto found = torch::autograd::grad(variables(outputs, outputCount), variables(inputs, inputCount),
                                           variables(gradients, gradientCount), retainGraph != 0, createGraph != 0,
                                           allowUnused != 0);
        for (int32_t i = 0; i < inputCount; i++) results[i] = found[i].defined() ? give(std::move(found[i])) : nullptr;
        return 0;
    });
}

EXPORT int32_t lo_get_grad_mode() { return c10::GradMode::is_enabled(); }
EXPORT void lo_set_grad_mode(int32_t enabled) { c10::GradMode::set_enabled(enabled != 0); }
EXPORT void* lo_inference_enter(int32_t enabled) { return new c10::InferenceMode(enabled != 0); }
EXPORT void lo_inference_exit(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }
EXPORT int32_t lo_is_inference_mode() { return c10::InferenceMode::is_enabled(); }

EXPORT int32_t lo_anomaly_enabled() { return torch::autograd::AnomalyMode::is_enabled(); }
EXPORT int32_t lo_anomaly_checks_nan() { return torch::autograd::AnomalyMode::should_check_nan(); }
EXPORT void lo_set_anomaly(int32_t enabled, int32_t checkNan) {
    torch::autograd::AnomalyMode::set_enabled(enabled != 0, checkNan != 0);
}
