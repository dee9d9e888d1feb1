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
            /// <summary>A tree of named parameters, buffers and submodules.</summary>
            public partial class Module : IDisposable
            {
                protected string name;
                protected DeviceType _deviceType = DeviceType.CPU;
                protected int _deviceIndex = -1;
                protected OrderedDict<string, (Tensor, bool)> _internal_buffers = new();
                protected OrderedDict<string, Module> _internal_submodules = new();
                protected OrderedDict<string, Parameter> _internal_params = new();
                private bool _training = true;

                protected Module(string name) => this.name = name;

                public virtual string GetName() => name;
                public virtual bool training => _training;

                public virtual void train(bool train = true)
                {
                    _training = train;
                    foreach (var (_, module) in named_children()) module.train(train);
                }

                public virtual void eval() => train(false);

                /// <summary>Runs `fn` on every module of the tree, this one last.</summary>
                public virtual Module apply(Action<Module> fn)
                {
                    foreach (var (_, module) in named_children()) module.apply(fn);
                    fn(this);
                    return this;
                }

                public virtual void zero_grad(bool set_to_none = true)
                {
                    foreach (var (_, parameter) in named_parameters())
                    {
                        using var gradient = parameter.grad;
                        if (gradient is null) continue;
                        if (set_to_none)
                        {
                            parameter.grad = null;
                            continue;
                        }
                        using var off = GradientsOff.Enter();
                        Operators.Zero(gradient);
                    }
                }

                public virtual IEnumerable<(string name, Module module)> named_children()
                {
                    foreach (var (key, module) in _internal_submodules) yield return (key, module);
                }

                /// <summary>The modules below this one: children first, then what each of them holds.</summary>
                public virtual IEnumerable<(string name, Module module)> named_modules()
                {
                    foreach (var child in named_children()) yield return child;
                    foreach (var (key, child) in named_children())
                        foreach (var (inner, module) in child.named_modules())
                            yield return ($"{key}.{inner}", module);
                }

                public virtual IEnumerable<Module> modules() => named_modules().Select(m => m.module);
                public virtual IEnumerable<Module> children() => named_children().Select(m => m.module);

                /// <summary>Own parameters in the order of registration, then the children's; one native handle counts once.</summary>
                public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
                {
                    var seen = new HashSet<IntPtr>();
                    foreach (var (key, parameter) in _internal_params)
                        if (parameter is not null && seen.Add(parameter.Handle)) yield return (key, parameter);
                    if (!recurse) yield break;
                    foreach (var (key, child) in _internal_submodules)
                        foreach (var (inner, parameter) in child.named_parameters(true))
                            if (parameter is not null && seen.Add(parameter.Handle)) yield return ($"{key}.{inner}", parameter);
                }

                public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);

                /// <summary>The persistent buffers. Others are never listed, whatever the flag says: so does TorchSharp 0.106.</summary>
                public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
                {
                    var seen = new HashSet<IntPtr>();
                    foreach (var (key, (buffer, persistent)) in _internal_buffers)
                        if (persistent && buffer is not null && seen.Add(buffer.Handle)) yield return (key, buffer);
                    if (!recurse) yield break;
                    foreach (var (key, child) in _internal_submodules)
                        foreach (var (inner, buffer) in child.named_buffers(true, include_nonpersistent))
                            if (buffer is not null && seen.Add(buffer.Handle)) yield return ($"{key}.{inner}", buffer);
                }

                public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                    named_buffers(recurse, include_nonpersistent).Select(b => b.buffer);

                public virtual Parameter get_parameter(string target) =>
                    Find(target, (m, key) => m._internal_params.TryGetValue(key, out var found) ? found : null, (m, key) => m.get_parameter(key));

                public virtual Tensor get_buffer(string target) =>
                    Find(target, (m, key) => m._internal_buffers.TryGetValue(key, out var found) ? found.Item1 : null, (m, key) => m.get_buffer(key));

                public virtual bool has_parameter(string target) => get_parameter(target) is not null;
                public virtual bool has_buffer(string target) => get_buffer(target) is not null;

                // A name may hold dots itself (native layers of the reference do that), so every split is tried.
                private T Find<T>(string target, Func<Module, string, T> own, Func<Module, string, T> below) where T : class
                {
                    ArgumentNullException.ThrowIfNull(target);
                    if (own(this, target) is { } found) return found;
                    for (var dot = target.IndexOf('.'); dot >= 0; dot = target.IndexOf('.', dot + 1))
                        if (_internal_submodules.TryGetValue(target[..dot], out var child) && below(child, target[(dot + 1)..]) is { } inner)
                            return inner;
                    return null;
                }

                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                protected virtual void Dispose(bool disposing)
                {
                    if (!disposing) return;
                    foreach (var (_, module) in _internal_submodules) module.Dispose();
                    foreach (var (_, parameter) in _internal_params) parameter?.Dispose();
                    foreach (var (_, (buffer, _)) in _internal_buffers) buffer?.Dispose();
                }
            }
        }
    }
}
