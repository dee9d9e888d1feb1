// The C interface between the managed stand-in and libtorch. Everything that can throw runs inside `guarded`,
// so that a fault in native code becomes a message, never the end of the process.
#pragma once
#include <ATen/ATen.h>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <torch/version.h>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace lo {

// libtorch's own optional became the standard library's in 2.3.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 3)
template <class T> using Optional = std::optional<T>;
inline constexpr auto none = std::nullopt;
#else
template <class T> using Optional = c10::optional<T>;
inline constexpr auto none = c10::nullopt;
#endif

// One argument or result of an operator. Lists are borrowed from the caller for arguments.
enum Tag : int32_t {
    None = 0,        // null of any optional type
    TensorTag = 1,   // pointer: at::Tensor*
    Int = 2,         // bits
    Double = 3,      // real
    Bool = 4,        // bits
    IntList = 5,     // pointer: int64_t*, count
    TensorList = 6,  // pointer: at::Tensor**, count; null entries allowed where the schema allows them
    String = 7,      // pointer: char*, count bytes
    DoubleList = 8,  // pointer: double*, count
    DeviceTag = 9,   // bits: type << 32 | (uint32) index
    GeneratorTag = 10,  // pointer: at::Generator*
    BoolList = 11,   // pointer: int64_t*, count
    Default = 12,    // whatever the operator's schema says
    Complex = 13,    // pointer: double[2]
};

struct Value {
    int32_t tag;
    int32_t count;
    union {
        int64_t bits;
        double real;
        void* pointer;
    };
};

void setError(const char* message);

// Runs `body`; on a C++ exception stores its message for lo_last_error and returns `failed`.
template <class Body, class Result>
Result guarded(Result failed, Body&& body) noexcept {
    try {
        return body();
    } catch (const c10::Error& e) {
        setError(e.what_without_backtrace());
    } catch (const std::exception& e) {
        setError(e.what());
    } catch (...) {
        setError("unknown native exception");
    }
    return failed;
}

inline at::Tensor& tensor(void* handle) { return *static_cast<at::Tensor*>(handle); }
inline at::Tensor* give(at::Tensor&& value) { return new at::Tensor(std::move(value)); }

}  // namespace lo
