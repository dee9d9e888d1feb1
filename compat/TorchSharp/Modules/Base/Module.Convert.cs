using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public partial class Module
            {
                // Old tensor to new, while a tree is converted: two modules that share a parameter share the new one.
                [ThreadStatic] private static Dictionary<Tensor, Tensor> t_replaced;

                protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
                {
                    RequireFloating(dtype);
                    _toEpilog(device, dtype, non_blocking);
                    return this;
                }

                protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
                {
                    _toEpilog(deviceType, deviceIndex, non_blocking);
                    return this;
                }

                protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
                {
                    RequireFloating(dtype);
                    _toEpilog(dtype, non_blocking);
                    return this;
                }

                public Module _to(Tensor other, bool non_blocking) => _to(other.device, other.dtype, non_blocking);

                private static void RequireFloating(ScalarType dtype)
                {
                    if (!Operators.IsFloat(dtype) && !Operators.IsComplex(dtype))
                        throw new ArgumentException($"A module can only be converted to floating-point or complex types; received {dtype}.");
                }

                protected void _toEpilog(Device device, ScalarType dtype, bool non_blocking)
                {
                    using var tree = new Conversion();
                    foreach (var (_, child) in named_children()) child._to(device, dtype, non_blocking);
                    _toEpilog(dtype, device, non_blocking);
                }

                protected void _toEpilog(DeviceType deviceType, int deviceIndex, bool non_blocking)
                {
                    using var tree = new Conversion();
                    foreach (var (_, child) in named_children()) child._to(deviceType, deviceIndex, non_blocking);
                    _toEpilog(null, new Device(deviceType, deviceIndex), non_blocking);
                }

                protected void _toEpilog(ScalarType dtype, bool non_blocking)
                {
                    using var tree = new Conversion();
                    foreach (var (_, child) in named_children()) child._to(dtype, non_blocking);
                    _toEpilog(dtype, null, non_blocking);
                }

                /// <summary>Converts this module's own parameters and persistent buffers; fields that hold them follow.</summary>
                protected virtual void _toEpilog(ScalarType? dtype, Device device, bool non_blocking)
                {
                    using var tree = new Conversion();
                    if (device is not null)
                    {
                        _deviceType = device.type;
                        _deviceIndex = device.index;
                    }
                    foreach (var (key, parameter) in _internal_params.ToArray<(string, Parameter)>())
                    {
                        if (parameter is null || !Replace(dtype, device, parameter, out var replaced)) continue;
                        ReplaceInFields(parameter, replaced);
                        _internal_params[key] = (Parameter)replaced;
                    }
                    foreach (var (key, (buffer, persistent)) in _internal_buffers.ToArray<(string, (Tensor, bool))>())
                    {
                        if (buffer is null || !persistent || !Replace(dtype, device, buffer, out var replaced)) continue;
                        ReplaceInFields(buffer, replaced);
                        _internal_buffers[key] = (replaced, true);
                    }
                }

                private static bool Replace(ScalarType? dtype, Device device, Tensor old, out Tensor replaced)
                {
                    if (t_replaced.TryGetValue(old, out replaced)) return true;
                    var done = old is Parameter parameter
                        ? ReplaceParameter(dtype, device, parameter, out var p) && (replaced = p) is not null
                        : ReplaceBuffer(dtype, device, old, out replaced);
                    if (done) t_replaced[old] = replaced;
                    return done;
                }

                /// <summary>Makes a parameter of another type or device with its gradient and disposes the old one; false where it fits already.</summary>
                protected static bool ReplaceParameter(ScalarType? dtype, Device device, Parameter param, out Parameter p)
                {
                    p = null;
                    if (!Target(param, dtype, device, out var type, out var place)) return false;
                    using var off = GradientsOff.Enter();
                    using var gradient = param.grad;
                    p = new Parameter(Operators.To(param, place, type), param.requires_grad);
                    p.MoveToOtherDisposeScope(param.OwningDisposeScope);
                    if (gradient is not null)
                    {
                        using var moved = Operators.To(gradient, place, type);
                        p.grad = moved;
                    }
                    param.Dispose();
                    return true;
                }

                protected static bool ReplaceBuffer(ScalarType? dtype, Device device, Tensor buffer, out Tensor result)
                {
                    result = null;
                    if (!Target(buffer, dtype, device, out var type, out var place)) return false;
                    using var off = GradientsOff.Enter();
                    result = Operators.To(buffer, place, type).MoveToOtherDisposeScope(buffer.OwningDisposeScope);
                    buffer.Dispose();
                    return true;
                }

                // Integers keep their type.
                private static bool Target(Tensor tensor, ScalarType? dtype, Device device, out ScalarType type, out Device place)
                {
                    var (hasType, hasPlace) = (tensor.dtype, tensor.device);
                    type = Operators.IsFloat(hasType) || Operators.IsComplex(hasType) ? dtype ?? hasType : hasType;
                    place = device ?? hasPlace;
                    var samePlace = place.type == hasPlace.type && (place.index < 0 || place.index == Math.Max(hasPlace.index, 0));
                    return type != hasType || !samePlace;
                }

                private ref struct Conversion
                {
                    private readonly bool _outermost;

                    public Conversion()
                    {
                        _outermost = t_replaced is null;
                        t_replaced ??= new(ReferenceEqualityComparer.Instance);
                    }

                    public readonly void Dispose()
                    {
                        if (_outermost) t_replaced = null;
                    }
                }
            }
        }
    }

    public static class ModuleExtensionMethods
    {
        public static T to<T>(this T module, torch.Device device, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module => (T)module._to(device, type, non_blocking);
        public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false) where T : torch.nn.Module => (T)module._to(deviceType, deviceIndex, non_blocking);
        public static T to<T>(this T module, torch.Device device, bool non_blocking = false) where T : torch.nn.Module => (T)module._to(device.type, device.index, non_blocking);
        public static T to<T>(this T module, string device, bool non_blocking = false) where T : torch.nn.Module => module.to(new torch.Device(device), non_blocking);
        public static T to<T>(this T module, torch.Tensor other, bool non_blocking = false) where T : torch.nn.Module => (T)module._to(other, non_blocking);
        public static T to<T>(this T module, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module => (T)module._to(type, non_blocking);
        public static T cpu<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => module.to(DeviceType.CPU, -1, non_blocking);
        public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false) where T : torch.nn.Module => module.to(DeviceType.CUDA, deviceIndex, non_blocking);
        public static T half<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => module.to(torch.ScalarType.Float16, non_blocking);
        public static T bfloat16<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => module.to(torch.ScalarType.BFloat16, non_blocking);
        public static T @float<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => module.to(torch.ScalarType.Float32, non_blocking);
        public static T @double<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => module.to(torch.ScalarType.Float64, non_blocking);
        public static T cfloat<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => module.to(torch.ScalarType.ComplexFloat32, non_blocking);
        public static T cdouble<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => module.to(torch.ScalarType.ComplexFloat64, non_blocking);
    }
}
