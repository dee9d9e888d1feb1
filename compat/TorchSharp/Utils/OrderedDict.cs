using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace TorchSharp.Utils
{
    /// <summary>A dictionary that remembers the order in which keys were added, and is indexed by position too.</summary>
    public class OrderedDict<TKey, TValue> : IDictionary<TKey, TValue>, IList<(TKey, TValue)>
    {
        private readonly List<(TKey key, TValue value)> _items = new();
        private readonly Dictionary<TKey, int> _positions = new();

        public int Count => _items.Count;
        public bool IsReadOnly => false;
        public ICollection<TKey> Keys => _items.ConvertAll(i => i.key);
        public ICollection<TValue> Values => _items.ConvertAll(i => i.value);
        public IEnumerable<TKey> keys() => Keys;
        public IEnumerable<TValue> values() => Values;
        public IEnumerator<(TKey, TValue)> items() => GetEnumerator();

        public TValue this[TKey key]
        {
            get => _items[_positions[key]].value;
            set
            {
                if (_positions.TryGetValue(key, out var position)) _items[position] = (key, value);
                else Add(key, value);
            }
        }

        public (TKey, TValue) this[int index]
        {
            get => _items[index];
            set
            {
                var old = _items[index].key;
                if (_positions.TryGetValue(value.Item1, out var position) && position != index) throw Duplicate(value.Item1);
                _positions.Remove(old);
                _positions[value.Item1] = index;
                _items[index] = value;
            }
        }

        public void Add(TKey key, TValue value)
        {
            if (!_positions.TryAdd(key, _items.Count)) throw Duplicate(key);
            _items.Add((key, value));
        }

        public void Add((TKey, TValue) item) => Add(item.Item1, item.Item2);
        public void Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);

        public void Insert(int index, (TKey, TValue) item)
        {
            if (_positions.ContainsKey(item.Item1)) throw Duplicate(item.Item1);
            _items.Insert(index, item);
            Renumber(index);
        }

        public void Clear()
        {
            _items.Clear();
            _positions.Clear();
        }

        public void clear() => Clear();
        public bool ContainsKey(TKey key) => _positions.ContainsKey(key);
        public bool Contains((TKey, TValue) item) => IndexOf(item) >= 0;
        public bool Contains(KeyValuePair<TKey, TValue> item) => Contains((item.Key, item.Value));
        public int IndexOf((TKey, TValue) item) =>
            _positions.TryGetValue(item.Item1, out var i) && EqualityComparer<TValue>.Default.Equals(_items[i].value, item.Item2) ? i : -1;

        public bool TryGetValue(TKey key, out TValue value)
        {
            var found = _positions.TryGetValue(key, out var position);
            value = found ? _items[position].value : default;
            return found;
        }

        public bool Remove(TKey key)
        {
            if (!_positions.TryGetValue(key, out var position)) return false;
            RemoveAt(position);
            return true;
        }

        public bool Remove((TKey, TValue) item) => Contains(item) && Remove(item.Item1);
        public bool Remove(KeyValuePair<TKey, TValue> item) => Remove((item.Key, item.Value));

        public void RemoveAt(int index)
        {
            _positions.Remove(_items[index].key);
            _items.RemoveAt(index);
            Renumber(index);
        }

        public void CopyTo((TKey, TValue)[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);
        public IEnumerator<(TKey, TValue)> GetEnumerator() => _items.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
        IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() => Pairs().GetEnumerator();
        void ICollection<KeyValuePair<TKey, TValue>>.CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex) => Pairs().ToList().CopyTo(array, arrayIndex);

        private IEnumerable<KeyValuePair<TKey, TValue>> Pairs() => _items.Select(i => KeyValuePair.Create(i.key, i.value));

        private void Renumber(int from)
        {
            for (var i = from; i < _items.Count; i++) _positions[_items[i].key] = i;
        }

        private static ArgumentException Duplicate(TKey key) => new($"An entry with the key '{key}' exists already.");
    }
}
