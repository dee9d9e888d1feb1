// What a tensor is: creation from memory, metadata, disposal; and the few operators hot enough for a typed entry.
#include "native.h"
#include <cstdlib>
#include <cstring>

using namespace lo;

struct Info {
    int64_t elements;
    void* data;  // null where there is no storage
    const int64_t* sizes;
    const int64_t* strides;
    int64_t storageOffset;
    int32_t dimensions;
    int32_t dtype;
    int32_t deviceType;
    int32_t deviceIndex;
    int32_t requiresGrad;
    int32_t isLeaf;
    int32_t isContiguous;
    int32_t layout;
};

EXPORT int32_t lo_info(void* handle, Info* info) {
    return guarded(-1, [&] {
        const auto& t = tensor(handle);
        TORCH_CHECK(t.defined(), "undefined tensor");
        const bool strided = t.layout() == c10::kStrided;
        info->elements = t.numel();
        info->data = strided && t.has_storage() ? t.data_ptr() : nullptr;
        info->sizes = t.sizes().data();
        info->strides = strided ? t.strides().data() : nullptr;
        info->storageOffset = strided ? t.storage_offset() : 0;
        info->dimensions = static_cast<int32_t>(t.dim());
        info->dtype = static_cast<int32_t>(t.scalar_type());
        info->deviceType = static_cast<int32_t>(t.device().type());
        info->deviceIndex = t.device().index();
        info->requiresGrad = t.requires_grad();
        info->isLeaf = t.is_leaf();
        info->isContiguous = strided && t.is_contiguous();
        info->layout = static_cast<int32_t>(t.layout());
        return 0;
    });
}

// A CPU tensor of its own memory, filled from `source` (which may be null: left uninitialised).
EXPORT void* lo_from_data(const void* source, const int64_t* sizes, int32_t dimensions, int32_t dtype) {
    return guarded(static_cast<void*>(nullptr), [&]() -> void* {
        auto result = at::empty(at::IntArrayRef(sizes, dimensions), at::TensorOptions(static_cast<c10::ScalarType>(dtype)));
        if (source && result.nbytes() > 0) std::memcpy(result.data_ptr(), source, result.nbytes());
        return give(std::move(result));
    });
}

// A CPU tensor over the caller's memory; `release(context)` runs when libtorch lets go of it.
EXPORT void* lo_from_blob(void* memory, const int64_t* sizes, int32_t dimensions, int32_t dtype,
                          void (*release)(void*), void* context) {
    return guarded(static_cast<void*>(nullptr), [&]() -> void* {
        return give(at::from_blob(memory, at::IntArrayRef(sizes, dimensions),
                                  [release, context](void*) { if (release) release(context); },
                                  at::TensorOptions(static_cast<c10::ScalarType>(dtype))));
    });
}

EXPORT void lo_dispose(void* handle) { delete static_cast<at::Tensor*>(handle); }
EXPORT void lo_free(void* memory) { std::free(memory); }
EXPORT void* lo_alias(void* handle) { return new at::Tensor(tensor(handle)); }  // another handle on the same tensor
EXPORT const void* lo_identity(void* handle) { return tensor(handle).unsafeGetTensorImpl(); }
EXPORT int64_t lo_version(void* handle) {
    return guarded<>(static_cast<int64_t>(-1), [&] { return static_cast<int64_t>(tensor(handle)._version()); });
}

EXPORT int32_t lo_set_requires_grad(void* handle, int32_t value) {
    return guarded(-1, [&] { tensor(handle).set_requires_grad(value != 0); return 0; });
}

// A new handle on the gradient; null with status 0 where there is none.
EXPORT int32_t lo_get_grad(void* handle, void** grad) {
    return guarded(-1, [&] {
        const auto& g = tensor(handle).grad();
        *grad = g.defined() ? new at::Tensor(g) : nullptr;
        return 0;
    });
}

EXPORT int32_t lo_set_grad(void* handle, void* grad) {
    return guarded(-1, [&] { tensor(handle).mutable_grad() = grad ? tensor(grad) : at::Tensor(); return 0; });
}

// The value of a one-element tensor, as int64 bits, a double or two, by the dtype's kind.
EXPORT int32_t lo_item(void* handle, Value* result, double* imaginary) {
    return guarded(-1, [&] {
        auto scalar = tensor(handle).item();
        if (scalar.isFloatingPoint()) { result->tag = Double; result->real = scalar.toDouble(); }
        else if (scalar.isComplex()) {
            result->tag = Complex;
            result->real = scalar.toComplexDouble().real();
            *imaginary = scalar.toComplexDouble().imag();
        }
        else if (scalar.isBoolean()) { result->tag = Bool; result->bits = scalar.toBool(); }
        else { result->tag = Int; result->bits = scalar.toLong(); }
        return 0;
    });
}

// Points `handle` at what `source` is, keeping the handle's address: how parameters change device or dtype in place.
EXPORT int32_t lo_set_data(void* handle, void* source) {
    return guarded(-1, [&] { tensor(handle).set_data(tensor(source)); return 0; });
}

// Typed entries: measured to matter in small models (the boxed path costs about 0.7 us more a call).
EXPORT void* lo_add(void* a, void* b) {
    return guarded(static_cast<void*>(nullptr), [&]() -> void* { return give(at::add(tensor(a), tensor(b))); });
}
EXPORT void* lo_mul(void* a, void* b) {
    return guarded(static_cast<void*>(nullptr), [&]() -> void* { return give(at::mul(tensor(a), tensor(b))); });
}
EXPORT void* lo_sub(void* a, void* b) {
    return guarded(static_cast<void*>(nullptr), [&]() -> void* { return give(at::sub(tensor(a), tensor(b))); });
}
EXPORT void* lo_div(void* a, void* b) {
    return guarded(static_cast<void*>(nullptr), [&]() -> void* { return give(at::div(tensor(a), tensor(b))); });
}
EXPORT int32_t lo_add_(void* a, void* b) {
    return guarded(-1, [&] { tensor(a).add_(tensor(b)); return 0; });
}
