using System;
using System.Collections.Generic;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A module whose `call` runs hooks before and after its `forward`.</summary>
            public class HookableModule<TPreHook, TPostHook> : Module
            {
                protected Dictionary<string, TPreHook> pre_hooks = new();
                protected Dictionary<string, TPostHook> post_hooks = new();
                protected Dictionary<string, Action<Module>> module_pre_hooks = new();
                protected Dictionary<string, Action<Module>> module_post_hooks = new();
                private long _nextHook;

                protected HookableModule(string name) : base(name) { }

                /// <summary>Runs after `forward`, with its inputs and result; what it returns, unless null, replaces the result.</summary>
                public HookRemover register_forward_hook(TPostHook hook) => Register(post_hooks, hook);
                public HookRemover register_forward_hook(Action<Module> hook) => Register(module_post_hooks, hook);

                /// <summary>Runs before `forward`, with its inputs; what it returns, unless null, replaces them.</summary>
                public HookRemover register_forward_pre_hook(TPreHook hook) => Register(pre_hooks, hook);
                public HookRemover register_forward_pre_hook(Action<Module> hook) => Register(module_pre_hooks, hook);

                private HookRemover Register<T>(Dictionary<string, T> hooks, T hook)
                {
                    ArgumentNullException.ThrowIfNull(hook);
                    var key = $"hook{_nextHook++}";
                    hooks.Add(key, hook);
                    return new HookRemover(this, key);
                }

                private protected void BeforeForward()
                {
                    if (module_pre_hooks.Count == 0) return;
                    foreach (var hook in module_pre_hooks.Values) hook(this);
                }

                private protected void AfterForward()
                {
                    if (module_post_hooks.Count == 0) return;
                    foreach (var hook in module_post_hooks.Values) hook(this);
                }

                public class HookRemover
                {
                    private HookableModule<TPreHook, TPostHook> _module;
                    private readonly string _key;

                    public HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
                    {
                        _module = module;
                        _key = key;
                    }

                    public void remove()
                    {
                        _module?.pre_hooks.Remove(_key);
                        _module?.post_hooks.Remove(_key);
                        _module?.module_pre_hooks.Remove(_key);
                        _module?.module_post_hooks.Remove(_key);
                        _module = null;
                    }
                }
            }
        }
    }
}
