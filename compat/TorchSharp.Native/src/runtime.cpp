// The process: errors, generators, threads, versions, devices.
#include "native.h"
#include <ATen/Context.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <torch/version.h>
#include <c10/core/Stream.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <c10/util/Exception.h>
#include <cstring>

using namespace lo;

namespace {
thread_local std::string lastError;
}

void lo::setError(const char* message) {
    try { lastError = message ? message : ""; } catch (...) { lastError.clear(); }
}

EXPORT const char* lo_last_error() { return lastError.c_str(); }
EXPORT const char* lo_torch_version() { return TORCH_VERSION; }

EXPORT char* lo_show_config(int32_t parallel) {
    return guarded(static_cast<char*>(nullptr), [&] {
        return strdup((parallel ? at::get_parallel_info() : at::show_config()).c_str());
    });
}

EXPORT int32_t lo_set_num_threads(int32_t count) { return guarded(-1, [&] { at::set_num_threads(count); return 0; }); }
EXPORT int32_t lo_get_num_threads() { return guarded(-1, [&] { return at::get_num_threads(); }); }
EXPORT int32_t lo_set_num_interop_threads(int32_t count) {
    return guarded(-1, [&] { at::set_num_interop_threads(count); return 0; });
}
EXPORT int32_t lo_get_num_interop_threads() { return guarded(-1, [&] { return static_cast<int32_t>(at::get_num_interop_threads()); }); }

EXPORT void* lo_generator_create(int64_t seed, int32_t deviceType, int32_t deviceIndex) {
    return guarded(static_cast<void*>(nullptr), [&]() -> void* {
        if (static_cast<c10::DeviceType>(deviceType) == c10::kCPU)
            return new at::Generator(at::detail::createCPUGenerator(static_cast<uint64_t>(seed)));
        auto generator = at::globalContext().defaultGenerator(
            c10::Device(static_cast<c10::DeviceType>(deviceType), static_cast<c10::DeviceIndex>(deviceIndex))).clone();
        generator.set_current_seed(static_cast<uint64_t>(seed));
        return new at::Generator(generator);
    });
}
EXPORT void* lo_generator_default() {
    return guarded(static_cast<void*>(nullptr), [&]() -> void* { return new at::Generator(at::detail::getDefaultCPUGenerator()); });
}
EXPORT void lo_generator_dispose(void* generator) { delete static_cast<at::Generator*>(generator); }
EXPORT int32_t lo_generator_seed(void* generator, int64_t seed) {
    return guarded(-1, [&] {
        auto& g = *static_cast<at::Generator*>(generator);
        std::lock_guard<std::mutex> lock(g.mutex());
        g.set_current_seed(static_cast<uint64_t>(seed));
        return 0;
    });
}
EXPORT int64_t lo_generator_initial_seed(void* generator) {
    return guarded<>(static_cast<int64_t>(-1), [&] { return static_cast<int64_t>(static_cast<at::Generator*>(generator)->current_seed()); });
}
EXPORT void* lo_generator_get_state(void* generator) {
    return guarded(static_cast<void*>(nullptr), [&]() -> void* {
        auto& g = *static_cast<at::Generator*>(generator);
        std::lock_guard<std::mutex> lock(g.mutex());
        return give(g.get_state());
    });
}
EXPORT int32_t lo_generator_set_state(void* generator, void* state) {
    return guarded(-1, [&] {
        auto& g = *static_cast<at::Generator*>(generator);
        std::lock_guard<std::mutex> lock(g.mutex());
        g.set_state(tensor(state));
        return 0;
    });
}
// The seed of every device's default generator.
EXPORT int32_t lo_manual_seed(int64_t seed) {
    return guarded(-1, [&] { at::manual_seed(static_cast<uint64_t>(seed)); return 0; });
}

EXPORT int32_t lo_cuda_device_count() {
    return guarded(0, [&] { return at::globalContext().hasCUDA() ? static_cast<int32_t>(at::detail::getCUDAHooks().getNumGPUs()) : 0; });
}
// Waits for the work queued on a device; -1: the current one. Without CUDA there is nothing to wait for.
EXPORT int32_t lo_cuda_synchronize(int32_t device) {
    return guarded(-1, [&] {
        if (!at::globalContext().hasCUDA()) return 0;
        c10::impl::VirtualGuardImpl guard(c10::kCUDA);
        guard.getStream(c10::Device(c10::kCUDA, static_cast<c10::DeviceIndex>(device < 0 ? guard.getDevice().index() : device))).synchronize();
        return 0;
    });
}
EXPORT int32_t lo_cudnn_available() {
    return guarded(0, [&] { return static_cast<int32_t>(at::globalContext().hasCUDA() && at::detail::getCUDAHooks().hasCuDNN()); });
}
// Turned off by the switch the reference package calls torch.backends; 0: matmul, 1: cudnn.
EXPORT int32_t lo_allow_tf32(int32_t which, int32_t value) {
    return guarded(-1, [&] {
        auto& context = at::globalContext();
        if (value >= 0) { if (which == 0) context.setAllowTF32CuBLAS(value); else context.setAllowTF32CuDNN(value); }
        return static_cast<int32_t>(which == 0 ? context.allowTF32CuBLAS() : context.allowTF32CuDNN());
    });
}
