namespace OxyPlot.Series;

/// <summary>Markers without a line.</summary>
public class ScatterSeries : ScatterSeries<ScatterPoint>
{
    protected override void UpdateFromDataFields()
    {
        ItemsSourcePoints = [];
        foreach (var item in ItemsSource)
        {
            var size = DataFieldSize == null ? double.NaN : ItemsReader.Number(item, DataFieldSize);
            var value = DataFieldValue == null ? double.NaN : ItemsReader.Number(item, DataFieldValue);
            ItemsSourcePoints.Add(new ScatterPoint(ItemsReader.Number(item, DataFieldX), ItemsReader.Number(item, DataFieldY), size, value));
        }
    }
}
