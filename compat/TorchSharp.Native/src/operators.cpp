// Any libtorch operator by name, over a boxed argument stack: one entry serves them all.
#include "native.h"
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <sstream>

using namespace lo;

namespace {

struct Operator {
    c10::OperatorHandle handle;
    const std::vector<c10::Argument>& arguments;
};

// The element kind behind optionals, for choosing the container that the operator's schema wants.
c10::TypePtr withoutOptional(const c10::TypePtr& type) {
    auto optional = type->cast<c10::OptionalType>();
    return optional ? withoutOptional(optional->getElementType()) : type;
}

c10::IValue tensorList(const Value& value, const c10::TypePtr& type) {
    auto** items = static_cast<at::Tensor**>(value.pointer);
    auto list = withoutOptional(type)->cast<c10::ListType>();
    if (list && list->getElementType()->kind() == c10::TypeKind::OptionalType) {
        c10::List<Optional<at::Tensor>> result;
        result.reserve(value.count);
        for (int32_t i = 0; i < value.count; i++)
            result.push_back(items[i] ? Optional<at::Tensor>(*items[i]) : none);
        return result;
    }
    c10::List<at::Tensor> result;
    result.reserve(value.count);
    for (int32_t i = 0; i < value.count; i++) result.push_back(items[i] ? *items[i] : at::Tensor());
    return result;
}

template <class T, class Source>
c10::IValue list(const Value& value) {
    auto* items = static_cast<Source*>(value.pointer);
    c10::List<T> result;
    result.reserve(value.count);
    for (int32_t i = 0; i < value.count; i++) result.push_back(static_cast<T>(items[i]));
    return result;
}

c10::IValue toIValue(const Value& value, const c10::Argument& argument) {
    switch (value.tag) {
        case None: return c10::IValue();
        case TensorTag: return c10::IValue(tensor(value.pointer));
        case Int:
            if (withoutOptional(argument.type())->kind() == c10::TypeKind::FloatType)
                return c10::IValue(static_cast<double>(value.bits));
            return c10::IValue(value.bits);
        case Double: return c10::IValue(value.real);
        case Bool: return c10::IValue(value.bits != 0);
        case IntList:
            if (auto type = withoutOptional(argument.type())->cast<c10::ListType>();
                type && type->getElementType()->kind() == c10::TypeKind::FloatType)
                return list<double, int64_t>(value);
            return list<int64_t, int64_t>(value);
        case TensorList: return tensorList(value, argument.type());
        case String: return c10::IValue(std::string(static_cast<char*>(value.pointer), value.count));
        case DoubleList: return list<double, double>(value);
        case BoolList: return list<bool, int64_t>(value);
        case DeviceTag:
            return c10::IValue(c10::Device(static_cast<c10::DeviceType>(value.bits >> 32),
                                           static_cast<c10::DeviceIndex>(static_cast<int32_t>(value.bits))));
        case GeneratorTag: return c10::IValue(*static_cast<at::Generator*>(value.pointer));
        case Complex: {
            auto* parts = static_cast<double*>(value.pointer);
            return c10::IValue(c10::complex<double>(parts[0], parts[1]));
        }
        default: TORCH_CHECK(false, "argument '", argument.name(), "' has an unknown tag ", value.tag);
    }
}

c10::IValue schemaDefault(const Operator& op, size_t index) {
    const auto& argument = op.arguments[index];
    TORCH_CHECK(argument.default_value().has_value(), op.handle.operator_name(), ": argument '", argument.name(),
                "' is required");
    return *argument.default_value();
}

Value fromIValue(c10::IValue&& value) {
    Value result{};
    if (value.isTensor()) {
        result.tag = TensorTag;
        result.pointer = give(std::move(value).toTensor());
    } else if (value.isInt()) {
        result.tag = Int;
        result.bits = value.toInt();
    } else if (value.isDouble()) {
        result.tag = Double;
        result.real = value.toDouble();
    } else if (value.isBool()) {
        result.tag = Bool;
        result.bits = value.toBool();
    } else if (value.isTensorList()) {
        auto items = std::move(value).toTensorVector();
        auto** handles = static_cast<at::Tensor**>(std::malloc(sizeof(at::Tensor*) * std::max<size_t>(1, items.size())));
        for (size_t i = 0; i < items.size(); i++) handles[i] = give(std::move(items[i]));
        result.tag = TensorList;
        result.count = static_cast<int32_t>(items.size());
        result.pointer = handles;
    }
    return result;
}

}  // namespace

// The operator `aten::name.overload`, or null. The result lives as long as the process.
EXPORT void* lo_find(const char* name, const char* overload) {
    return guarded<>(static_cast<void*>(nullptr), [&]() -> void* {
        auto found = c10::Dispatcher::singleton().findSchema({name, overload});
        TORCH_CHECK(found.has_value(), "this libtorch has no operator ", name, *overload ? "." : "", overload);
        return new Operator{*found, found->schema().arguments()};
    });
}

// Calls `op`. Missing trailing arguments take the schema's defaults. Writes up to `capacity` results (0: none are
// wanted, as for in-place operators) and returns how many there are; -1 on error.
EXPORT int32_t lo_call(void* op, const Value* arguments, int32_t count, Value* results, int32_t capacity) {
    return guarded(-1, [&] {
        const auto& self = *static_cast<Operator*>(op);
        const auto expected = self.arguments.size();
        TORCH_CHECK(static_cast<size_t>(count) <= expected, self.handle.operator_name(), " takes ", expected,
                    " arguments; received ", count);
        torch::jit::Stack stack;
        stack.reserve(expected + 2);
        for (size_t i = 0; i < expected; i++) {
            const bool given = i < static_cast<size_t>(count) && arguments[i].tag != Default;
            stack.push_back(given ? toIValue(arguments[i], self.arguments[i]) : schemaDefault(self, i));
        }
        self.handle.callBoxed(&stack);
        const auto produced = static_cast<int32_t>(stack.size());
        TORCH_CHECK(capacity == 0 || produced <= capacity, self.handle.operator_name(), " gives ", produced, " results");
        for (int32_t i = 0; i < produced && capacity > 0; i++) results[i] = fromIValue(std::move(stack[i]));
        return produced;
    });
}

// The schema of every registered operator, one a line, into a buffer that the caller frees with lo_free.
EXPORT char* lo_schemas() {
    return guarded(static_cast<char*>(nullptr), [&] {
        std::ostringstream text;
        for (const auto& name : c10::Dispatcher::singleton().getAllOpNames()) {
            auto found = c10::Dispatcher::singleton().findSchema(name);
            if (found) text << found->schema() << '\n';
        }
        return strdup(text.str().c_str());
    });
}
