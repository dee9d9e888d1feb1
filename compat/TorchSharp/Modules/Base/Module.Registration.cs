using System;
using System.Collections.Generic;
using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public partial class Module
            {
                private bool _areComponentsRegistered;

                public virtual void register_module(string name, Module submodule)
                {
                    if (submodule is null)
                    {
                        _internal_submodules.Remove(name);
                        return;
                    }
                    if (string.IsNullOrEmpty(name)) throw new ArgumentException("A submodule needs a name.", nameof(name));
                    if (name.Contains('.')) throw new ArgumentException($"A submodule's name has no dots; received '{name}'.", nameof(name));
                    if (_internal_submodules.ContainsKey(name))
                        throw new InvalidOperationException($"A submodule '{name}' is already registered in '{GetName()}'.");
                    submodule.RegisterComponents();
                    _internal_submodules.Add(name, submodule);
                }

                public void add_module(string name, Module module) => register_module(name, module);

                public virtual void register_parameter(string name, Parameter param)
                {
                    ArgumentNullException.ThrowIfNull(param);
                    if (_internal_params.ContainsKey(name))
                        throw new InvalidOperationException($"A parameter '{name}' is already registered in '{GetName()}'.");
                    _internal_params.Add(name, param);
                }

                /// <summary>A tensor that belongs to the module's state but is not trained.</summary>
                public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
                {
                    ArgumentNullException.ThrowIfNull(tensor);
                    if (_internal_buffers.ContainsKey(name))
                        throw new InvalidOperationException($"A buffer '{name}' is already registered in '{GetName()}'.");
                    _internal_buffers.Add(name, (tensor, persistent));
                }

                protected void ConditionallyRegisterParameter(string name, Parameter value)
                {
                    if (value is null) _internal_params.Remove(name);
                    else _internal_params[name] = value;
                }

                protected void ConditionallyRegisterParameter(string name, Tensor value) =>
                    ConditionallyRegisterParameter(name, value as Parameter ?? (value is null ? null : new Parameter(value)));

                protected void ConditionallyRegisterBuffer(string name, Tensor value, bool persistent = true)
                {
                    if (value is null) _internal_buffers.Remove(name);
                    else _internal_buffers[name] = (value, persistent);
                }

                protected void ClearModules() => _internal_submodules.Clear();

                /// <summary>The device and type that new parameters take where none is given.</summary>
                protected static (Device device, ScalarType dtype) GetDefaultDeviceAndType(Device device = null, ScalarType? dtype = null) =>
                    (device ?? get_default_device(), dtype ?? get_default_dtype());

                /// <summary>Puts a replaced parameter in its property: the old one is disposed, the new one leaves its scope.</summary>
                internal void Exchange(string name, ref Parameter field, Parameter value)
                {
                    if (ReferenceEquals(field, value)) return;
                    field?.Dispose();
                    value?.DetachFromDisposeScope();
                    field = value;
                    ConditionallyRegisterParameter(name, value);
                }

                internal void ExchangeBuffer(string name, ref Tensor field, Tensor value)
                {
                    if (ReferenceEquals(field, value)) return;
                    field?.Dispose();
                    value?.DetachFromDisposeScope();
                    field = value;
                    ConditionallyRegisterBuffer(name, value);
                }

                /// <summary>Registers every module, parameter and other tensor (as a buffer) that a field holds now, once.</summary>
                protected virtual void RegisterComponents()
                {
                    if (_areComponentsRegistered) return;
                    _areComponentsRegistered = true;
                    foreach (var field in Fields())
                    {
                        var component = field.GetValue(this);
                        if (component is Module module) register_module(field.ComponentName(), module);
                        else if (component is Parameter parameter) register_parameter(field.ComponentName(), parameter);
                        else if (component is Tensor tensor) register_buffer(field.ComponentName(), tensor);
                    }
                }

                private IEnumerable<FieldInfo> Fields()
                {
                    const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;
                    for (var type = GetType(); type != typeof(Module); type = type.BaseType)
                        foreach (var field in type.GetFields(Declared))
                            yield return field;
                }

                private void ReplaceInFields(object old, object replacement)
                {
                    foreach (var field in Fields())
                        if (ReferenceEquals(field.GetValue(this), old)) field.SetValue(this, replacement);
                }
            }
        }
    }
}
