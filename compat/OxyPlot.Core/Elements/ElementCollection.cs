using System.Collections;

namespace OxyPlot;

/// <summary>The elements of a model; an element belongs to one model at a time.</summary>
public class ElementCollection<T> : IList<T>, IReadOnlyList<T>
    where T : Element
{
    private readonly Model parent;
    private readonly List<T> items = [];

    public ElementCollection(Model parent) => this.parent = parent;

    public event EventHandler<ElementCollectionChangedEventArgs<T>> CollectionChanged;

    public int Count => items.Count;

    public bool IsReadOnly => false;

    public T this[int index]
    {
        get => items[index];
        set
        {
            var old = items[index];
            Adopt(value);
            old.Parent = null;
            items[index] = value;
            Report([value], [old]);
        }
    }

    public void Add(T item) => Insert(items.Count, item);

    public void Clear()
    {
        var removed = items.ToArray();
        foreach (var item in removed)
            item.Parent = null;
        items.Clear();
        Report([], removed);
    }

    public bool Contains(T item) => items.Contains(item);

    public void CopyTo(T[] array, int arrayIndex) => items.CopyTo(array, arrayIndex);

    public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public int IndexOf(T item) => items.IndexOf(item);

    public void Insert(int index, T item)
    {
        Adopt(item);
        items.Insert(index, item);
        Report([item], []);
    }

    public bool Remove(T item)
    {
        var index = items.IndexOf(item);
        if (index < 0)
            return false;
        RemoveAt(index);
        return true;
    }

    public void RemoveAt(int index)
    {
        var removed = items[index];
        removed.Parent = null;
        items.RemoveAt(index);
        Report([], [removed]);
    }

    private void Adopt(T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item.Parent != null)
            throw new InvalidOperationException("This element is already part of a model: an element cannot be added twice or shared between models.");
        item.Parent = parent;
    }

    private void Report(IEnumerable<T> added, IEnumerable<T> removed) =>
        CollectionChanged?.Invoke(this, new ElementCollectionChangedEventArgs<T>(added, removed));
}
