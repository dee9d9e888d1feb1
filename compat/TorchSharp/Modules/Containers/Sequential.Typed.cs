using System;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A list of modules of any kind, numbered; a derived class says in `forward` how they follow each other.</summary>
    public abstract class Sequential<T, TResult> : nn.Module<T, TResult>
    {
        protected Sequential(params (string name, nn.Module submodule)[] modules) : base("Sequential")
        {
            foreach (var (key, module) in modules) Add(key, module);
        }

        protected Sequential(params nn.Module[] modules) : base("Sequential")
        {
            foreach (var module in modules) Add(module);
        }

        public int Count => _internal_submodules.Count;
        public nn.Module this[int index] => _internal_submodules[index].Item2;

        public Sequential<T, TResult> append(nn.Module module)
        {
            Add(module);
            return this;
        }

        public Sequential<T, TResult> append(string name, nn.Module module)
        {
            Add(name, module);
            return this;
        }

        protected internal void Add(nn.Module module) => Add(Count.ToString(), module);
        protected internal void Add(string name, nn.Module sm) => register_module(name, sm ?? throw new ArgumentNullException(nameof(sm)));
    }

    /// <summary>A list of modules of any kind, numbered; a derived class says in `forward` how they follow each other.</summary>
    public abstract class Sequential<T1, T2, TResult> : nn.Module<T1, T2, TResult>
    {
        protected Sequential(params (string name, nn.Module submodule)[] modules) : base("Sequential")
        {
            foreach (var (key, module) in modules) Add(key, module);
        }

        protected Sequential(params nn.Module[] modules) : base("Sequential")
        {
            foreach (var module in modules) Add(module);
        }

        public int Count => _internal_submodules.Count;
        public nn.Module this[int index] => _internal_submodules[index].Item2;

        public Sequential<T1, T2, TResult> append(nn.Module module)
        {
            Add(module);
            return this;
        }

        public Sequential<T1, T2, TResult> append(string name, nn.Module module)
        {
            Add(name, module);
            return this;
        }

        protected internal void Add(nn.Module module) => Add(Count.ToString(), module);
        protected internal void Add(string name, nn.Module sm) => register_module(name, sm ?? throw new ArgumentNullException(nameof(sm)));
    }

    /// <summary>A list of modules of any kind, numbered; a derived class says in `forward` how they follow each other.</summary>
    public abstract class Sequential<T1, T2, T3, TResult> : nn.Module<T1, T2, T3, TResult>
    {
        protected Sequential(params (string name, nn.Module submodule)[] modules) : base("Sequential")
        {
            foreach (var (key, module) in modules) Add(key, module);
        }

        protected Sequential(params nn.Module[] modules) : base("Sequential")
        {
            foreach (var module in modules) Add(module);
        }

        public int Count => _internal_submodules.Count;
        public nn.Module this[int index] => _internal_submodules[index].Item2;

        public Sequential<T1, T2, T3, TResult> append(nn.Module module)
        {
            Add(module);
            return this;
        }

        public Sequential<T1, T2, T3, TResult> append(string name, nn.Module module)
        {
            Add(name, module);
            return this;
        }

        protected internal void Add(nn.Module module) => Add(Count.ToString(), module);
        protected internal void Add(string name, nn.Module sm) => register_module(name, sm ?? throw new ArgumentNullException(nameof(sm)));
    }

    /// <summary>A list of modules of any kind, numbered; a derived class says in `forward` how they follow each other.</summary>
    public abstract class Sequential<T1, T2, T3, T4, TResult> : nn.Module<T1, T2, T3, T4, TResult>
    {
        protected Sequential(params (string name, nn.Module submodule)[] modules) : base("Sequential")
        {
            foreach (var (key, module) in modules) Add(key, module);
        }

        protected Sequential(params nn.Module[] modules) : base("Sequential")
        {
            foreach (var module in modules) Add(module);
        }

        public int Count => _internal_submodules.Count;
        public nn.Module this[int index] => _internal_submodules[index].Item2;

        public Sequential<T1, T2, T3, T4, TResult> append(nn.Module module)
        {
            Add(module);
            return this;
        }

        public Sequential<T1, T2, T3, T4, TResult> append(string name, nn.Module module)
        {
            Add(name, module);
            return this;
        }

        protected internal void Add(nn.Module module) => Add(Count.ToString(), module);
        protected internal void Add(string name, nn.Module sm) => register_module(name, sm ?? throw new ArgumentNullException(nameof(sm)));
    }

    /// <summary>A list of modules of any kind, numbered; a derived class says in `forward` how they follow each other.</summary>
    public abstract class Sequential<T1, T2, T3, T4, T5, TResult> : nn.Module<T1, T2, T3, T4, T5, TResult>
    {
        protected Sequential(params (string name, nn.Module submodule)[] modules) : base("Sequential")
        {
            foreach (var (key, module) in modules) Add(key, module);
        }

        protected Sequential(params nn.Module[] modules) : base("Sequential")
        {
            foreach (var module in modules) Add(module);
        }

        public int Count => _internal_submodules.Count;
        public nn.Module this[int index] => _internal_submodules[index].Item2;

        public Sequential<T1, T2, T3, T4, T5, TResult> append(nn.Module module)
        {
            Add(module);
            return this;
        }

        public Sequential<T1, T2, T3, T4, T5, TResult> append(string name, nn.Module module)
        {
            Add(name, module);
            return this;
        }

        protected internal void Add(nn.Module module) => Add(Count.ToString(), module);
        protected internal void Add(string name, nn.Module sm) => register_module(name, sm ?? throw new ArgumentNullException(nameof(sm)));
    }

    /// <summary>A list of modules of any kind, numbered; a derived class says in `forward` how they follow each other.</summary>
    public abstract class Sequential<T1, T2, T3, T4, T5, T6, TResult> : nn.Module<T1, T2, T3, T4, T5, T6, TResult>
    {
        protected Sequential(params (string name, nn.Module submodule)[] modules) : base("Sequential")
        {
            foreach (var (key, module) in modules) Add(key, module);
        }

        protected Sequential(params nn.Module[] modules) : base("Sequential")
        {
            foreach (var module in modules) Add(module);
        }

        public int Count => _internal_submodules.Count;
        public nn.Module this[int index] => _internal_submodules[index].Item2;

        public Sequential<T1, T2, T3, T4, T5, T6, TResult> append(nn.Module module)
        {
            Add(module);
            return this;
        }

        public Sequential<T1, T2, T3, T4, T5, T6, TResult> append(string name, nn.Module module)
        {
            Add(name, module);
            return this;
        }

        protected internal void Add(nn.Module module) => Add(Count.ToString(), module);
        protected internal void Add(string name, nn.Module sm) => register_module(name, sm ?? throw new ArgumentNullException(nameof(sm)));
    }
}
