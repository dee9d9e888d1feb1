using System.Collections;
using System.Reflection;
using OxyPlot.Axes;

namespace OxyPlot.Series;

/// <summary>Reads points from the user's own objects.</summary>
internal static class ItemsReader
{
    public static List<DataPoint> Points(IEnumerable source, Func<object, DataPoint> mapping, string fieldX, string fieldY)
    {
        if (source is IEnumerable<DataPoint> points && mapping == null)
            return [.. points];
        var result = new List<DataPoint>();
        foreach (var item in source)
        {
            if (mapping != null)
                result.Add(mapping(item));
            else if (item is DataPoint point)
                result.Add(point);
            else
                result.Add(new DataPoint(Number(item, fieldX), Number(item, fieldY)));
        }

        return result;
    }

    public static double Number(object item, string field) => Axis.ToDouble(Value(item, field));

    private static object Value(object item, string field)
    {
        if (item == null || field == null)
            throw new InvalidOperationException("Cannot read points from this ItemsSource: set DataFieldX and DataFieldY, or a Mapping.");
        foreach (var name in field.Split('.'))
        {
            var property = item?.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance)
                ?? throw new InvalidOperationException($"{item?.GetType().Name ?? "A missing item"} has no public property '{name}'.");
            item = property.GetValue(item);
        }

        return item;
    }
}
