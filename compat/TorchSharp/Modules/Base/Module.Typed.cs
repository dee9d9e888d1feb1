using System;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public interface IModule<T, TResult>
            {
                TResult call(T input1);
            }

            public abstract class Module<T, TResult> : HookableModule<Func<Module<T, TResult>, T, T>, Func<Module<T, TResult>, T, TResult, TResult>>, IModule<T, TResult>
            {
                protected Module(string name) : base(name) { }

                public abstract TResult forward(T input);

                /// <summary>`forward` with the hooks around it.</summary>
                public TResult call(T input)
                {
                    BeforeForward();
                    if (pre_hooks.Count > 0)
                        foreach (var hook in pre_hooks.Values)
                            if (hook(this, input) is var changed && changed is not null) input = changed;
                    var result = forward(input);
                    AfterForward();
                    if (post_hooks.Count > 0)
                        foreach (var hook in post_hooks.Values)
                            if (hook(this, input, result) is var changed && changed is not null) result = changed;
                    return result;
                }
            }

            public interface IModule<T1, T2, TResult>
            {
                TResult call(T1 input1, T2 input2);
            }

            public abstract class Module<T1, T2, TResult> : HookableModule<Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>, Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>>, IModule<T1, T2, TResult>
            {
                protected Module(string name) : base(name) { }

                public abstract TResult forward(T1 input1, T2 input2);

                /// <summary>`forward` with the hooks around it.</summary>
                public TResult call(T1 input1, T2 input2)
                {
                    BeforeForward();
                    if (pre_hooks.Count > 0)
                        foreach (var hook in pre_hooks.Values)
                            if (hook(this, input1, input2) is var changed && changed is not null) (input1, input2) = changed.Value;
                    var result = forward(input1, input2);
                    AfterForward();
                    if (post_hooks.Count > 0)
                        foreach (var hook in post_hooks.Values)
                            if (hook(this, input1, input2, result) is var changed && changed is not null) result = changed;
                    return result;
                }
            }

            public interface IModule<T1, T2, T3, TResult>
            {
                TResult call(T1 input1, T2 input2, T3 input3);
            }

            public abstract class Module<T1, T2, T3, TResult> : HookableModule<Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?>, Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult>>, IModule<T1, T2, T3, TResult>
            {
                protected Module(string name) : base(name) { }

                public abstract TResult forward(T1 input1, T2 input2, T3 input3);

                /// <summary>`forward` with the hooks around it.</summary>
                public TResult call(T1 input1, T2 input2, T3 input3)
                {
                    BeforeForward();
                    if (pre_hooks.Count > 0)
                        foreach (var hook in pre_hooks.Values)
                            if (hook(this, input1, input2, input3) is var changed && changed is not null) (input1, input2, input3) = changed.Value;
                    var result = forward(input1, input2, input3);
                    AfterForward();
                    if (post_hooks.Count > 0)
                        foreach (var hook in post_hooks.Values)
                            if (hook(this, input1, input2, input3, result) is var changed && changed is not null) result = changed;
                    return result;
                }
            }

            public interface IModule<T1, T2, T3, T4, TResult>
            {
                TResult call(T1 input1, T2 input2, T3 input3, T4 input4);
            }

            public abstract class Module<T1, T2, T3, T4, TResult> : HookableModule<Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, (T1, T2, T3, T4)?>, Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, TResult, TResult>>, IModule<T1, T2, T3, T4, TResult>
            {
                protected Module(string name) : base(name) { }

                public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4);

                /// <summary>`forward` with the hooks around it.</summary>
                public TResult call(T1 input1, T2 input2, T3 input3, T4 input4)
                {
                    BeforeForward();
                    if (pre_hooks.Count > 0)
                        foreach (var hook in pre_hooks.Values)
                            if (hook(this, input1, input2, input3, input4) is var changed && changed is not null) (input1, input2, input3, input4) = changed.Value;
                    var result = forward(input1, input2, input3, input4);
                    AfterForward();
                    if (post_hooks.Count > 0)
                        foreach (var hook in post_hooks.Values)
                            if (hook(this, input1, input2, input3, input4, result) is var changed && changed is not null) result = changed;
                    return result;
                }
            }

            public interface IModule<T1, T2, T3, T4, T5, TResult>
            {
                TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5);
            }

            public abstract class Module<T1, T2, T3, T4, T5, TResult> : HookableModule<Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5)?>, Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, TResult, TResult>>, IModule<T1, T2, T3, T4, T5, TResult>
            {
                protected Module(string name) : base(name) { }

                public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5);

                /// <summary>`forward` with the hooks around it.</summary>
                public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5)
                {
                    BeforeForward();
                    if (pre_hooks.Count > 0)
                        foreach (var hook in pre_hooks.Values)
                            if (hook(this, input1, input2, input3, input4, input5) is var changed && changed is not null) (input1, input2, input3, input4, input5) = changed.Value;
                    var result = forward(input1, input2, input3, input4, input5);
                    AfterForward();
                    if (post_hooks.Count > 0)
                        foreach (var hook in post_hooks.Values)
                            if (hook(this, input1, input2, input3, input4, input5, result) is var changed && changed is not null) result = changed;
                    return result;
                }
            }

            public interface IModule<T1, T2, T3, T4, T5, T6, TResult>
            {
                TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6);
            }

            public abstract class Module<T1, T2, T3, T4, T5, T6, TResult> : HookableModule<Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6)?>, Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, TResult, TResult>>, IModule<T1, T2, T3, T4, T5, T6, TResult>
            {
                protected Module(string name) : base(name) { }

                public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6);

                /// <summary>`forward` with the hooks around it.</summary>
                public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6)
                {
                    BeforeForward();
                    if (pre_hooks.Count > 0)
                        foreach (var hook in pre_hooks.Values)
                            if (hook(this, input1, input2, input3, input4, input5, input6) is var changed && changed is not null) (input1, input2, input3, input4, input5, input6) = changed.Value;
                    var result = forward(input1, input2, input3, input4, input5, input6);
                    AfterForward();
                    if (post_hooks.Count > 0)
                        foreach (var hook in post_hooks.Values)
                            if (hook(this, input1, input2, input3, input4, input5, input6, result) is var changed && changed is not null) result = changed;
                    return result;
                }
            }
        }
    }
}
