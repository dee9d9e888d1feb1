namespace OxyPlot;

/// <summary>What came into a collection and what left it.</summary>
public class ElementCollectionChangedEventArgs<T> : EventArgs
{
    public ElementCollectionChangedEventArgs(IEnumerable<T> addedItems, IEnumerable<T> removedItems)
    {
        AddedItems = [.. addedItems];
        RemovedItems = [.. removedItems];
    }

    public List<T> AddedItems { get; }

    public List<T> RemovedItems { get; }
}
