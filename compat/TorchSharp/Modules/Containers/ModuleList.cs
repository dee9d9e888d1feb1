using System;
using System.Collections;
using System.Collections.Generic;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Modules by number. They are registered, and named by their numbers, at once.</summary>
    public class ModuleList<T> : nn.Module, IList<T> where T : nn.Module
    {
        private readonly List<T> _list = new();

        public ModuleList(params T[] modules) : base("ModuleList") => extend(modules);

        public int Count => _list.Count;
        public bool IsReadOnly => false;

        public T this[int index]
        {
            get => _list[index];
            set => Change(() => _list[index] = value ?? throw new ArgumentNullException(nameof(value)));
        }

        public void Add(T item) => Insert(Count, item);
        public void Insert(int index, T item) => Change(() => _list.Insert(index, item ?? throw new ArgumentNullException(nameof(item))));
        public void append(params T[] parameters) => extend(parameters);
        public void extend(IEnumerable<T> modules) => Change(() => _list.AddRange(modules));
        public void Clear() => Change(_list.Clear);
        public void RemoveAt(int index) => Change(() => _list.RemoveAt(index));
        public bool Contains(T item) => _list.Contains(item);
        public int IndexOf(T item) => _list.IndexOf(item);
        public void CopyTo(T[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);
        public IEnumerator<T> GetEnumerator() => _list.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public bool Remove(T item)
        {
            var found = _list.IndexOf(item);
            if (found >= 0) RemoveAt(found);
            return found >= 0;
        }

        protected override void RegisterComponents() { }

        private void Change(Action change)
        {
            change();
            ClearModules();
            for (var i = 0; i < _list.Count; i++) register_module(i.ToString(), _list[i]);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ModuleList<T> ModuleList<T>(params T[] modules) where T : Module => new ModuleList<T>(modules);
            public static ModuleList<Module> ModuleList(params Module[] modules) => new ModuleList<Module>(modules);
        }
    }
}
