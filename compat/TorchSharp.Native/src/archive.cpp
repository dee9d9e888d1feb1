// One tensor in a file of PyTorch's own format (torch::save).
#include "native.h"
#include <torch/serialize/archive.h>
#include <torch/csrc/jit/api/compilation_unit.h>

using namespace lo;

EXPORT int32_t lo_save(void* handle, const char* path) {
    return guarded(-1, [&] {
        torch::serialize::OutputArchive archive(std::make_shared<torch::jit::CompilationUnit>());
        archive.write("0", tensor(handle));
        archive.save_to(std::string(path));
        return 0;
    });
}

EXPORT void* lo_load(const char* path) {
    return guarded(static_cast<void*>(nullptr), [&]() -> void* {
        torch::serialize::InputArchive archive;
        archive.load_from(std::string(path));
        at::Tensor result;
        archive.read("0", result);
        return give(std::move(result));
    });
}
