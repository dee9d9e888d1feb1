using System.Collections;

namespace OxyPlot.Series;

/// <summary>A series that can take its points from a collection of the user's own.</summary>
public abstract class ItemsSeries : Series
{
    protected ItemsSeries()
    {
    }

    public IEnumerable ItemsSource { get; set; }

    protected virtual object GetItem(int i) => GetItem(ItemsSource, i);

    protected static object GetItem(IEnumerable itemsSource, int index)
    {
        if (itemsSource == null || index < 0)
            return null;
        if (itemsSource is IList list)
            return index < list.Count ? list[index] : null;
        return itemsSource.Cast<object>().ElementAtOrDefault(index);
    }
}
