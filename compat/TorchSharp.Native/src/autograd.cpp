// Gradients: backward, grad, modes, hooks, and functions whose backward is managed code.
#include "native.h"
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/variable.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <cstdlib>

using namespace lo;
using torch::autograd::variable_list;

namespace {

variable_list variables(void** handles, int32_t count) {
    variable_list result;
    result.reserve(count);
    for (int32_t i = 0; i < count; i++) result.push_back(handles[i] ? tensor(handles[i]) : at::Tensor());
    return result;
}

// Managed code: gradients in (null: undefined), gradients out (null: none); returns 0, or fails with a message that
// lives until the next call on that thread.
using Backward = int32_t (*)(void* context, void** gradients, int32_t count, void** results, int32_t resultCount,
                             const char** error);
using Release = void (*)(void* context);

struct ManagedFunction : torch::autograd::Node {
    void* context = nullptr;
    Backward backward = nullptr;
    Release release = nullptr;
    std::string title;

    ~ManagedFunction() override { if (release) release(context); }
    std::string name() const override { return title; }

    variable_list apply(variable_list&& inputs) override {
        std::vector<void*> in, out(num_outputs(), nullptr);
        for (auto& input : inputs) in.push_back(input.defined() ? new at::Tensor(input) : nullptr);
        const char* error = nullptr;
        const auto status = backward(context, in.data(), static_cast<int32_t>(in.size()), out.data(),
                                     static_cast<int32_t>(out.size()), &error);
        variable_list results;
        for (auto* handle : out) {
            results.push_back(handle ? tensor(handle) : at::Tensor());
            delete static_cast<at::Tensor*>(handle);
        }
        TORCH_CHECK(status == 0, error ? error : "the managed backward failed");
        return results;
    }
};

using HookCallback = void* (*)(void* context, void* gradient);

struct ManagedHook {
    void* context;
    HookCallback call;
    Release release;
    ~ManagedHook() { release(context); }
};

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

// Ties `outputs` (computed without a graph) to `inputs` through managed `backward`. Takes ownership of `context`.
EXPORT int32_t lo_custom_function(const char* title, void* context, Backward backward, Release release, void** inputs,
                                  int32_t inputCount, void** outputs, int32_t outputCount, void** nonDifferentiable,
                                  int32_t nonDifferentiableCount, void** results) {
    auto node = std::shared_ptr<ManagedFunction>(new ManagedFunction, torch::autograd::deleteNode);
    node->context = context;
    node->backward = backward;
    node->release = release;
    return guarded(-1, [&] {
        node->title = title;
        auto in = variables(inputs, inputCount);
        auto edges = torch::autograd::collect_next_edges(in);
        bool any = false;
        for (auto& edge : edges) any |= edge.is_valid();
        node->set_next_edges(std::move(edges));
        for (int32_t i = 0; i < outputCount; i++) {
            bool differentiable = any && c10::GradMode::is_enabled();
            for (int32_t k = 0; k < nonDifferentiableCount; k++)
                differentiable &= !tensor(outputs[i]).is_same(tensor(nonDifferentiable[k]));
            auto out = tensor(outputs[i]).detach();
            if (differentiable) torch::autograd::set_history(out, node);
            else node->add_input_metadata(out);
            results[i] = give(std::move(out));
        }
        return 0;
    });
}

// Runs `call` on the gradient of a tensor; a returned handle (owned by the hook) replaces it. Returns the hook's number.
EXPORT int64_t lo_register_hook(void* handle, void* context, HookCallback call, Release release) {
    return guarded<>(static_cast<int64_t>(-1), [&] {
        auto hook = std::make_shared<ManagedHook>(ManagedHook{context, call, release});
        return static_cast<int64_t>(tensor(handle).register_hook([hook](at::Tensor gradient) -> at::Tensor {
            auto* replaced = static_cast<at::Tensor*>(hook->call(hook->context, new at::Tensor(gradient)));
            if (!replaced) return at::Tensor();
            at::Tensor result = *replaced;
            delete replaced;
            return result;
        }));
    });
}

EXPORT int32_t lo_remove_hook(void* handle, int64_t number) {
    return guarded(-1, [&] { tensor(handle).remove_hook(static_cast<unsigned>(number)); return 0; });
}
