using System.Collections;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Modules by name, in the order in which they were added.</summary>
    public class ModuleDict<T> : nn.Module, IDictionary<string, T>, IList<(string, T)> where T : nn.Module
    {
        public ModuleDict() : base("ModuleDict") { }

        public int Count => _internal_submodules.Count;
        public bool IsReadOnly => false;
        public ICollection<string> Keys => _internal_submodules.Keys;
        public ICollection<T> Values => _internal_submodules.Values.Cast<T>().ToList();
        public IEnumerable<string> keys() => Keys;
        public IEnumerable<T> values() => Values;
        public IEnumerator<(string, T)> items() => GetEnumerator();

        public T this[string key]
        {
            get => (T)_internal_submodules[key];
            set
            {
                if (ContainsKey(key)) this[_internal_submodules.Keys.ToList().IndexOf(key)] = (key, value);
                else Add(key, value);
            }
        }

        public (string, T) this[int index]
        {
            get => (_internal_submodules[index].Item1, (T)_internal_submodules[index].Item2);
            set
            {
                RemoveAt(index);
                Insert(index, value);
            }
        }

        public void Add(string key, T value) => register_module(key, value);
        public void Add((string, T) item) => Add(item.Item1, item.Item2);
        public void Add(KeyValuePair<string, T> item) => Add(item.Key, item.Value);

        public void Insert(int index, (string, T) item)
        {
            Add(item);
            var last = _internal_submodules[Count - 1];
            _internal_submodules.RemoveAt(Count - 1);
            _internal_submodules.Insert(index, last);
        }

        public void Clear() => _internal_submodules.Clear();
        public void clear() => Clear();
        public bool ContainsKey(string key) => _internal_submodules.ContainsKey(key);
        public bool Contains((string, T) item) => IndexOf(item) >= 0;
        public bool Contains(KeyValuePair<string, T> item) => Contains((item.Key, item.Value));
        public int IndexOf((string, T) item) => _internal_submodules.IndexOf(item);
        public void RemoveAt(int index) => _internal_submodules.RemoveAt(index);
        public bool Remove(string key) => _internal_submodules.Remove(key);
        public bool Remove((string, T) item) => _internal_submodules.Remove(item);
        public bool Remove(KeyValuePair<string, T> item) => Remove((item.Key, item.Value));

        public bool TryGetValue(string key, out T value)
        {
            var found = _internal_submodules.TryGetValue(key, out var entry);
            value = (T)entry;
            return found;
        }

        public void CopyTo((string, T)[] array, int arrayIndex) => Entries().ToArray().CopyTo(array, arrayIndex);
        public IEnumerator<(string, T)> GetEnumerator() => Entries().GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
        IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() => Pairs().GetEnumerator();
        void ICollection<KeyValuePair<string, T>>.CopyTo(KeyValuePair<string, T>[] array, int arrayIndex) => Pairs().ToArray().CopyTo(array, arrayIndex);

        private IEnumerable<(string, T)> Entries()
        {
            foreach (var (key, value) in _internal_submodules) yield return (key, (T)value);
        }

        private IEnumerable<KeyValuePair<string, T>> Pairs() => Entries().Select(e => KeyValuePair.Create(e.Item1, e.Item2));

        protected override void RegisterComponents() { }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ModuleDict<T> ModuleDict<T>(params (string, T)[] modules) where T : Module
            {
                var result = new ModuleDict<T>();
                foreach (var (key, module) in modules) result.Add(key, module);
                return result;
            }

            public static ModuleDict<Module> ModuleDict(params (string, Module)[] modules) => ModuleDict<Module>(modules);
        }
    }
}
