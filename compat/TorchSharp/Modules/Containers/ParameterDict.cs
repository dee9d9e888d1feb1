using System.Collections;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Parameters by name, in the order in which they were added.</summary>
    public class ParameterDict : nn.Module, IDictionary<string, Parameter>, IList<(string, Parameter)>
    {
        public ParameterDict() : base("ParameterDict") { }

        public int Count => _internal_params.Count;
        public bool IsReadOnly => false;
        public ICollection<string> Keys => _internal_params.Keys;
        public ICollection<Parameter> Values => _internal_params.Values;
        public IEnumerable<string> keys() => Keys;
        public IEnumerable<Parameter> values() => Values;
        public IEnumerator<(string, Parameter)> items() => GetEnumerator();

        public Parameter this[string key]
        {
            get => _internal_params[key];
            set
            {
                if (ContainsKey(key)) this[_internal_params.Keys.ToList().IndexOf(key)] = (key, value);
                else Add(key, value);
            }
        }

        public (string, Parameter) this[int index]
        {
            get => (_internal_params[index].Item1, _internal_params[index].Item2);
            set
            {
                RemoveAt(index);
                Insert(index, value);
            }
        }

        public void Add(string key, Parameter value) => register_parameter(key, value);
        public void Add((string, Parameter) item) => Add(item.Item1, item.Item2);
        public void Add(KeyValuePair<string, Parameter> item) => Add(item.Key, item.Value);

        public void Insert(int index, (string, Parameter) item)
        {
            Add(item);
            var last = _internal_params[Count - 1];
            _internal_params.RemoveAt(Count - 1);
            _internal_params.Insert(index, last);
        }

        public void Clear() => _internal_params.Clear();
        public void clear() => Clear();
        public bool ContainsKey(string key) => _internal_params.ContainsKey(key);
        public bool Contains((string, Parameter) item) => IndexOf(item) >= 0;
        public bool Contains(KeyValuePair<string, Parameter> item) => Contains((item.Key, item.Value));
        public int IndexOf((string, Parameter) item) => _internal_params.IndexOf(item);
        public void RemoveAt(int index) => _internal_params.RemoveAt(index);
        public bool Remove(string key) => _internal_params.Remove(key);
        public bool Remove((string, Parameter) item) => _internal_params.Remove(item);
        public bool Remove(KeyValuePair<string, Parameter> item) => Remove((item.Key, item.Value));

        public bool TryGetValue(string key, out Parameter value)
        {
            var found = _internal_params.TryGetValue(key, out var entry);
            value = entry;
            return found;
        }

        public void CopyTo((string, Parameter)[] array, int arrayIndex) => Entries().ToArray().CopyTo(array, arrayIndex);
        public IEnumerator<(string, Parameter)> GetEnumerator() => Entries().GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
        IEnumerator<KeyValuePair<string, Parameter>> IEnumerable<KeyValuePair<string, Parameter>>.GetEnumerator() => Pairs().GetEnumerator();
        void ICollection<KeyValuePair<string, Parameter>>.CopyTo(KeyValuePair<string, Parameter>[] array, int arrayIndex) => Pairs().ToArray().CopyTo(array, arrayIndex);

        private IEnumerable<(string, Parameter)> Entries()
        {
            foreach (var (key, value) in _internal_params) yield return (key, value);
        }

        private IEnumerable<KeyValuePair<string, Parameter>> Pairs() => Entries().Select(e => KeyValuePair.Create(e.Item1, e.Item2));

        protected override void RegisterComponents() { }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ParameterDict ParameterDict(params (string, Parameter)[] parameters)
            {
                var result = new ParameterDict();
                foreach (var (key, parameter) in parameters) result.Add(key, parameter);
                return result;
            }
        }
    }
}
