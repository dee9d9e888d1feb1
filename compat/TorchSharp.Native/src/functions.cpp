// Functions whose forward and backward are managed code.
#include "native.h"
#include <ATen/core/ivalue.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/variable.h>

using namespace lo;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

// What managed forward and backward hand over, one tensor at a time.
struct Handed {
    variable_list results, saved, dirty, nonDifferentiable;
    bool materialize = true;
};

// Return 0, or fail with a message that lives until the next call on that thread.
using Forward = int32_t (*)(void* context, Handed* handed, const char** error);
using Backward = int32_t (*)(void* context, void* native, void** gradients, int32_t count, Handed* handed, const char** error);
using Release = void (*)(void* context);

// The managed context, released with the node of the graph.
struct Managed : torch::CustomClassHolder {
    void* context;
    Backward backward;
    Release release;
    Managed(void* context, Backward backward, Release release) : context(context), backward(backward), release(release) {}
    ~Managed() override { release(context); }
};

struct Call {
    Forward forward;
    c10::intrusive_ptr<Managed> managed;
};

struct ManagedFunction : torch::autograd::Function<ManagedFunction> {
    static variable_list forward(AutogradContext* ctx, Call* call, const at::TensorList&) {
        Handed handed;
        const char* error = nullptr;
        TORCH_CHECK(call->forward(call->managed->context, &handed, &error) == 0, error ? error : "the managed forward failed");
        ctx->save_for_backward(std::move(handed.saved));
        ctx->mark_dirty(handed.dirty);
        ctx->mark_non_differentiable(handed.nonDifferentiable);
        ctx->set_materialize_grads(handed.materialize);
        ctx->saved_data["managed"] = c10::IValue::make_capsule(call->managed);
        return std::move(handed.results);
    }

    static variable_list backward(AutogradContext* ctx, variable_list gradients) {
        auto managed = c10::static_intrusive_pointer_cast<Managed>(ctx->saved_data["managed"].toCapsule());
        std::vector<void*> handles;
        for (auto& gradient : gradients) handles.push_back(gradient.defined() ? new at::Tensor(gradient) : nullptr);
        Handed handed;
        const char* error = nullptr;
        const auto status = managed->backward(managed->context, ctx, handles.data(), static_cast<int32_t>(handles.size()), &handed, &error);
        TORCH_CHECK(status == 0, error ? error : "the managed backward failed");
        handed.results.insert(handed.results.begin(), at::Tensor());  // for the argument that is no tensor
        return std::move(handed.results);
    }
};

}  // namespace

// Runs managed `forward` and ties its results to `inputs` through managed `backward`. Takes ownership of `context`.
// Results go to `results`, of which there are `capacity`; returns how many.
EXPORT int32_t lo_function_apply(void* context, Forward forward, Backward backward, Release release, void** inputs,
                                 int32_t inputCount, void** results, int32_t capacity) {
    return guarded(-1, [&] {
        Call call{forward, c10::make_intrusive<Managed>(context, backward, release)};
        variable_list in;
        for (int32_t i = 0; i < inputCount; i++) in.push_back(tensor(inputs[i]));
        auto out = ManagedFunction::apply(&call, at::TensorList(in));
        TORCH_CHECK(static_cast<int32_t>(out.size()) <= capacity, "a function may give at most ", capacity, " results");
        for (size_t i = 0; i < out.size(); i++) results[i] = out[i].defined() ? give(std::move(out[i])) : nullptr;
        return static_cast<int32_t>(out.size());
    });
}

// Kind 0: a result, 1: saved for backward, 2: changed in place, 3: not differentiable. Null: an undefined tensor.
EXPORT void lo_function_hand(Handed* handed, int32_t kind, void* handle) {
    auto& list = kind == 0 ? handed->results : kind == 1 ? handed->saved : kind == 2 ? handed->dirty : handed->nonDifferentiable;
    list.push_back(handle ? tensor(handle) : at::Tensor());
}
EXPORT void lo_function_materialize(Handed* handed, int32_t value) { handed->materialize = value != 0; }

// What forward saved, as new handles, while backward runs; returns how many there are, and writes up to `capacity`.
EXPORT int32_t lo_function_saved(void* native, void** results, int32_t capacity) {
    return guarded(-1, [&] {
        auto saved = static_cast<AutogradContext*>(native)->get_saved_variables();
        for (size_t i = 0; i < saved.size() && i < static_cast<size_t>(capacity); i++)
            results[i] = saved[i].defined() ? give(std::move(saved[i])) : nullptr;
        return static_cast<int32_t>(saved.size());
    });
}
